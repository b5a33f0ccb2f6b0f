"""The strip at the foot of the checklist: how many new pictures, and the key that attaches them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from kta_desktop.i18n import _
from ui.models.new_pictures import NewPictures
from ui.widgets.flow import FlowLayout
from ui.widgets.key_button import KeyButton
from ui.widgets.label import IconLabel, Label, restyle

KEY = "Shift+F8"
_MARGINS = (12, 6, 12, 6)


class NewPicturesBar(QFrame):
    """Hidden while nothing is new and the folder can be read.

    Signals:
        taken: The new pictures are to be attached to the question.
        left: They are not wanted.
    """

    taken = Signal()
    left = Signal()

    def __init__(self, pictures: NewPictures, parent: QWidget) -> None:
        super().__init__(parent)
        self._pictures, self._number = pictures, ""
        self._icon = IconLabel("camera", "ac", 18)
        self._text = Label("")
        self.take = KeyButton(key=KEY, icon="paperclip", small=True)
        self.take.setObjectName("take_new_pictures")
        self.take.clicked.connect(self.taken)
        self.leave = KeyButton(kind="link", small=True)
        self.leave.setObjectName("leave_new_pictures")
        self.leave.clicked.connect(self.left)
        acts = FlowLayout()
        acts.addWidget(self.take)
        acts.addWidget(self.leave)
        row = QHBoxLayout(self)
        row.setContentsMargins(*_MARGINS)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addLayout(acts)
        pictures.changed.connect(self.refresh)
        self.refresh()

    def text(self) -> str:
        """Return what it says; empty while it is hidden."""
        return "" if self.isHidden() else self._text.text()

    def show_number(self, number: str) -> None:
        """Name the question that the pictures would go to; empty if none takes any."""
        self._number = number
        self.refresh()

    def refresh(self) -> None:
        """Show what is new."""
        error, count = self._pictures.error, len(self._pictures.files)
        restyle(self, "banner", "warning" if error is not None else "info")
        self._icon.show_icon("unplug" if error else "camera", "wr" if error else "ac")
        if error is not None:
            self._text.setText(error.sentence())
        else:
            self._text.setText(_("New pictures: {count}").format(count=count))
        self.take.set_text(_("Attach to {number}").format(number=self._number))
        self.take.setVisible(bool(count and self._number))
        self.leave.set_text(_("Not these") if error is None else _("Watch it no more"))
        self.setAccessibleName(self._text.text())
        self.setVisible(bool(count) or error is not None)
