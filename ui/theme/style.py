"""The stylesheet: one template, filled from the tokens.

Widgets choose a look by a property, never by a stylesheet of their own: ``role`` of a label,
``kind`` of a button, ``tone`` of a strip.
"""

from dataclasses import asdict
from string import Template

from PySide6.QtCore import QDir, QTemporaryDir

from kta_desktop.paths import RESOURCES
from ui.theme.fonts import ROLES
from ui.theme.tokens import PANEL_RADIUS, RADIUS, Sizes, Tokens

_TEMPLATE = Template((RESOURCES / "theme" / "style.qss").read_text(encoding="utf-8"))
_drawings: dict[str, QTemporaryDir] = {}


def stylesheet(tokens: Tokens, sizes: Sizes) -> str:
    """Return the stylesheet of the program in these colours and sizes."""
    fields = {name: str(value) for name, value in asdict(tokens).items() if name != "series"}
    sized = {name: f"{value}px" for name, value in asdict(sizes).items()}
    inner = {
        "field": f"{sizes.control - 2}px",  # without its border
        "field_focused": f"{sizes.control - 4}px",
        "inner_small": f"{sizes.small - 2}px",
        "check_round": f"{sizes.check // 2 + 1}px",
    }
    shapes = {"radius": f"{RADIUS}px", "panel_radius": f"{PANEL_RADIUS}px"}
    return _TEMPLATE.substitute(fields | sized | inner | shapes | _pictures(tokens)) + _roles()


def _roles() -> str:
    """Return a rule per role of text: size and weight."""
    rule = 'QLabel[role="{name}"] {{ font-size: {size}px; font-weight: {weight}; }}\n'
    return "".join(
        rule.format(name=name, size=role.size, weight=role.weight) for name, role in ROLES.items()
    )


def _pictures(tokens: Tokens) -> dict[str, str]:
    """Return the pictures a stylesheet can only take from files, drawn in these colours."""
    from ui.theme.icons import svg

    folder = _drawings.get(tokens.name)
    if folder is None:
        folder = _drawings[tokens.name] = QTemporaryDir()
        for key, (name, colour) in _wanted(tokens).items():
            with open(folder.filePath(f"{key}.svg"), "w", encoding="utf-8") as file:  # noqa: PTH123 - Qt owns the folder
                file.write(svg(name, colour, 16))
    return {
        key: QDir.fromNativeSeparators(folder.filePath(f"{key}.svg")) for key in _wanted(tokens)
    }


def _wanted(tokens: Tokens) -> dict[str, tuple[str, str]]:
    return {
        "arrow": ("chevron-down", tokens.tx2),
        "arrow_up": ("chevron-up", tokens.tx2),
        "arrow_off": ("chevron-down", tokens.tx3),
        "tick": ("check", tokens.onac),
        "dot": ("dot", tokens.onac),
    }
