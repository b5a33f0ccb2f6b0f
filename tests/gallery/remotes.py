"""Places of delivery: a folder, a server with a refused password, one that answered, one kept."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from kta_desktop.exchange.network_errors import CertificateError, CredentialsError
from kta_desktop.services.remotes import Reach, Reached, RemoteInfo, RemoteKind
from tests.gallery.stage import Stage
from ui.dialogs.add_remote import AddRemoteDialog

Build = Callable[[Stage, QSize], QWidget]
Open = Callable[[Stage], QDialog]
_URL = "https://files.kta.kz/remote.php/dav/files/auditor/kta"
_SERVER = RemoteInfo(name="Центр", url=_URL, kind=RemoteKind.WEBDAV, user="auditor", encrypt=True)
_BUCKET = RemoteInfo(
    name="Резерв", url="s3+https://s3.kta.kz/results/2026", kind=RemoteKind.S3, user="AKIA7"
)


def _open(stage: Stage, known: RemoteInfo | None = None) -> AddRemoteDialog:
    return AddRemoteDialog(stage.ws, stage.runner, known)


def _folder(stage: Stage) -> QDialog:
    return _open(stage)


def _refused(stage: Stage) -> QDialog:
    dialog = _open(stage, _SERVER)
    dialog.findChild(QLineEdit, "remoteSecret").setText("не тот пароль")
    dialog._refuse(CredentialsError(where=_URL))
    return dialog


def _untrusted(stage: Stage) -> QDialog:
    dialog = _open(stage, _SERVER)
    dialog._refuse(CertificateError(where=_URL))
    return dialog


def _answered(stage: Stage) -> QDialog:
    dialog = _open(stage, _BUCKET)
    dialog._tried(Reached(_BUCKET.url, Reach.FREE))
    return dialog


def _pending(stage: Stage) -> QDialog:
    dialog = _open(stage, _SERVER)
    dialog._done(RemoteInfo(name="Центр", url=_URL, kind=RemoteKind.WEBDAV, pending=True))
    return dialog


_SHOWN: dict[str, Open] = {
    "add-remote": _folder,
    "remote-refused": _refused,
    "remote-untrusted": _untrusted,
    "remote-answered": _answered,
    "remote-pending": _pending,
}


def entries(dialog: Callable[[Open], Build]) -> Iterator[tuple[str, tuple[str, ...], Build]]:
    """Yield the name, the modules and the maker of each screen."""
    for name, make in _SHOWN.items():
        yield name, ("dialogs.add_remote",), dialog(make)
