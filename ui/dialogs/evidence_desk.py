"""What a page with questions needs for evidence: viewer, folder by time, watched folder."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTemporaryDir, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget
from typing_extensions import override

from kta_desktop.domain.answers import Evidence
from kta_desktop.forms.state import Place
from kta_desktop.i18n import _
from kta_desktop.services import incoming
from ui.models.new_pictures import NewPictures
from ui.tasks import TaskRunner
from ui.undo import AuditEditor
from ui.widgets.new_pictures_bar import NewPicturesBar

_ENDINGS = {  # by the bytes of a file and never by its name, which may say that it is a program
    "application/pdf": ".pdf",
    "text/plain": ".txt",
    "text/csv": ".csv",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "image/heic": ".heic",
}

_SEEN = {QEvent.Type.Show: True, QEvent.Type.Hide: False}


class EvidenceDesk(QObject):
    """Opens the dialogs that attachments ask for, and watches the folder of the camera.

    Attributes:
        bar: Strip for the foot of the page.
    """

    def __init__(self, editor: AuditEditor, runner: TaskRunner, page: QWidget) -> None:
        super().__init__(page)
        self._editor, self._runner, self._page = editor, runner, page
        self._address = ""
        self._folder: QTemporaryDir | None = None
        self.pictures = NewPictures(runner, self)
        self.bar = NewPicturesBar(self.pictures, page)
        self.bar.taken.connect(self.take_new)
        self.bar.left.connect(self.leave_new)
        attachments = editor.attachments
        attachments.look_wanted.connect(self.look)
        attachments.folder_wanted.connect(self.choose_folder)
        attachments.new_wanted.connect(self._take_new_for)
        self.pictures.changed.connect(self._tell_new)
        page.installEventFilter(self)
        self.pictures.watch(incoming.remembered())

    def show_place(self, place: Place | None) -> None:
        """Let new pictures go to the open question; None while none is."""
        asked = place if place is not None and place.question.is_asked else None
        self._address = asked.address if asked else ""
        self.bar.show_number(asked.question.number if asked else "")

    def take_new(self) -> None:
        """Attach the new pictures to the open question."""
        if self._address and self.pictures.files:
            self._editor.attachments.attach(self._address, self.pictures.take())

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._page and event.type() in _SEEN:
            self.pictures.set_awake(awake=_SEEN[event.type()])
        return super().eventFilter(watched, event)

    def leave_new(self) -> None:
        """Forget what is new; of a folder that is gone, watch it no more."""
        if self.pictures.error is None:
            self.pictures.take()
        else:
            self._watch(None)

    def look(self, address: str, evidence_id: str) -> None:
        """Open the viewer on an attachment."""
        from ui.dialogs.evidence_viewer import EvidenceViewer

        viewer = EvidenceViewer(self._editor, address, evidence_id, self._page)
        viewer.open_wanted.connect(self._open_outside)
        viewer.exec()
        viewer.deleteLater()

    def choose_folder(self) -> None:
        """Ask for a folder of photographs and attach them by their times."""
        name = QFileDialog.getExistingDirectory(self._page, _("Folder of pictures"), "")
        if name:
            self.import_folder(Path(name))

    def import_folder(self, folder: Path) -> None:
        """Show the photographs of a folder with the questions their times speak for."""
        from ui.dialogs.camera_roll import CameraRollDialog

        dialog = CameraRollDialog(self._editor, self._runner, folder, self._page)
        dialog.exec()
        dialog.deleteLater()

    def choose_watched(self) -> None:
        """Ask which folder a camera or phone writes to, and remember it on this computer."""
        name = QFileDialog.getExistingDirectory(self._page, _("Folder of the camera or phone"), "")
        if name:
            self._watch(Path(name))

    def _take_new_for(self, address: str) -> None:
        """Attach what is new to a question; where nothing is, ask which folder to watch."""
        if self.pictures.files:
            self._editor.attachments.attach(address, self.pictures.take())
        else:
            self.choose_watched()

    def _watch(self, folder: Path | None) -> None:
        self.pictures.watch(folder)
        incoming.remember(folder)

    def _tell_new(self) -> None:
        self._editor.attachments.new_pictures = len(self.pictures.files)

    def _open_outside(self, item: Evidence) -> None:
        """Show a document in the program that the system uses for it, from a copy of it."""
        if self._folder is None:
            self._folder = _private_folder(self._page)
        ending = _ENDINGS.get(item.media_type, ".txt")
        target = Path(self._folder.filePath(f"{item.id}{ending}"))
        self._editor.attachments.copy(item.sha256, target, self, _show_file)


def _private_folder(page: QWidget) -> QTemporaryDir:
    """Return a folder that only this person can read, gone when the page or the program ends."""
    made = QTemporaryDir()
    page.destroyed.connect(partial(_empty, made))
    application = QCoreApplication.instance()
    if application is not None:
        application.aboutToQuit.connect(partial(_empty, made))
    return made


def _empty(folder: QTemporaryDir) -> None:
    folder.remove()


def _show_file(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
