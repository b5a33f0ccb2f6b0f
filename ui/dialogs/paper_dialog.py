"""Sheets that were filled in by hand come back: files are dropped here and find their questions."""

from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.domain.target import Target, Where
from kta_desktop.errors import KtaError
from kta_desktop.i18n import _
from kta_desktop.services import paper
from kta_desktop.services.paper import Match, Outcome, Page
from kta_desktop.services.paper_errors import PaperError
from ui.dialogs.go_to import ask_question
from ui.dialogs.page_parts import open_at
from ui.models.paper_pages import PICTURE, QUESTIONS, STATE, THUMBNAIL, PaperPagesModel
from ui.tasks import Cancelled, Report, Task, TaskRunner
from ui.theme.tokens import MARGIN
from ui.undo import AuditEditor
from ui.widgets.banner import Banner
from ui.widgets.flow import FlowLayout
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.picture_table import PictureTable
from ui.widgets.progress import ProgressBar6
from ui.widgets.shortcuts import bind

if TYPE_CHECKING:
    from kta_desktop.domain.audit import AuditRecord
    from kta_desktop.forms.state import FormState
    from kta_desktop.services.workspace import Workspace

_SIZE = (980, 640)  # px
_ROW = 80  # px: a thumbnail, or four lines of words
_MOST_TOLD = 3
_ENDINGS = "*.jpg *.jpeg *.png *.tif *.tiff *.webp *.bmp *.pdf"


