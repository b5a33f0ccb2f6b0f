"""Verifying a print: of which audit it is, and whether the record is still as printed."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from kta_desktop.errors import KtaError
from kta_desktop.i18n import _
from kta_desktop.services import print_files, prints
from kta_desktop.services.print_files import Examined
from ui.dialogs.page_parts import dialog_buttons, open_at
from ui.theme.tokens import MARGIN
from ui.widgets.banner import Banner
from ui.widgets.growing_dialog import GrowingDialog
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.labelled import Labelled
from ui.widgets.print_verdict import VerdictBlock, blocks
from ui.widgets.progress import ProgressBar6
from ui.widgets.shortcuts import bind

if TYPE_CHECKING:
    from kta_desktop.services.workspace import Workspace
    from ui.tasks import Task, TaskRunner

_WIDTH, _HEIGHT = 720, 480  # px
Ask = Callable[[QWidget], str]


class VerifySheetDialog(GrowingDialog):
    """Takes the letters under the square, what a scanner types, or a file; answers in a sentence.

    Args:
        workspace: Whose audits the print may be of.
        runner: Does the work.
        code: What to verify at once; empty = ask first.

    Attributes:
        ask_file: Asks for a file; an empty answer leaves.
        code: The field for the code.
        banner: Why a file told nothing.
    """

    def __init__(
        self,
        workspace: "Workspace",
        runner: "TaskRunner",
        parent: QWidget | None = None,
        code: str = "",
    ) -> None:
        super().__init__(parent)
        self.setObjectName("verifySheet")
        self.setWindowTitle(_("Verify a print"))
        self._workspace, self._runner = workspace, runner
        self._task: Task | None = None
        self._turn = 0
        self.ask_file: Ask = _ask_file
        self.code = Labelled(QLineEdit(), _("Short code"))
        self.code.field.setObjectName("printCode")
        self.code.field.setPlaceholderText(_("For example 7K4-M2"))
        self._check = KeyButton(_("Verify"), "Enter", "file-check", "primary")
        self._check.setObjectName("verifyCode")
        self._check.setDefault(True)
        self._open = KeyButton(_("PDF, scan or photograph…"), "Ctrl+O", "folder-open")
        self._open.setObjectName("verifyFile")
        self._progress = ProgressBar6()
        self._progress.hide()
        self.banner = Banner()
        self._results = QVBoxLayout()
        self._build()
        self.code.field.textChanged.connect(lambda _text: self._review())
        self._check.clicked.connect(lambda: self.verify(self.code.field.text()))
        self._open.clicked.connect(self.choose_file)
        bind(self, "Ctrl+O", self.choose_file)
        self._review()
        self.code.field.setFocus()
        if code:
            self.code.field.setText(code)
            self.verify(code)

    @property
    def is_busy(self) -> bool:
        """Whether a print is being looked at."""
        return self._task is not None

    def verify(self, code: str) -> None:
        """Look up letters or the text of a square."""
        self._begin(
            lambda _report, _cancelled: Examined(prints=(prints.verify(self._workspace, code),))
        )

    def choose_file(self) -> None:
        """Ask for a file and look at it."""
        chosen = self.ask_file(self)
        if chosen:
            self.verify_file(Path(chosen))

    def verify_file(self, path: Path) -> None:
        """Read the codes of a PDF or picture, and the signatures of a PDF."""
        self._progress.set_fraction(0.0, "")
        self._progress.show()
        self._begin(
            lambda report, cancelled: print_files.examine(
                self._workspace, path, report=report, cancelled=cancelled
            )
        )

    def answers(self) -> list[str]:
        """Return what is said of the print, one text for each verdict."""
        return [block.accessibleName() for block in self._blocks()]

    @override
    def done(self, result: int) -> None:
        if self._task is not None:
            self._task.cancel()
        super().done(result)

    def _begin(self, work: Callable[..., Examined]) -> None:
        if self._task is not None:
            self._task.cancel()
        self._turn += 1
        self._clear()
        self._task = self._runner.run_pool(
            work,
            self,
            partial(self._show, self._turn),
            partial(self._refuse, self._turn),
            self._progress.set_fraction,
        )
        self._review()

    def _show(self, turn: int, examined: Examined) -> None:
        if turn != self._turn:
            return
        self._end()
        for block in blocks(examined):
            self._results.insertWidget(self._results.count() - 1, block)
        self.code.field.selectAll()

    def _refuse(self, turn: int, error: KtaError) -> None:
        if turn == self._turn:
            self._end()
            self.banner.show_error(error)

    def _end(self) -> None:
        self._task = None
        self._progress.hide()
        self._review()

    def _blocks(self) -> list[VerdictBlock]:
        items = (self._results.itemAt(n) for n in range(self._results.count()))
        found = (item.widget() for item in items if item is not None)
        return [block for block in found if isinstance(block, VerdictBlock)]

    def _clear(self) -> None:
        self.banner.clear()
        for block in self._blocks():
            self._results.removeWidget(block)
            block.hide()
            block.deleteLater()

    def _review(self) -> None:
        self._check.setEnabled(bool(self.code.field.text().strip()) and not self.is_busy)
        self._open.setEnabled(not self.is_busy)

    def _build(self) -> None:
        hint = _(
            "Type the five characters under the QR code, read the QR code with a scanner, or open "
            "the file. Of a PDF the signatures are verified as well."
        )
        leave = KeyButton(_("Close"), "Esc")
        leave.clicked.connect(self.reject)
        entry = QHBoxLayout()
        entry.setSpacing(8)
        entry.addWidget(self.code, 1)
        entry.addWidget(self._check, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(12)
        column.addWidget(Label(hint, "body", "tx2"))
        column.addLayout(entry)
        column.addWidget(self._progress)
        column.addWidget(self.banner)
        column.addWidget(self._result_area(), 1)
        column.addLayout(dialog_buttons(leave, self._open))
        open_at(self, _WIDTH, _HEIGHT)

    def _result_area(self) -> QScrollArea:
        inside = QWidget()
        inside.setProperty("ground", "bg")
        inside.setLayout(self._results)
        self._results.setContentsMargins(0, 0, 0, 0)
        self._results.setSpacing(MARGIN)
        self._results.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        return area


def _ask_file(parent: QWidget) -> str:
    kinds = _("Sheets (*.pdf *.png *.jpg *.jpeg *.tif *.tiff *.webp *.bmp)")
    chosen, _kind = QFileDialog.getOpenFileName(parent, _("Open a print"), "", kinds)
    return chosen
