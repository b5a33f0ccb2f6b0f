"""A picture to look at: whole in the window, or each of its points, moved by keys and mouse."""

from PySide6.QtCore import QPoint, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ui.theme import pixmap, theme
from ui.theme.tokens import RADIUS
from ui.widgets.focus import paint_focus

_STEP = 80  # px that an arrow key moves
_SIGN = 48  # px
_MOVES = {
    Qt.Key.Key_Left: QPoint(_STEP, 0),
    Qt.Key.Key_Right: QPoint(-_STEP, 0),
    Qt.Key.Key_Up: QPoint(0, _STEP),
    Qt.Key.Key_Down: QPoint(0, -_STEP),
}


class PictureView(QWidget):
    """Shows one picture, or a sign and words where there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("picture")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._image: QImage | None = None
        self._fitted: QImage | None = None
        self._sign, self._words = "image", ""
        self._is_whole = True
        self._offset, self._held = QPoint(), QPoint()
        theme.changed.connect(self.update)

    @property
    def is_whole(self) -> bool:
        """Whether the picture is fitted into the window."""
        return self._is_whole

    @property
    def image(self) -> QImage | None:
        """The picture that is shown; None while there is none."""
        return self._image

    def show_image(self, image: QImage) -> None:
        """Show a picture in place of what is shown."""
        self._image, self._fitted = image, None
        self._keep_inside()
        self.update()

    def show_sign(self, sign: str, words: str) -> None:
        """Show a sign with words: a document, or a picture that is still on its way."""
        self._image, self._fitted = None, None
        self._sign, self._words = sign, words
        self._offset = QPoint()
        self.update()

    def set_whole(self, *, whole: bool) -> None:
        """Fit the picture into the window, or show its middle point by point."""
        self._is_whole = whole
        self._offset = QPoint()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(640, 400)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(240, 140)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fitted = None
        self._keep_inside()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        move = _MOVES.get(Qt.Key(event.key()))
        if move is None or self._is_whole or self._image is None:
            super().keyPressEvent(event)
            return
        self._offset += move
        self._keep_inside()
        self.update()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._held = event.position().toPoint() - self._offset

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._is_whole:
            self._offset = event.position().toPoint() - self._held
            self._keep_inside()
            self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("sf2"))
        if self._image is None:
            self._paint_sign(painter)
        else:
            shown = self._whole() if self._is_whole else self._image
            size = QSizeF(shown.size()) / self._ratio(shown)
            place = QRectF(QPoint(), size)
            place.moveCenter(QRectF(self.rect()).center())
            painter.drawImage(place.translated(self._offset), shown)
        painter.end()
        if self.hasFocus():
            paint_focus(self, RADIUS, inner="sf")

    def _ratio(self, shown: QImage) -> float:
        return self.devicePixelRatioF() if shown is self._fitted else 1.0

    def _whole(self) -> QImage:
        """Return the picture as large as the window, never enlarged; kept until that changes."""
        image = self._image
        if image is None:
            raise TypeError(image)
        if self._fitted is None:
            room = (QSizeF(self.size()) * self.devicePixelRatioF()).toSize()
            fits = image.width() <= room.width() and image.height() <= room.height()
            self._fitted = (
                image.copy()
                if fits
                else image.scaled(
                    room,
                    Qt.AspectRatioMode.KeepAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                )
            )
        return self._fitted

    def _keep_inside(self) -> None:
        """Let a picture that is larger than the window not be moved beyond its edges."""
        if self._image is None or self._is_whole:
            self._offset = QPoint()
            return
        width = max(0, (self._image.width() - self.width()) // 2)
        height = max(0, (self._image.height() - self.height()) // 2)
        self._offset.setX(max(-width, min(width, self._offset.x())))
        self._offset.setY(max(-height, min(height, self._offset.y())))

    def _paint_sign(self, painter: QPainter) -> None:
        drawn = pixmap(self._sign, "tx3", _SIGN, self.devicePixelRatioF())
        middle = self.rect().center()
        painter.drawPixmap(middle.x() - _SIGN // 2, middle.y() - _SIGN, drawn)
        painter.setPen(theme.colour("tx2"))
        below = self.rect().adjusted(12, self.height() // 2 + 8, -12, -4)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        painter.drawText(below, flags | Qt.TextFlag.TextWordWrap, self._words)
