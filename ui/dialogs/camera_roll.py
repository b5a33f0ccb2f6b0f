"""A folder of photographs on its way into the audit: looked over, put right, taken as one act."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.errors import KtaError
from kta_desktop.i18n import _
from kta_desktop.services import camera_roll
from ui.attaching import Batch
from ui.dialogs.go_to import ask_question
from ui.dialogs.page_parts import open_at
from ui.models.camera_roll import PICTURE, QUESTION, THUMBNAIL, CameraRollModel
from ui.tasks import Task, TaskRunner
from ui.theme.tokens import MARGIN
from ui.undo import AuditEditor
from ui.widgets.banner import Banner
from ui.widgets.flow import FlowLayout
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.picture_table import PictureTable
from ui.widgets.progress import ProgressBar6
from ui.widgets.shortcuts import bind

_SIZE = (980, 700)  # px
_THUMBNAIL_PX = 144
_ROW = 62  # px: a thumbnail, or three lines of words
_HOUR = 60
_MOST_SHIFT = 26 * _HOUR  # minutes: a day and the zones of the country
_MOST_TOLD = 3


class CameraRollDialog(QDialog):
    """Shows the photographs of a folder with the question each would go to."""

    def __init__(
        self, editor: AuditEditor, runner: TaskRunner, folder: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("camera_roll")
        self.setWindowTitle(_("Pictures by time"))
        self._editor, self._runner, self._folder = editor, runner, folder
        self._batch: Batch | None = None
        self._count = 0
        self.model = CameraRollModel(editor.state, self)
        self.model.picture_wanted.connect(self._load_picture)
        self.model.dataChanged.connect(self._word)
        self.banner = Banner()
        self.said = Label("", "body", "tx2")
        self.bar = ProgressBar6()
        self.table = PictureTable(THUMBNAIL, _ROW, self)
        self.table.setObjectName("roll")
        self.table.setAccessibleName(_("Pictures with their questions"))
        self.table.serve(self.model, growing=(PICTURE, QUESTION))
        self.table.toggled.connect(self.toggle)
        self.shift = QSpinBox()
        self._buttons = self._made_buttons()
        self._arrange()
        self.shift.valueChanged.connect(lambda minutes: self.model.set_shift(_minutes(minutes)))
        self._task: Task | None = self._read()
        self._word()
        open_at(self, *_SIZE)
        self.table.setFocus()

    @property
    def is_reading(self) -> bool:
        """Whether the folder is still being looked through."""
        return self._task is not None

    def take(self) -> None:
        """Attach all photographs that have a question and are not left out, as one act."""
        wanted = self.model.wanted()
        if self._task is not None or self._batch is not None or not wanted:
            return
        self._count = len(wanted)
        self._batch = self._editor.attachments.attach_each(
            wanted, self, self._progressed, self._taken
        )
        self._progressed(0)
        self._word()

    def choose(self) -> None:
        """Ask for the question of the marked photographs."""
        rows = self.table.rows()
        if not rows:
            return
        address = ask_question(self._editor.state, self.model.address(rows[0]), self)
        if address:
            self.model.choose(rows, address)
        self.table.setFocus()

    def toggle(self) -> None:
        """Take or leave the marked photographs."""
        self.model.toggle(self.table.rows())

    @override
    def reject(self) -> None:
        if self._batch is not None:
            self._batch.cancel()  # what has come is attached, then it closes
            return
        if self._task is not None:
            self._task.cancel()
        super().reject()

    def _read(self) -> Task:
        reading = partial(
            camera_roll.read_folder,
            self._editor.workspace,
            self._editor.record.id,
            dict(self._editor.state.entries),
            self._folder,
        )
        return self._runner.run_pool(reading, self, self._show, self._fail, self._report)

    def _show(self, found: camera_roll.Roll) -> None:
        self._task = None
        worked = camera_roll.worked_on(self._editor.state, found.log)
        self.model.show_shots(found.shots, worked)
        self.table.selectRow(0)
        self._word()
        if not found.shots:
            text = _("There are no pictures in the folder {folder}. Nothing was changed.")
            self.banner.show_message("info", text.format(folder=self._folder))
        elif found.left_out:
            text = _(
                "The folder holds more pictures than are shown at once. Shown: the newest {shown}. "
                "Older ones left out: {count}. To attach them, copy them into a folder of their "
                "own."
            )
            words = text.format(shown=camera_roll.MOST_SHOTS, count=found.left_out)
            self.banner.show_message("info", words)

    def _fail(self, error: KtaError) -> None:
        self._task = None
        self.banner.show_error(error)
        self._word()

    def _report(self, fraction: float, name: str) -> None:
        self.said.setText(_("The pictures are being looked through: {name}").format(name=name))
        self.bar.set_fraction(fraction, self.said.text())

    def _progressed(self, done: int) -> None:
        text = _("Attached: {done} of {count}").format(done=done, count=self._count)
        self.said.setText(text)
        self.bar.set_fraction(done / self._count, text)

    def _taken(self, refused: Sequence[KtaError]) -> None:
        self._batch = None
        if not refused:
            self.accept()
            return
        told = [error.sentence() for error in refused[:_MOST_TOLD]]
        title = _("Not attached: {count}").format(count=len(refused))
        self.banner.show_message("warning", "\n".join(told), title=title)
        self._word()

    def _load_picture(self, file: Path) -> None:
        self._runner.run_pool(
            lambda _report, _cancelled: QImage.fromData(camera_roll.thumbnail(file, _THUMBNAIL_PX)),
            self,
            partial(self.model.show_picture, file),
            lambda _error: None,  # a picture that cannot be shown keeps its line
        )

    def _word(self) -> None:
        total, wanted = self.model.rowCount(), len(self.model.wanted())
        busy = self._task is not None or self._batch is not None
        if not busy:
            text = _("By their time, {matched} of {total} pictures belong to a question.")
            self.said.setText(text.format(matched=self.model.matched(), total=total))
        self.bar.setVisible(busy)
        self._buttons["take"].set_text(_("Attach pictures: {count}").format(count=wanted))
        self._buttons["take"].setEnabled(bool(wanted) and not busy)
        for name in ("choose", "toggle"):
            self._buttons[name].setEnabled(bool(total) and not busy)
        self._buttons["close"].set_text(_("Stop here") if self._batch else _("Attach nothing"))

    def _made_buttons(self) -> dict[str, KeyButton]:
        made = {}
        for name, text, key, act in (
            ("choose", _("Another question…"), "F2", self.choose),
            ("toggle", _("Take or leave"), "Space", self.toggle),
            ("close", "", "Esc", self.reject),
            ("take", "", "Ctrl+Enter", self.take),
        ):
            button = KeyButton(text, key, kind="primary" if name == "take" else "plain")
            button.setObjectName(f"roll_{name}")
            button.clicked.connect(lambda *_args, act=act: act())
            made[name] = button
        bind(self, "F2", self.choose)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            bind(self, keys, self.take)
        return made

    def _arrange(self) -> None:
        self.shift.setObjectName("clock_shift")
        self.shift.setRange(-_MOST_SHIFT, _MOST_SHIFT)
        self.shift.setSingleStep(_HOUR)
        self.shift.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.shift.setSuffix(" " + _("min"))
        name = Label(_("Add to the camera's clock"), "medium", wrap=False)
        name.setBuddy(self.shift)
        self.shift.setAccessibleName(name.text())
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.said, 1)
        top.addWidget(name)
        top.addWidget(self.shift)
        acts = FlowLayout(right=True)
        for button in self._buttons.values():
            acts.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(8)
        column.addWidget(self.banner)
        column.addLayout(top)
        column.addWidget(self.bar)
        column.addWidget(self.table, 1)
        column.addLayout(acts)


def _minutes(count: int) -> timedelta:
    return timedelta(minutes=count)
