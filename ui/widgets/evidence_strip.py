"""What proves an answer: small pictures and files in a row, with the button that adds more."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt, QTemporaryDir, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeyEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QWidget
from typing_extensions import override

from kta_desktop import formatting
from kta_desktop.domain.answers import Evidence
from kta_desktop.domain.definition import QuestionType
from kta_desktop.forms.state import Place
from kta_desktop.i18n import _, language
from ui.theme import pixmap, theme
from ui.theme.tips import tip
from ui.theme.tokens import RADIUS
from ui.undo import AuditEditor
from ui.widgets.flow import FlowLayout
from ui.widgets.focus import paint_focus
from ui.widgets.key_button import KeyButton

SIZE = QSize(52, 40)
_PICTURE_PX = 208  # four times a thumbnail: sharp at 200 % and in glove mode


class Thumbnail(QAbstractButton):
    """One attachment: its picture, or a paper for a document.

    Signals: ``removed`` when Del was pressed.
    """

    removed = Signal()

    def __init__(self, item: Evidence, parent: QWidget) -> None:
        super().__init__(parent)
        self.item = item
        self._picture: QPixmap | None = None
        self.setFixedSize(SIZE)
        self.setObjectName(f"evidence_{item.id}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.changed.connect(self.update)
        self.retranslate()

    def retranslate(self) -> None:
        """Name the file in the interface language."""
        size = formatting.size(self.item.size, language())
        taken = formatting.datetime_(self.item.taken_at, language()) if self.item.taken_at else ""
        parts = [part for part in (self.item.name, size, taken, self.item.caption) if part]
        self.setToolTip(tip("\n".join(parts)))
        self.setAccessibleName(_("Evidence: {name}").format(name=", ".join(parts)))

    def show_picture(self, data: bytes) -> None:
        """Show the picture in ``data``; anything else leaves the paper."""
        picture = QPixmap()
        if picture.loadFromData(data):
            self._picture = picture
            self.update()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.removed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        inside = self.rect().adjusted(1, 1, -1, -1)
        painter.fillRect(inside, theme.colour("sf2"))
        if self._picture is not None:
            painter.drawPixmap(inside, self._picture, _middle(self._picture, inside))
        else:
            name = "image" if self.item.is_image else "file-text"
            drawn = pixmap(name, "tx2", 20, self.devicePixelRatioF())
            painter.drawPixmap((self.width() - 20) // 2, (self.height() - 20) // 2, drawn)
        painter.setPen(QPen(theme.colour("bd2"), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()
        if self.hasFocus():
            paint_focus(self, RADIUS, inner="sf")


class EvidenceStrip(QWidget):
    """Attachments of one question; files come by F8 or by drag and drop."""

    def __init__(self, editor: AuditEditor, place: Place, parent: QWidget) -> None:
        super().__init__(parent)
        self._editor, self._address = editor, place.address
        self._question = question = place.question
        self._thumbnails: list[Thumbnail] = []
        self._folder: QTemporaryDir | None = None
        camera = question.type is QuestionType.IMAGE or "photo" in question.evidence
        self.add = KeyButton(key="F8", icon="camera" if camera else "paperclip", parent=self)
        self.add.setObjectName("add_evidence")
        self.add.clicked.connect(self.choose)
        self._line = FlowLayout(self, gap=6)
        self._line.addWidget(self.add)
        self.refresh()

    def tab_widgets(self) -> list[QWidget]:
        """Return what takes the focus, in order."""
        return [*self._thumbnails, self.add]

    def refresh(self) -> None:
        """Show the attachments of the state."""
        wanted = self._editor.state.evidence(self._address)
        if [t.item.id for t in self._thumbnails] != [item.id for item in wanted]:
            self._build(wanted)
        for thumbnail in self._thumbnails:
            thumbnail.retranslate()
        # The word stands while there is room for it: nothing is attached yet.
        self.add.set_text("" if wanted else _("Evidence"))
        self.add.set_tip(_("Attach photographs or documents"))

    def choose(self) -> None:
        """Ask for files and attach them."""
        names, _filter = QFileDialog.getOpenFileNames(
            self,
            _("Attach to {question}").format(question=self._question.number),
            "",
            ";;".join(
                [
                    _("Photographs and documents")
                    + " (*.jpg *.jpeg *.png *.heic *.webp *.tif *.tiff *.pdf *.docx *.xlsx)",
                    _("All files") + " (*)",
                ]
            ),
        )
        self.attach([Path(name) for name in names])

    def attach(self, files: Sequence[Path]) -> None:
        """Attach files to the question."""
        if files:
            self._editor.attachments.attach(self._address, files)

    def _build(self, wanted: Sequence[Evidence]) -> None:
        had_focus = any(thumbnail.hasFocus() for thumbnail in self._thumbnails)
        for thumbnail in self._thumbnails:
            self._line.removeWidget(thumbnail)
            thumbnail.hide()
            thumbnail.deleteLater()
        self._line.removeWidget(self.add)
        self._thumbnails = [self._made(item) for item in wanted]
        self._line.addWidget(self.add)
        if had_focus:
            self.add.setFocus()
        self.updateGeometry()

    def _made(self, item: Evidence) -> Thumbnail:
        made = Thumbnail(item, self)
        made.clicked.connect(partial(self._open, item))
        made.removed.connect(partial(self._editor.attachments.detach, self._address, item.id))
        if item.is_image:
            self._editor.attachments.load_picture(item.sha256, _PICTURE_PX, made, made.show_picture)
        self._line.addWidget(made)
        made.show()
        return made

    def _open(self, item: Evidence) -> None:
        """Show the original in the program that the system uses for it."""
        if self._folder is None:
            self._folder = QTemporaryDir()
        target = Path(self._folder.filePath(f"{item.id}{Path(item.name).suffix}"))
        self._editor.attachments.copy(item.sha256, target, self, _show_file)


def _show_file(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _middle(picture: QPixmap, place: QRect) -> QRect:
    """Return the middle of ``picture`` that has the proportions of ``place``."""
    size = place.size().scaled(picture.size(), Qt.AspectRatioMode.KeepAspectRatio)
    left, top = (picture.width() - size.width()) // 2, (picture.height() - size.height()) // 2
    return QRect(left, top, size.width(), size.height())
