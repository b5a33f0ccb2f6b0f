"""The theme in use: one per process, as the screen is one."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from ui.theme.tokens import GLOVE, LIGHT, NORMAL, THEMES, Sizes, Tokens

_ROLES = {
    QPalette.ColorRole.Window: "bg",
    QPalette.ColorRole.WindowText: "tx",
    QPalette.ColorRole.Base: "sf",
    QPalette.ColorRole.AlternateBase: "sf2",
    QPalette.ColorRole.Text: "tx",
    QPalette.ColorRole.PlaceholderText: "tx3",
    QPalette.ColorRole.Button: "sf",
    QPalette.ColorRole.ButtonText: "tx",
    QPalette.ColorRole.BrightText: "er",
    QPalette.ColorRole.Highlight: "acs",
    QPalette.ColorRole.HighlightedText: "tx",
    QPalette.ColorRole.Link: "ac",
    QPalette.ColorRole.LinkVisited: "ac",
    QPalette.ColorRole.ToolTipBase: "sf2",
    QPalette.ColorRole.ToolTipText: "tx",
    QPalette.ColorRole.Mid: "bd2",
    QPalette.ColorRole.Midlight: "bd",
    QPalette.ColorRole.Light: "sf3",
    QPalette.ColorRole.Dark: "bd2",
    QPalette.ColorRole.Shadow: "bd2",
    QPalette.ColorRole.Accent: "ac",
}


class Theme(QObject):
    """The colours and sizes that everything is drawn with.

    Signals: ``changed``, after colours or sizes changed and the stylesheet was replaced.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.tokens: Tokens = LIGHT
        self.sizes: Sizes = NORMAL
        self._is_dressed = False

    @property
    def is_glove(self) -> bool:
        """Whether controls are large enough for gloves."""
        return self.sizes is GLOVE

    def use(self, name: str, *, glove: bool | None = None) -> None:
        """Draw with theme ``name`` (``light``, ``night``, ``sun``); ``glove`` None keeps sizes."""
        sizes = self.sizes if glove is None else (GLOVE if glove else NORMAL)
        self.tokens, self.sizes = THEMES[name], sizes
        self.apply()

    def cycle(self) -> str:
        """Go to the next theme, light to night to bright sun, and return its name."""
        names = list(THEMES)
        name = names[(names.index(self.tokens.name) + 1) % len(names)]
        self.use(name)
        return name

    def apply(self) -> None:
        """Give palette, font and stylesheet to the application, if there is one.

        The old stylesheet is taken off first. Qt replaces one by another widget by widget, each
        with all that is inside it, so a widget ten levels deep is restyled ten times over: ten
        times the work on a window with all its pages.
        """
        from ui.theme.style import stylesheet

        app = QApplication.instance()
        if isinstance(app, QApplication):
            self._dress(app)
            app.setStyleSheet("")
            app.setPalette(self.palette())
            app.setStyleSheet(stylesheet(self.tokens, self.sizes))
        self.changed.emit()

    def _dress(self, app: QApplication) -> None:
        """Give the application what is the same in all themes, once."""
        from ui.theme.fonts import font, load

        if not self._is_dressed:
            load()
            app.setStyle("Fusion")
            app.setFont(font())
            self._is_dressed = True

    def ground(self, name: str) -> QPalette:
        """Take the colours of theme ``name`` and return their palette, before anything is drawn."""
        self.tokens = THEMES[preferred_theme(name)]
        return self.palette()

    def palette(self) -> QPalette:
        """Return the palette of the current tokens."""
        made = QPalette()
        for role, token in _ROLES.items():
            made.setColor(role, self.colour(token))
        for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text):
            made.setColor(QPalette.ColorGroup.Disabled, role, self.colour("tx3"))
        made.setColor(
            QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText, self.colour("tx3")
        )
        return made

    def colour(self, token: str) -> QColor:
        """Return the colour of a token, such as ``tx2``."""
        return QColor(str(getattr(self.tokens, token)))


theme = Theme()


def preferred_theme(chosen: str) -> str:
    """Return ``chosen``, or the theme that fits when the system asks for high contrast.

    Needs a running application.
    """
    hints = QApplication.styleHints()
    if hints.accessibility().contrastPreference() != Qt.ContrastPreference.HighContrast:
        return chosen
    return "night" if hints.colorScheme() == Qt.ColorScheme.Dark else "sun"
