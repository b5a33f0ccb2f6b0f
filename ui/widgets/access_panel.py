"""Who works here, by what the data are opened, and what copies there are."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from kta_desktop.formatting import datetime_
from kta_desktop.i18n import N_, _, language
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.panel import Panel
from ui.widgets.texts import Texts

if TYPE_CHECKING:
    from kta_desktop.services.workspace import BackupInfo

_NO_KEYRING = N_(
    "The operating system of this computer keeps no keys for programs: the passphrase is asked "
    "each time."
)
_KEYRING = N_("Whoever is logged in on this computer then opens the data without the passphrase.")
_CENTRE = N_(
    "The centre takes in what auditors deliver, signs receipts, reviews, and decides about keys. "
    "The page «Intake» is there for it."
)
_COPIES = N_(
    "Backup copies: {count}, the newest of {time}. One is restored while the program is locked."
)


class AccessPanel(Panel):
    """Part of the settings that is there while a workspace is open.

    Signals:
        profile_wanted, passphrase_wanted, restore_wanted: Its button or key was used.
        keyring_wanted: Whether the operating system is to hold the key.
        centre_wanted: Whether the workspace is to work as the centre.
    """

    profile_wanted = Signal()
    passphrase_wanted = Signal()
    restore_wanted = Signal()
    keyring_wanted = Signal(bool)
    centre_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._texts = Texts()
        self._copies: Sequence[BackupInfo] = ()
        self._note = _KEYRING
        self._who = Label("", "medium")
        self.profile = self._button("edit_profile", "Alt+A", "user")
        self.passphrase = self._button("change_passphrase", "Alt+P", "key-round")
        self.restore = self._button("restore_copy", "Alt+B", "history")
        self.remember = QCheckBox()
        self.remember.setObjectName("settings_keyring")
        self.centre = QCheckBox()
        self.centre.setObjectName("settings_centre")
        self._about_centre = Label("", "second", "tx2")
        self._about_keyring = Label("", "second", "tx2")
        self._about_passphrase = Label("", "second", "tx2")
        self._about_copies = Label("", "second", "tx2")
        self._build()
        self.retranslate()

    def show_profile(self, name: str) -> None:
        """Show who works here."""
        self._who.setText(name)

    def show_copies(self, copies: "Sequence[BackupInfo]") -> None:
        """Show how many copies there are, newest first."""
        self._copies = copies
        self.restore.setVisible(bool(copies))
        self.retranslate()

    def show_keyring(self, *, found: bool, holds: bool) -> None:
        """Show whether there is a keyring and whether it holds the key."""
        self._note = _KEYRING if found else _NO_KEYRING
        self.remember.setEnabled(found)
        self.remember.setChecked(found and holds)
        self.retranslate()

    def show_centre(self, *, works: bool) -> None:
        """Show whether the workspace works as the centre."""
        self.centre.setChecked(works)

    def forbid_passphrase(self) -> None:
        """Offer no change of the passphrase, as for the demonstration, which has a known one."""
        self.passphrase.setEnabled(False)
        self._texts.add(
            self._about_passphrase.setText,
            N_("The passphrase of the demonstration does not change."),
        )

    def retranslate(self) -> None:
        """Say everything in the interface language of now."""
        self._texts.retranslate()
        self._about_keyring.setText(_(self._note))
        if self._copies:
            time = datetime_(self._copies[0].at, language(), seconds=False)
            text = _(_COPIES).format(count=len(self._copies), time=time)
        else:
            text = _("There are no backup copies yet.")
        self._about_copies.setText(text)

    def _build(self) -> None:
        self._texts.add(self.set_title, N_("Access"))
        self._texts.add(self.profile.set_text, N_("Auditor's profile…"))
        self._texts.add(self.passphrase.set_text, N_("Change the passphrase…"))
        self._texts.add(self.restore.set_text, N_("Lock and restore a copy…"))
        self._texts.add(self.remember.setText, N_("Remember on this computer"))
        self._texts.add(self.centre.setText, N_("Work as the centre"))
        self._texts.add(self._about_centre.setText, _CENTRE)
        self._texts.add(
            self._about_passphrase.setText, N_("The audits are not encrypted anew by it.")
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 1)
        rows = (
            (self._who, self.profile),
            (self._about_passphrase, self.passphrase),
            (self._about_copies, self.restore),
        )
        for place, (about, button) in enumerate(rows):
            grid.addWidget(about, place, 0)
            grid.addWidget(button, place, 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(grid)
        self.body.addWidget(self.remember)
        self.body.addWidget(self._about_keyring)
        self.body.addWidget(self.centre)
        self.body.addWidget(self._about_centre)
        self.profile.clicked.connect(self.profile_wanted)
        self.passphrase.clicked.connect(self.passphrase_wanted)
        self.restore.clicked.connect(self.restore_wanted)
        self.remember.clicked.connect(self.keyring_wanted)
        self.centre.clicked.connect(self.centre_wanted)

    def _button(self, name: str, key: str, icon: str) -> KeyButton:
        made = KeyButton("", key, icon)
        made.setObjectName(name)
        return made
