"""Settings: language, look, gloves, locking, access. Each holds at once, nothing is confirmed."""

from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QVBoxLayout, QWidget

from kta_desktop.i18n import N_, _
from kta_desktop.paths import config_dir
from kta_desktop.settings import LOCK_MINUTES, THEMES
from ui.dialogs.language_bar import NAMES
from ui.dialogs.page_parts import action_bar, open_at, scrolled
from ui.models.preferences import Preferences
from ui.widgets.access_panel import AccessPanel
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.labelled import Labelled
from ui.widgets.panel import Panel
from ui.widgets.segments import Segments
from ui.widgets.shortcuts import bind
from ui.widgets.texts import Texts

_SIZE = (640, 700)  # px
THEME_NAMES = {"light": N_("Light"), "night": N_("Night"), "sun": N_("Bright sun")}


class SettingsDialog(QDialog):
    """Shows and changes the preferences of this computer.

    Attributes:
        access: What concerns the open workspace; hidden until ``offer_access``.
    """

    def __init__(
        self, preferences: Preferences, workspace: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("settings")
        self._preferences = preferences
        self._texts = Texts()
        self._languages = Labelled(Segments(list(NAMES.items())))
        self._languages.field.setObjectName("settings_language")
        self._themes = Labelled(Segments([(name, _(THEME_NAMES[name])) for name in THEMES]))
        self._themes.field.setObjectName("settings_theme")
        self._glove = QCheckBox()
        self._glove.setObjectName("settings_glove")
        self._lock = Labelled(QComboBox())
        self._lock.field.setObjectName("settings_lock")
        self._lock.field.addItems([""] * len(LOCK_MINUTES))
        self.access = AccessPanel()
        self.access.hide()
        self._workspace = Label(workspace, "second", "tx2")
        self._config = Label(str(config_dir()), "second", "tx2")
        self._close = KeyButton("", "Esc", kind="primary")
        self._close.setObjectName("close")
        self._build()
        self._connect()
        self.retranslate()

    def offer_access(self) -> None:
        """Show what concerns the open workspace, with its keys."""
        self.access.show()
        for button in (self.access.profile, self.access.passphrase, self.access.restore):
            bind(self, button.key, button.click)

    def retranslate(self) -> None:
        """Say everything in the interface language of now and show what is set."""
        self._texts.retranslate()
        self.access.retranslate()
        settings = self._preferences.settings
        self._languages.field.set_value(settings.language)
        self._themes.field.set_options([(name, _(THEME_NAMES[name])) for name in THEMES])
        self._themes.field.set_value(settings.theme)
        self._glove.setChecked(settings.glove)
        for place, minutes in enumerate(LOCK_MINUTES):
            text = _("after {count} min").format(count=minutes) if minutes else _("never")
            self._lock.field.setItemText(place, text)
        self._lock.field.setCurrentIndex(LOCK_MINUTES.index(settings.lock_minutes))

    def _build(self) -> None:
        self._texts.add(self.setWindowTitle, N_("Settings"))
        self._texts.add(self._languages.set_name, N_("Language"))
        self._texts.add(self._themes.set_name, N_("Colours"))
        self._texts.add(self._glove.setText, N_("Large buttons and rows, for gloves"))
        self._texts.add(self._lock.set_name, N_("Lock the program when it is idle"))
        self._texts.add(self._close.set_text, N_("Close the settings"))
        look, data = Panel(), Panel()
        self._texts.add(look.set_title, N_("Look"))
        self._texts.add(data.set_title, N_("Data on this computer"))
        for part in (self._languages, self._themes, self._glove):
            look.body.addWidget(part)
        data.body.addWidget(self._lock)
        for name, value in (
            (N_("Workspace"), self._workspace),
            (N_("Settings and log"), self._config),
        ):
            label = Label("", "medium")
            self._texts.add(label.setText, name)
            data.body.addWidget(label)
            data.body.addWidget(value)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolled((look, self.access, data)), 1)
        column.addWidget(action_bar((), (self._close,)))
        open_at(self, *_SIZE)

    def _connect(self) -> None:
        change = self._preferences.change
        self._languages.field.chosen.connect(lambda code: change(language=code))
        self._themes.field.chosen.connect(lambda name: change(theme=name))
        self._glove.toggled.connect(lambda on: change(glove=on))
        self._lock.field.activated.connect(lambda place: change(lock_minutes=LOCK_MINUTES[place]))
        self._close.clicked.connect(self.accept)
        self._preferences.changed.connect(self.retranslate)
