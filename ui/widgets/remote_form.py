"""What a person says of a place of delivery: its kind, where it is, and how one is let in."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kta_desktop.errors import KtaError
from kta_desktop.i18n import N_, _
from kta_desktop.services import remotes
from kta_desktop.services.remotes import RemoteInfo, RemoteKind, RemoteSettings
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.labelled import Labelled
from ui.widgets.passphrase_field import PassphraseField
from ui.widgets.segments import Segments

_KINDS = {
    RemoteKind.FOLDER: N_("Folder or stick"),
    RemoteKind.WEBDAV: N_("WebDAV"),
    RemoteKind.S3: N_("S3"),
}
_ABOUT = {
    RemoteKind.FOLDER: N_(
        "A folder, a USB stick or a network share. The program only adds files there and "
        "changes none. No network is needed for a stick."
    ),
    RemoteKind.WEBDAV: N_(
        "A folder on a server, for instance Nextcloud. The centre gives the address, a name and a "
        "password. The keyring of the system keeps the password, no file does."
    ),
    RemoteKind.S3: N_(
        "A bucket on a server. The centre gives the address, an access key and its secret. The "
        "keyring of the system keeps the secret, no file does."
    ),
}
_HINTS = {
    RemoteKind.FOLDER: "",
    RemoteKind.WEBDAV: "https://…/…",
    RemoteKind.S3: "https://…/…",
}
_Field = Labelled[QLineEdit] | Labelled[PassphraseField]
_ADDRESS_FAULTS = ("remote-address", "place-unusable", "line-open", "remote-not-served")


class RemoteForm(QWidget):
    """The fields of one place.

    Signals:
        changed: Something was typed or chosen.
        kind_changed: Other fields are shown.

    Args:
        known: The place whose settings are changed; None for a new one.
    """

    changed = Signal()
    kind_changed = Signal()

    def __init__(self, known: RemoteInfo | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ca = "" if known is None else known.ca
        self.about = Label("", "body", "tx2")
        kinds = [(str(kind), _(text)) for kind, text in _KINDS.items()]
        self.kind = Segments(kinds, name=_("Kind of place"))
        self.name_field = Labelled(QLineEdit(), _("Name"))
        self.address = Labelled(QLineEdit(), "")
        self.pick = KeyButton(_("Choose a folder…"), "", "folder-open")
        self.user = Labelled(QLineEdit(), "")
        self.secret = Labelled(PassphraseField(), "")
        self.ca = Labelled(QLineEdit(), _("Certificate of the centre (PEM), if any"))
        self.pick_ca = KeyButton(_("Choose a file…"), "", "file-check")
        self.drop_ca = KeyButton(_("Remove"), "", "x")
        self.encrypt = QCheckBox(_("Encrypt bundles written for this place to the centre's key"))
        self._name_parts()
        self._arrange()
        self._connect()
        self.kind.set_value(str(RemoteKind.FOLDER if known is None else known.kind))
        if known is not None:
            self._fill(known)
        self._show_kind()

    @property
    def chosen_kind(self) -> RemoteKind:
        """What kind of place it is."""
        return RemoteKind(self.kind.value() or RemoteKind.FOLDER)

    @property
    def name(self) -> str:
        """Name as typed."""
        return self.name_field.field.text().strip()

    @property
    def url(self) -> str:
        """Folder or address as typed; that of a bucket begins as buckets' addresses do."""
        typed = self.address.field.text().strip()
        is_bare = typed.lower().startswith(("https://", "http://"))
        return f"s3+{typed}" if is_bare and self.chosen_kind is RemoteKind.S3 else typed

    def height_at(self, width: int) -> int:
        """Return how high its fields are at a width."""
        layout = self.layout()
        return 0 if layout is None else layout.totalHeightForWidth(width)

    def settings(self) -> RemoteSettings:
        """Return what was said; an empty secret leaves the one that is held."""
        if self.chosen_kind is RemoteKind.FOLDER:
            return RemoteSettings(url=self.url, encrypt=self.encrypt.isChecked())
        return RemoteSettings(
            url=self.url,
            user=self.user.field.text().strip(),
            secret=self.secret.field.text() or None,
            ca=self._ca,
            encrypt=self.encrypt.isChecked(),
        )

    def say(self, error: KtaError) -> bool:
        """Go to the field that an error is about; return whether it is said there, too."""
        field = self._field_of(error.code)
        if field is None:
            if error.code.startswith("certificate") and self.pick_ca.isVisible():
                self.pick_ca.setFocus()
            return False
        field.field.setFocus()
        if field is self.secret:  # too narrow for a sentence
            return False
        field.say(error.sentence(), "er")
        return True

    def read_authority(self, path: Path) -> None:
        """Take a certificate file in; what is wrong with it is said below its field."""
        try:
            self._ca = remotes.certificate_text(path)
        except KtaError as error:
            self.ca.say(error.sentence(), "er")
            return
        except OSError:
            text = _("The file {path} cannot be read. Nothing was changed. Check the file and its "
                     "name.")  # fmt: skip
            self.ca.say(text.format(path=path), "er")
            return
        self.ca.say("")
        self.ca.field.setText(path.name)
        self._show_authority()
        self.changed.emit()

    def _field_of(self, code: str) -> _Field | None:
        if code in _ADDRESS_FAULTS:
            return self.address
        if code == "remote-known":
            return self.name_field
        if self.chosen_kind is RemoteKind.FOLDER:
            return None
        if code == "credentials-refused":
            return self.secret
        return self.ca if code == "certificate-file" else None

    def _name_parts(self) -> None:
        names = {
            "remoteName": self.name_field.field,
            "remoteFolder": self.address.field,
            "remoteUser": self.user.field,
            "remoteSecret": self.secret.field,
            "remoteAuthority": self.ca.field,
            "remoteEncrypt": self.encrypt,
            "remoteKind": self.kind,
            "pickFolder": self.pick,
            "pickAuthority": self.pick_ca,
        }
        for name, part in names.items():
            part.setObjectName(name)
        self.ca.field.setReadOnly(True)
        self.address.field.setInputMethodHints(
            Qt.InputMethodHint.ImhUrlCharactersOnly | Qt.InputMethodHint.ImhNoPredictiveText
        )

    def _arrange(self) -> None:
        pair = QHBoxLayout()
        pair.setSpacing(8)
        pair.addWidget(self.user, 1)
        pair.addWidget(self.secret, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.kind, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.about)
        column.addWidget(self.name_field)
        column.addWidget(self.address)
        column.addLayout(pair)
        column.addWidget(self.ca)
        column.addWidget(self.encrypt)
        _stand_beside(self.address, self.pick)
        _stand_beside(self.ca, self.pick_ca, self.drop_ca)

    def _connect(self) -> None:
        self.kind.chosen.connect(lambda _kind: self._show_kind())
        self.pick.clicked.connect(self._pick_folder)
        self.pick_ca.clicked.connect(self._pick_authority)
        self.drop_ca.clicked.connect(self._drop_authority)
        self.encrypt.toggled.connect(lambda _on: self.changed.emit())
        self.address.field.textEdited.connect(self._follow)
        for part in (self.name_field, self.address, self.user, self.secret):
            part.field.textChanged.connect(lambda _text, part=part: self._typed(part))

    def _fill(self, known: RemoteInfo) -> None:
        self.name_field.field.setText(known.name)
        self.name_field.field.setReadOnly(True)
        self.address.field.setText(known.url)
        self.user.field.setText(known.user)
        self.encrypt.setChecked(known.encrypt)
        if known.kind is not RemoteKind.FOLDER:
            self.secret.say(_("Empty: the one kept for this server stays."))
        if known.ca:
            self.ca.field.setText(_("added"))

    def _typed(self, part: _Field) -> None:
        part.say("")
        self.changed.emit()

    def _follow(self, typed: str) -> None:
        """Choose the kind by an address that says it."""
        typed = typed.strip().lower()
        if typed.startswith("s3+http"):
            self._choose(RemoteKind.S3)
        elif typed.startswith("https://") and self.chosen_kind is RemoteKind.FOLDER:
            self._choose(RemoteKind.WEBDAV)

    def _choose(self, kind: RemoteKind) -> None:
        if kind is not self.chosen_kind:
            self.kind.set_value(str(kind))
            self._show_kind()

    def _show_kind(self) -> None:
        kind = self.chosen_kind
        is_folder, is_bucket = kind is RemoteKind.FOLDER, kind is RemoteKind.S3
        self.about.setText(_(_ABOUT[kind]))
        self.address.set_name(_("Folder") if is_folder else _("Address"))
        self.address.field.setPlaceholderText(_HINTS[kind])
        self.user.set_name(_("Access key") if is_bucket else _("User name"))
        self.secret.set_name(_("Secret of the key") if is_bucket else _("Password"))
        self.pick.setVisible(is_folder)
        for part in (self.user, self.secret, self.ca, self.pick_ca):
            part.setVisible(not is_folder)
        self._show_authority()
        self.kind_changed.emit()
        self.changed.emit()

    def _show_authority(self) -> None:
        is_folder = self.chosen_kind is RemoteKind.FOLDER
        self.drop_ca.setVisible(bool(self._ca) and not is_folder)

    def _pick_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Choose a folder"), self.url)
        if not chosen:
            return
        self.address.field.setText(chosen)
        if not self.name:
            self.name_field.field.setText(Path(chosen).name)

    def _pick_authority(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self, _("Choose a certificate"), "", _("Certificates (*.pem *.crt *.cer)")
        )
        if chosen:
            self.read_authority(Path(chosen))

    def _drop_authority(self) -> None:
        self._ca = ""
        self.ca.field.clear()
        self._show_authority()
        self.changed.emit()


def _stand_beside(labelled: Labelled[QLineEdit], *buttons: KeyButton) -> None:
    """Let buttons stand in the line of a field, below its label and above its note."""
    column = labelled.layout()
    if not isinstance(column, QVBoxLayout):
        raise TypeError(column)
    place = column.indexOf(labelled.field)
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(labelled.field, 1)
    for button in buttons:
        row.addWidget(button)
    column.insertLayout(place, row)
