"""Tokens of the design language, the stylesheet made from them, icons and fonts.

Fonts and icons are imported when they are first asked for: the first window has neither.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ui.theme.current import preferred_theme, theme

if TYPE_CHECKING:
    from ui.theme.fonts import font
    from ui.theme.icons import icon, pixmap

__all__ = ["font", "icon", "pixmap", "preferred_theme", "theme"]

_LATER = {"font": "ui.theme.fonts", "icon": "ui.theme.icons", "pixmap": "ui.theme.icons"}


def __getattr__(name: str) -> Any:
    """Return what is imported later, by its name."""
    if name not in _LATER:
        raise AttributeError(name)
    found = getattr(import_module(_LATER[name]), name)
    globals()[name] = found
    return found
