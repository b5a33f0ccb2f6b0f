"""The first run: language, profile, passphrase. Nothing is written before the last button."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from kta_desktop.domain.audit import Auditor
from kta_desktop.errors import KtaError
from kta_desktop.i18n import N_, _
from ui.dialogs.language_bar import LanguageBar
from ui.dialogs.new_passphrase import NewPassphrase
from ui.dialogs.page_parts import action_bar, pinned, scrolled
from ui.dialogs.profile_form import ProfileForm
from ui.widgets.banner import Banner
from ui.widgets.key_button import KeyButton
from ui.widgets.panel import Panel
from ui.widgets.shortcuts import bind
from ui.widgets.texts import Texts


class FirstRunPage(QWidget):
    """What has to be known before there is a workspace.

    Signals:
        language_chosen: ``ru``, ``kk`` or ``en``.
        finished: Auditor, passphrase, whether this computer's keyring may hold the key.
        other_wanted: A workspace that exists already is to be opened instead.
        offer_taken: The button inside the banner, or its key, was used.
        step_changed: Number of the step, 2 profile or 3 passphrase.
        training_wanted: The program is to be tried without a passphrase, on invented data.
    """

    language_chosen = Signal(str)
    finished = Signal(object, str, bool)
    other_wanted = Signal()
    offer_taken = Signal()
    step_changed = Signal(int)
    training_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = Texts()
        self._languages = LanguageBar()
        self._languages.chosen.connect(self.language_chosen)
        self.profile = ProfileForm()
        self.secret = NewPassphrase()
        self.banner = Banner()
        self.remember = QCheckBox()
        self.remember.setObjectName("remember")
        self.remember.hide()  # until a keyring is found
        self.lock = QCheckBox()
        self.lock.setObjectName("auto_lock")
        self.lock.setChecked(True)
        self._warning = Banner()
        self._next = KeyButton("", "Enter", kind="primary")
        self._next.setObjectName("next")
        self._training = KeyButton("", "Ctrl+T")
        self._training.setObjectName("training_mode")
        self._load = KeyButton("", "Alt+L", "upload", small=True)
        self._load.setObjectName("load_profile")
        self._other = KeyButton("", "Ctrl+O", "folder-open")
        self._other.setObjectName("other_workspace")
        self._build()
        self._connect()
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the interface language of now."""
        self._texts.retranslate()
        for part in (self._languages, self.profile, self.secret):
            part.retranslate()
        self.banner.retranslate()
        self._warning.show_message(
            "warning",
            _(
                "If it is forgotten, only the recovery key opens the data. You will get the key "
                "on the next step."
            ),
            title=_("The passphrase cannot be reset."),
        )

    def set_busy(self, busy: bool) -> None:
        """Say that the workspace is being made, or that it is not any more."""
        self._next.setEnabled(not busy and self.is_complete())
        self._next.set_text(_("Encrypting the workspace…") if busy else _("Next: recovery key"))

    def is_complete(self) -> bool:
        """Whether name and passphrase are there."""
        return self.profile.is_complete() and bool(self.secret.passphrase())

    def focus_first(self) -> None:
        """Put the cursor where typing begins."""
        self.profile.name.field.setFocus()

    def _build(self) -> None:
        self._texts.add(self.remember.setText, N_("Open without asking on this computer"))
        self._texts.add(self.lock.setText, N_("Lock the program after 15 minutes"))
        self._texts.add(self._next.set_text, N_("Next: recovery key"))
        self._texts.add(self._training.set_text, N_("Training without a passphrase"))
        self._texts.add(self._load.set_text, N_("Load a profile file"))
        self._texts.add(self._other.set_text, N_("Open another workspace…"))
        who, secret = Panel(), Panel()
        self._texts.add(who.set_title, N_("Auditor's profile"))
        self._texts.add(secret.set_title, N_("Passphrase for the data on this computer"))
        who.add_action(self._load)
        who.body.addWidget(self.profile)
        secret.body.addWidget(self.secret)
        boxes = QHBoxLayout()
        boxes.addWidget(self.lock)
        boxes.addWidget(self.remember)
        boxes.addStretch(1)
        secret.body.addLayout(boxes)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        elsewhere = QWidget()
        row = QHBoxLayout(elsewhere)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._other)
        row.addStretch(1)
        parts = (self._languages, who, secret, self._warning, elsewhere)
        column.addWidget(scrolled(parts), 1)
        column.addWidget(pinned(self.banner))
        column.addWidget(action_bar((self._training,), (self._next,)))

    def _connect(self) -> None:
        self.profile.edited.connect(self._review)
        self.secret.edited.connect(self._review)
        self._next.clicked.connect(self._finish)
        self._other.clicked.connect(self.other_wanted)
        self._training.clicked.connect(self.training_wanted)
        self._load.clicked.connect(self._ask_profile)
        bind(self, "Ctrl+T", self.training_wanted.emit)
        bind(self, "Alt+L", self._ask_profile)
        for key, code in (("F2", "ru"), ("F3", "kk"), ("F4", "en")):
            bind(self, key, partial(self.language_chosen.emit, code))
        bind(self, "Ctrl+O", self.other_wanted.emit)
        self.banner.acted.connect(self.offer_taken)
        bind(self, "F8", self._take_offer)
        for key in ("Return", "Enter"):
            bind(self, key, self._finish)
        self._review()

    def take_profile(self, path: Path) -> None:
        """Fill the fields in from a profile file; one that is none is told and changes nothing."""
        from kta_desktop.services import profiles

        try:
            found = profiles.read(path)
        except KtaError as error:
            self.banner.show_error(error)
            return
        self.banner.clear()
        self.profile.fill(found)
        self.secret.focus_wanted()

    def _ask_profile(self) -> None:
        kinds = _("Profiles of auditors (*.json)")
        chosen, _kind = QFileDialog.getOpenFileName(self, self._load.text(), "", kinds)
        if chosen:
            self.take_profile(Path(chosen))

    def _take_offer(self) -> None:
        if self.banner.has_offer():
            self.offer_taken.emit()

    def _review(self) -> None:
        self._next.setEnabled(self.is_complete())
        if self.profile.is_complete():
            self.profile.name.say("")
        self.step_changed.emit(3 if self.profile.is_complete() else 2)

    def _finish(self) -> None:
        if self._next.isEnabled():
            auditor: Auditor = self.profile.auditor()
            self.finished.emit(auditor, self.secret.passphrase(), self.remember.isChecked())
        elif not self.profile.is_complete():
            self.profile.name.say(_("Enter the name: every answer carries it."), "wr")
            self.focus_first()
        else:
            self.secret.focus_wanted()
