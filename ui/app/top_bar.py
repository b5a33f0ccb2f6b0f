"""The bar above the page: back, plant, number; language, theme, auditor."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from kta_desktop.i18n import N_, _, language
from ui.dialogs.language_bar import NAMES, SHORT
from ui.theme import font, theme
from ui.theme.tips import tip
from ui.widgets.chip import Chip
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label, restyle
from ui.widgets.search_box import SearchBox
from ui.widgets.segments import Segments
from ui.widgets.team_words import short_name
from ui.widgets.texts import Texts
from ui.widgets.two_lines import TwoLineLabel

_FIELD_FROM = 1048  # px: narrower, a button stands for the search
_THEME_ICONS = {"light": "sun", "night": "moon", "sun": "sun-medium"}


class TopBar(QFrame):
    """Where one is, and how the program looks.

    Signals: ``back`` to the list of audits; ``language_chosen`` with its code; ``theme_wanted``;
    ``search_wanted`` by the button that stands for the field where that has no room.
    """

    back = Signal()
    language_chosen = Signal(str)
    theme_wanted = Signal()
    search_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topBar")
        self._texts = Texts()
        self._back = KeyButton("", "", "chevron-left", "link", small=True)
        self._back.setObjectName("back")
        self._back.clicked.connect(self.back)
        self._slash = Label("/", "body", "tx3", wrap=False)
        self._title = TwoLineLabel("title")
        self._title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._number = Label("", "body", "tx2", wrap=False)
        self._demo = Chip()
        self.search = SearchBox()
        self._find = KeyButton("", "", "search", small=True)
        self._find.setObjectName("find")
        self._find.clicked.connect(self.search_wanted)
        self._searches = False
        self._languages = Segments(list(SHORT.items()), small=True)
        self._languages.setObjectName("language")
        self._languages.chosen.connect(self.language_chosen.emit)
        self._theme = KeyButton("", "", "sun", small=True)
        self._theme.setObjectName("theme")
        self._theme.clicked.connect(self.theme_wanted)
        self._auditor = Chip("", "user")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 12, 0)
        row.setSpacing(10)
        row.addWidget(self._back)
        row.addWidget(self._slash)
        row.addWidget(self._title, 100)  # all it can use before the rest gets any
        for widget in (self._number, self._demo):
            row.addWidget(widget)
        row.addStretch(1)
        for control in (self.search, self._find, self._languages, self._theme, self._auditor):
            row.addWidget(control)
        theme.changed.connect(self._show_theme)
        self._texts.add(self._back.set_text, N_("Audits"))
        self._texts.add(self._languages.setAccessibleName, N_("Language"))
        self.retranslate()

    def show_place(self, title: str, number: str = "", *, demo: bool = False) -> None:
        """Show the page, or the plant with the number of its audit and the way back."""
        role = "panel" if number else "title"  # inside an audit the page below has the title
        restyle(self._title, "role", role)
        line = QFontMetrics(font(role)).horizontalAdvance(title)
        self._title.setMaximumWidth(line + 4)
        self._title.show_name(title)
        self._number.setText(number)
        self._number.setVisible(bool(number))
        self._back.setVisible(bool(number))
        self._slash.setVisible(bool(number))
        self._demo.setVisible(demo)

    def offer_search(self, wanted: bool) -> None:
        """Offer the search on this page, or leave it to the page."""
        self._searches = wanted
        self._show_search()

    def show_auditor(self, name: str) -> None:
        """Show who works here, such as «А. Жумабаева» for a full name."""
        self._auditor.show_state(short_name(name), "user", "plain")
        self._auditor.setToolTip(tip(name))

    def retranslate(self) -> None:
        """Say everything in the interface language of now."""
        self._texts.retranslate()
        self.search.retranslate()
        self._find.set_tip(_("Search") + "  Ctrl K")
        self._languages.set_value(language())
        for code, name in NAMES.items():
            self._languages.button(code).setAccessibleName(name)
            self._languages.button(code).setToolTip(f"{name}  Ctrl Shift L")
        self._demo.show_state(_("demonstration"), "info", "warning")
        self._show_theme()

    def _show_search(self) -> None:
        is_wide = self.width() >= _FIELD_FROM
        self.search.setVisible(self._searches and is_wide)
        self._find.setVisible(self._searches and not is_wide)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_search()

    def _show_theme(self) -> None:
        self.setMinimumHeight(theme.sizes.top_bar)
        self._theme.set_icon(_THEME_ICONS[theme.tokens.name])
        self._theme.set_tip(_("Colours: light, night, bright sun") + "  Ctrl Shift D")