class PaperDialog(QDialog):
    """Shows the pages found in files with the questions each goes to; opens the page of a code.

    Signals:
        jump: ``Target`` of the first question of a page; the dialog is closed then.
        attached: Pictures were attached: whoever shows the audit reads it anew.
    """

    jump = Signal(object)
    attached = Signal()

    def __init__(
        self,
        workspace: "Workspace",
        audit_id: str,
        runner: TaskRunner,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("paper")
        self.setWindowTitle(_("Sheets from paper"))
        self.setAcceptDrops(True)
        self._workspace, self._audit, self._runner = workspace, audit_id, runner
        self._open: tuple[AuditRecord, FormState] | None = None
        self._waiting: list[Path] = []
        self._task: Task | None = None
        self._is_attaching = False
        self.model = PaperPagesModel(self)
        self.banner = Banner()
        self.code = QLineEdit()
        self.said = Label("", "body", "tx2")
        self.bar = ProgressBar6()
        self.table = PictureTable(THUMBNAIL, _ROW, self)
        self._buttons = self._made_buttons()
        self._arrange()
        self._word()
        open_at(self, *_SIZE)
        self.code.setFocus()
        runner.run_pool(
            lambda _report, _cancelled: paper.opened(workspace, audit_id),
            self,
            self._take_audit,
            self.banner.show_error,
        )

    @property
    def is_busy(self) -> bool:
        """Whether files are being looked through or attached."""
        return self._task is not None or self._open is None

    def choose_files(self) -> None:
        """Ask for photographs, scans or PDF files."""
        title, shown = _("Photographs and scans of sheets"), _("Pictures and PDF")
        names, _filter = QFileDialog.getOpenFileNames(self, title, "", f"{shown} ({_ENDINGS})")
        self.take_files([Path(name) for name in names])

    def take_files(self, files: Sequence[Path]) -> None:
        """Look for pages in files, after those that are being looked through."""
        self._waiting += files
        self._read()

    def open_code(self) -> None:
        """Go to the questions of the page whose code was typed, or say why there are none."""
        text = self.code.text().strip()
        if not text or self._open is None:
            return
        record, _state = self._open
        self._runner.run_db(
            partial(paper.explained, self._workspace, text, record),
            self,
            self._take_page,
            self.banner.show_error,
        )

    def open_row(self) -> None:
        """Go to the first question of the marked page."""
        rows = self.table.rows()
        address = self.model.address(rows[0]) if rows else ""
        if address and not self._task:
            self._leave_for(address)

    def choose(self) -> None:
        """Ask for the question of the marked pages."""
        rows = [row for row in self.table.rows() if self.model.is_open(row)]
        if not rows or self._open is None or self._task:
            return
        record, state = self._open
        address = ask_question(state, self.model.address(rows[0]), self, record)
        if address:
            self.model.choose(rows, address)
        self.table.setFocus()

    def toggle(self) -> None:
        """Take or leave the marked pages."""
        if not self._task:
            self.model.toggle(self.table.rows())

    def attach(self) -> None:
        """Attach the pages that have questions, as one act."""
        wanted = self.model.wanted()
        if self._task or not wanted:
            return
        self._is_attaching = True

        def work(report: Report, cancelled: Cancelled) -> Outcome:
            return paper.attach(
                self._workspace, self._audit, wanted, report=report, cancelled=cancelled
            )

        self._task = self._runner.run_pool(work, self, self._attached, self._fail, self._report)
        self._word()

    @override
    def reject(self) -> None:
        self._waiting.clear()
        if self._task is None:
            super().reject()
            return
        self._task.cancel()  # what has come is shown, or attached, then it can be closed

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        urls = event.mimeData().urls()
        self.take_files([Path(url.toLocalFile()) for url in urls if url.isLocalFile()])
        event.acceptProposedAction()

    def _take_audit(self, found: "tuple[AuditRecord, FormState]") -> None:
        self._open = found
        self._word()
        self._read()

    def _read(self) -> None:
        if self._task or self._open is None or not self._waiting:
            return
        files, self._waiting = self._waiting, []

        def work(report: Report, cancelled: Cancelled) -> tuple[Match, ...]:
            from kta_desktop.services import paper_files

            scans = paper_files.read_files(files, report, cancelled)
            record, state = paper.opened(self._workspace, self._audit)  # ours is used meanwhile
            return tuple(paper.match(scan, record, state) for scan in scans)

        self._task = self._runner.run_pool(work, self, self._show, self._fail, self._report)
        self.banner.clear()
        self._word()

    def _show(self, found: Sequence[Match]) -> None:
        self._task = None
        first = self.model.rowCount()
        if self._open is not None:
            self.model.add(found, self._open[1])
        if first < self.model.rowCount():
            self.table.selectRow(first)
            self.table.setFocus()
        self._word()
        self._read()

    def _take_page(self, found: Page | PaperError) -> None:
        if isinstance(found, Page) and self._open is not None:
            self._leave_for(paper.jump(self._open[1], found))
        elif isinstance(found, KtaError):
            self.banner.show_error(found)
            self.code.setFocus()
            self.code.selectAll()

    def _leave_for(self, address: str) -> None:
        self.accept()
        self.jump.emit(Target(Where.QUESTION, address))

    def _attached(self, outcome: Outcome) -> None:
        self._task, self._is_attaching = None, False
        names = [name for name, _where in outcome.attached]
        self.model.settle([*names, *outcome.present], outcome.refused)
        questions = {address for _name, where in outcome.attached for address in where}
        told = [
            _("Pages attached: {pages}, to questions: {questions}. Ctrl+Z takes all of it back.")
            .format(pages=len(names), questions=len(questions))
        ]  # fmt: skip
        if outcome.present:
            told.append(_("Attached before: {count}").format(count=len(outcome.present)))
        told += [error.sentence() for _name, error in outcome.refused[:_MOST_TOLD]]
        kind = "warning" if outcome.refused else "ok"
        self.banner.show_message(kind, "\n".join(told))
        self._word()
        if names:
            self.attached.emit()

    def _fail(self, error: KtaError) -> None:
        self._task, self._is_attaching = None, False
        self.banner.show_error(error)
        self._word()

    def _report(self, fraction: float, name: str) -> None:
        text = _("Being attached: {name}") if self._is_attaching else _("Being looked at: {name}")
        self.said.setText(text.format(name=name))
        self.bar.set_fraction(fraction, self.said.text())

    def _word(self) -> None:
        """Say where things stand, and what the buttons would do now."""
        total, wanted, busy = self.model.rowCount(), len(self.model.wanted()), bool(self._task)
        rows = self.table.rows()
        if not busy:
            self.said.setText(self._standing(total, rows))
        self.bar.setVisible(busy)
        self._buttons["attach"].set_text(_("Attach pages: {count}").format(count=wanted))
        self._buttons["attach"].setEnabled(bool(wanted) and not busy)
        for name in ("choose", "toggle"):
            self._buttons[name].setEnabled(any(map(self.model.is_open, rows)) and not busy)
        self._buttons["open"].setEnabled(self._open is not None and bool(self.code.text().strip()))
        self._buttons["close"].set_text(_("Stop here") if busy else _("Close"))

    def _standing(self, total: int, rows: Sequence[int]) -> str:
        fault = self.model.sentence(rows[0]) if len(rows) == 1 else ""
        if fault or total:
            return fault or _(
                "Pages: {count}. Enter opens the questions of the marked page."
            ).format(count=total)
        return _(
            "Drop photographs, scans or a PDF of filled sheets here. Each page finds its questions "
            "by the QR code in its corner."
        )

    def _made_buttons(self) -> dict[str, KeyButton]:
        made = {}
        for name, text, key, act in (
            ("open", _("Open the questions"), "Enter", self.open_code),
            ("files", _("Choose files…"), "Ctrl+O", self.choose_files),
            ("choose", _("Another question…"), "F2", self.choose),
            ("toggle", _("Take or leave"), "Space", self.toggle),
            ("close", "", "Esc", self.reject),
            ("attach", "", "Ctrl+Enter", self.attach),
        ):
            button = KeyButton(text, key, kind="primary" if name == "attach" else "plain")
            button.setObjectName(f"paper_{name}")
            button.clicked.connect(lambda *_args, act=act: act())
            made[name] = button
        bind(self, "F2", self.choose)
        bind(self, "Ctrl+O", self.choose_files)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            bind(self, keys, self.attach)
        return made

    def _arrange(self) -> None:
        self.code.setObjectName("paper_code")
        label = Label(_("Short code"), "medium", wrap=False)
        label.setBuddy(self.code)
        self.code.setAccessibleName(label.text())
        self.code.setPlaceholderText("7K4-M2")
        self.code.returnPressed.connect(self.open_code)
        self.code.textChanged.connect(lambda _text: self._word())
        self.table.setObjectName("pages")
        self.table.setAccessibleName(_("Pages with their questions"))
        self.table.serve(self.model, growing=(PICTURE, QUESTIONS, STATE))
        self.table.toggled.connect(self.toggle)
        self.table.entered_row.connect(self.open_row)
        self.table.selectionModel().selectionChanged.connect(lambda *_args: self._word())
        self.model.dataChanged.connect(lambda *_args: self._word())
        top = FlowLayout(gap=8)  # squeezed into one line, the field would cut a code
        for part in (label, self.code, self._buttons["open"], self._buttons["files"]):
            top.addWidget(part)
        acts = FlowLayout(right=True)
        for name in ("choose", "toggle", "close", "attach"):
            acts.addWidget(self._buttons[name])
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(8)
        column.addWidget(self.banner)
        column.addLayout(top)
        column.addWidget(self.said)
        column.addWidget(self.bar)
        column.addWidget(self.table, 1)
        column.addLayout(acts)
        first, rest = ("open", "files"), ("choose", "toggle", "close", "attach")
        before, after = ([self._buttons[name] for name in names] for names in (first, rest))
        for one, two in pairwise((self.code, *before, self.table, *after)):
            self.setTabOrder(one, two)


def open_paper_dialog(editor: AuditEditor, parent: QWidget) -> PaperDialog:
    """Open the dialog for the audit that is open; what it attaches is shown there at once."""
    dialog = PaperDialog(editor.workspace, editor.record.id, editor.runner, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.attached.connect(editor.reload)
    dialog.open()
    return dialog
