"""What proves an answer: small pictures and files in a row, with the button that adds more."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QWidget
from typing_extensions import override

from kta_desktop import formatting
from kta_desktop.domain.answers import Evidence
from kta_desktop.domain.definition import QuestionType
from kta_desktop.forms.state import Place
from kta_desktop.i18n import _, language
from ui.attaching import Picture
from ui.theme import pixmap, theme
from ui.theme.tips import tip
from ui.theme.tokens import RADIUS
from ui.undo import AuditEditor
from ui.widgets.flow import FlowLayout
from ui.widgets.focus import paint_focus
from ui.widgets.key_button import KeyButton
from ui.widgets.shortcuts import twins
from ui.widgets.ways_in import WaysIn

SIZE = QSize(52, 40)
_PASTE = [QKeySequence(keys) for keys in ("Ctrl+V", *twins("Ctrl+V"))]
_PICTURE_PX = 208  # four times a thumbnail: sharp at 200 % and in glove mode


class Thumbnail(QAbstractButton):
    """One attachment: its picture, or a paper for a document.

    The picture is asked for when the thumbnail is first painted: of a hundred of them only those
    that are seen are decoded.

    Signals:
        removed: Del was pressed.
        picture_wanted: It is seen for the first time and has no picture yet.
    """

    removed = Signal()
    picture_wanted = Signal()

    def __init__(self, item: Evidence, parent: QWidget) -> None:
        super().__init__(parent)
        self.item = item
        self.picture: QImage | None = None
        self._has_position = False
        self._is_asked = False
        self.setFixedSize(SIZE)
        self.setObjectName(f"evidence_{item.id}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.changed.connect(self.update)
        self.retranslate()

    def retranslate(self) -> None:
        """Name the file in the interface language."""
        size = formatting.size(self.item.size, language())
        taken = formatting.datetime_(self.item.taken_at, language()) if self.item.taken_at else ""
        position = _("the place is in the original") if self._has_position else ""
        parts = [self.item.name, size, taken, position, self.item.caption]
        told = [part for part in parts if part]
        self.setToolTip(tip("\n".join(told)))
        self.setAccessibleName(_("Evidence: {name}").format(name=", ".join(told)))

    def show_item(self, item: Evidence) -> None:
        """Stand for the same attachment after its caption or kind changed."""
        if item != self.item:
            self.item = item
            self.retranslate()

    def show_picture(self, picture: Picture) -> None:
        """Show a picture; one that could not be decoded leaves the sign."""
        self._has_position = picture.has_position
        self.retranslate()
        if not picture.image.isNull():
            self.picture = picture.image
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
        if not self._is_asked and self.item.is_image:
            self._is_asked = True
            self.picture_wanted.emit()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        inside = self.rect().adjusted(1, 1, -1, -1)
        painter.fillRect(inside, theme.colour("sf2"))
        if self.picture is not None:
            painter.drawImage(inside, self.picture, _middle(self.picture, inside))
        else:
            name = "image" if self.item.media_type.startswith("image/") else "file-text"
            drawn = pixmap(name, "tx2", 20, self.devicePixelRatioF())
            painter.drawPixmap((self.width() - 20) // 2, (self.height() - 20) // 2, drawn)
        painter.setPen(QPen(theme.colour("bd2"), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()
        if self.hasFocus():
            paint_focus(self, RADIUS, inner="sf")


class EvidenceStrip(QWidget):
    """Attachments of one question; files come by F8, Ctrl+V or by drag and drop."""

    def __init__(self, editor: AuditEditor, place: Place, parent: QWidget) -> None:
        super().__init__(parent)
        self._attachments, self._state = editor.attachments, editor.state
        self._address = place.address
        self._question = question = place.question
        self._thumbnails: list[Thumbnail] = []
        self._language = language()
        camera = question.type is QuestionType.IMAGE or "photo" in question.evidence
        self.add = KeyButton(key="F8", icon="camera" if camera else "paperclip", parent=self)
        self.add.setObjectName("add_evidence")
        self.add.clicked.connect(self.choose)
        self._line = FlowLayout(self, gap=6)
        self._line.addWidget(self.add)
        self._last: list[QWidget] = []
        self.refresh()

    def tab_widgets(self) -> list[QWidget]:
        """Return what takes the focus, in order."""
        return [*self._thumbnails, self.add]

    def add_last(self, widget: QWidget) -> None:
        """Put a widget behind the button that adds evidence."""
        self._last.append(widget)
        self._line.addWidget(widget)

    def refresh(self) -> None:
        """Show the attachments of the state."""
        wanted = self._state.evidence(self._address)
        if [t.item.id for t in self._thumbnails] != [item.id for item in wanted]:
            self._build(wanted)
        is_new = language() != self._language
        self._language = language()
        for thumbnail, item in zip(self._thumbnails, wanted, strict=True):
            thumbnail.show_item(item)
            if is_new:
                thumbnail.retranslate()
        # The word stands while there is room for it: nothing is attached yet.
        self.add.set_text("" if wanted else _("Evidence"))
        self.add.set_tip(_("Attach photographs or documents"))

    def choose(self) -> WaysIn:
        """Offer the ways in by key, above or below the button."""
        ways = WaysIn(
            self._question.number,
            new=self._attachments.new_pictures,
            has_clipboard=_has_clipboard(),
            parent=self,
        )
        ways.acted.connect(self._act)
        ways.open_at(self.add.mapToGlobal(QPoint(0, self.add.height())), self.add.height())
        return ways

    def paste(self) -> bool:
        """Attach what the clipboard holds; return whether it holds files or a picture."""
        held = _clipboard()
        return held is not None and self._attachments.paste(self._address, held)

    def choose_files(self) -> None:
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
        if names:
            self._attachments.attach(self._address, [Path(name) for name in names])

    def _act(self, way: str) -> None:
        acts: dict[str, Callable[[], object]] = {
            "file": self.choose_files,
            "paste": self.paste,
            "new": partial(self._attachments.new_wanted.emit, self._address),
            "folder": self._attachments.folder_wanted.emit,
        }
        acts[way]()

    def _build(self, wanted: Sequence[Evidence]) -> None:
        had_focus = any(thumbnail.hasFocus() for thumbnail in self._thumbnails)
        for thumbnail in self._thumbnails:
            self._line.removeWidget(thumbnail)
            thumbnail.hide()
            thumbnail.deleteLater()
        for widget in (self.add, *self._last):
            self._line.removeWidget(widget)
        self._thumbnails = [self._made(item) for item in wanted]
        for widget in (self.add, *self._last):
            self._line.addWidget(widget)
        if had_focus:
            self.add.setFocus()
        self.updateGeometry()

    def _made(self, item: Evidence) -> Thumbnail:
        made = Thumbnail(item, self)
        made.clicked.connect(partial(self._attachments.look_wanted.emit, self._address, item.id))
        made.removed.connect(partial(self._attachments.detach, self._address, item.id))
        made.picture_wanted.connect(
            partial(
                self._attachments.load_picture, item.sha256, _PICTURE_PX, made, made.show_picture
            )
        )
        self._line.addWidget(made)
        made.show()
        return made


def is_paste(event: QKeyEvent) -> bool:
    """Whether a key pastes, by its place on the keyboard."""
    return QKeySequence(event.keyCombination()) in _PASTE


def _has_clipboard() -> bool:
    """Whether the clipboard holds files or a picture."""
    held = _clipboard()
    if held is None:
        return False
    return held.hasImage() or any(url.isLocalFile() for url in held.urls())


def _clipboard() -> QMimeData | None:
    """Return what the clipboard holds; None where the system has none for us."""
    held: QMimeData | None = QApplication.clipboard().mimeData()  # the stubs know no None
    return held


def _middle(picture: QImage, place: QRect) -> QRect:
    """Return the middle of ``picture`` that has the proportions of ``place``."""
    size = place.size().scaled(picture.size(), Qt.AspectRatioMode.KeepAspectRatio)
    left, top = (picture.width() - size.width()) // 2, (picture.height() - size.height()) // 2
    return QRect(left, top, size.width(), size.height())
