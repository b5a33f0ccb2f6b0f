"""Inter, shipped with the program, with figures of one width.

Roles and sizes are those of the design language, in logical pixels.
"""

from dataclasses import dataclass
from functools import cache

from PySide6.QtGui import QFont, QFontDatabase

from kta_desktop.paths import RESOURCES

FAMILY = "Inter"
FALLBACKS = ("Noto Sans", "Segoe UI")
_FACES = ("Regular", "Medium", "SemiBold", "Bold")


@dataclass(frozen=True, slots=True)
class Role:
    """Size in logical pixels and weight (400 regular to 700 bold) of one role of text."""

    size: int
    weight: int


ROLES = {
    "value": Role(22, 700),
    "title": Role(19, 600),
    "input": Role(16, 600),
    "panel": Role(14, 600),
    "strong": Role(13, 600),
    "medium": Role(13, 500),
    "body": Role(13, 400),
    "second": Role(12, 400),
    "small": Role(11, 400),
    "hero": Role(22, 600),
    "huge": Role(34, 700),
}

_loaded: list[int] = []


def load() -> None:
    """Add Inter to the application's fonts, once.

    Raises:
        RuntimeError: If a face is missing from the installation: no text could be read then.
    """
    if _loaded:
        return
    for face in _FACES:
        path = RESOURCES / "fonts" / f"Inter-{face}.otf"
        number = QFontDatabase.addApplicationFont(str(path))
        if number < 0:
            raise RuntimeError(path)
        _loaded.append(number)


def font(role: str = "body") -> QFont:
    """Return the font of a role, a key of ``ROLES``."""
    return QFont(_made(role))


@cache
def _made(role: str) -> QFont:
    kind = ROLES[role]
    made = QFont([FAMILY, *FALLBACKS])
    made.setPixelSize(kind.size)
    made.setWeight(QFont.Weight(kind.weight))
    made.setFeature(QFont.Tag("tnum"), 1)
    return made
