"""Tokens of the design language, the stylesheet made from them, icons and fonts."""

from ui.theme.current import preferred_theme, theme
from ui.theme.fonts import font
from ui.theme.icons import icon, pixmap

__all__ = ["font", "icon", "pixmap", "preferred_theme", "theme"]
