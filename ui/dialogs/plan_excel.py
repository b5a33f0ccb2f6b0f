"""The plan to Excel and back: saved as a workbook; what comes back is shown before it is taken."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from kta_desktop.errors import KtaError
from kta_desktop.formatting import mark
from kta_desktop.i18n import _, language
from kta_desktop.services import plan_form
from kta_desktop.services.plan_errors import PlanBookFaultyError
from ui.dialogs.page_parts import dialog_buttons
from ui.models.lines_model import Line
from ui.theme.tokens import MARGIN
from ui.widgets.banner import Banner
from ui.widgets.growing_dialog import GrowingDialog
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.lines_table import LinesTable
from ui.widgets.shortcuts import bind
from ui.widgets.span_row import span_row
from ui.widgets.tab_chain import chain
from ui.widgets.wrap_check import WrapCheck

if TYPE_CHECKING:
    from kta_desktop.services.plan_book_differences import Difference
    from kta_desktop.services.plan_workbook import Differences
    from ui.assessment import AssessmentModel
    from ui.undo import AuditEditor

_WIDTH, _LIST = 780, 200
_KINDS = "Excel (*.xlsx)"
_FIGURE = re.compile(r"-?\d+\.\d+", re.ASCII)


class PlanExcelDialog(GrowingDialog):
    """Saves the plan, or takes a workbook back after it was looked through.

    Args:
        editor: The open audit.
        model: Its assessment.
        parent: The window it belongs to.

    Attributes:
        banner: What saving or reading came to.
        list: What the workbook has otherwise.
    """

    def __init__(
        self, editor: "AuditEditor", model: "AssessmentModel", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("planExcelDialog")
        self.setWindowTitle(_("To Excel and back"))
        self._editor, self._model = editor, model
        self._differences: Differences | None = None
        self.banner = Banner()
        self.list = LinesTable("planDifferences")
        self.list.setMinimumHeight(_LIST)
        self.list.setAccessibleName(_("What the workbook has otherwise"))
        self._gone: dict[str, WrapCheck] = {}
        self._leaving = QVBoxLayout()
        self._save = _button(_("Save as a workbook…"), "save", "Ctrl+S", self.ask_where)
        self._read = _button(_("Read a workbook…"), "folder-open", "Ctrl+O", self.ask_which)
        self._take = KeyButton("", icon="check", kind="primary")
        self._take.clicked.connect(self.take)
        self._leave = KeyButton(_("Leave as it is"), "Esc")
        self._leave.clicked.connect(self.reject)
        self._arrange()
        self._offer()
        self.resize(_WIDTH, self.sizeHint().height())

    def ask_where(self) -> None:
        """Ask where the workbook is saved."""
        name = f"{self._editor.record.number}.xlsx" if self._editor.record.number else "plan.xlsx"
        chosen, _kind = QFileDialog.getSaveFileName(self, _("Save as a workbook…"), name, _KINDS)
        if chosen:
            self.save(Path(chosen))

    def ask_which(self) -> None:
        """Ask which workbook is read."""
        chosen, _kind = QFileDialog.getOpenFileName(self, _("Read a workbook…"), "", _KINDS)
        if chosen:
            self.read(Path(chosen))

    def save(self, path: Path) -> None:
        """Write the plan into a workbook."""
        path = path if path.suffix else path.with_suffix(".xlsx")
        record, found = self._editor.record, self._model.finish()

        def work(_report: object, _cancelled: object) -> Path:
            from kta_desktop.services import plan_workbook

            known = plan_form.apart(found.known, record)
            plan_workbook.export(known, record.id, found.indicators, path)
            return path

        self._begin(_("The workbook is being written…"))
        self._editor.runner.run_pool(work, self, self._saved, self._failed)

    def read(self, path: Path) -> None:
        """Look what a workbook has otherwise; nothing is changed."""
        record, found = self._editor.record, self._model.finish()

        def work(_report: object, _cancelled: object) -> "Differences":
            from kta_desktop.services import plan_workbook

            known = plan_form.apart(found.known, record)
            return plan_workbook.look(known, record.id, found.indicators, path)

        self._begin(_("The workbook is being read…"))
        show = partial(self.show_differences, path.name)
        self._editor.runner.run_pool(work, self, show, self._failed)

    def show_differences(self, name: str, found: "Differences") -> None:
        """Show what a workbook has otherwise, before anything is taken over."""
        self._differences = None if found.is_none else found
        heads = [_("Measure"), _("Field"), _("In the plan"), _("In the workbook")]
        lines = [
            Line(cells=(each.measure or _("Terms and scenarios"), each.name, *_pair(each)))
            for each in found.changed
        ]
        lines += [
            Line(cells=(added, _("New measure"), "—", added), icon=("plus", "ac"))
            for added in found.added
        ]
        self.list.show_lines(heads, lines, (0.3, 0.24, 0.23, 0.23))
        self._show_gone(found)
        said = _("{file} says the same as the plan. Nothing is to be taken over.")
        if self._differences is not None:
            said = _("{file} was read. Nothing is changed yet: look through the differences.")
        said = said.format(file=name)
        if found.unread:
            names = ", ".join(f"«{each}»" for each in found.unread)
            said += " " + _("It has no columns for: {names}. They stay as they are.").format(
                names=names
            )
        self.banner.show_message("info", said)
        self._offer()

    def take(self) -> None:
        """Take the workbook over as one act."""
        if self._differences is None:
            return
        remove = [key for key, box in self._gone.items() if box.isChecked()]
        self._editor.submit(self._differences.edits(remove))
        self.accept()

    def _arrange(self) -> None:
        lead = Label(
            _(
                "The workbook holds terms, measures, effects and scenarios. What you change in it"
                " is shown here before it is taken over, as one act that Ctrl+Z takes back."
            ),
            "body",
            "tx2",
        )
        for button in (self._save, self._read, self._leave, self._take):
            button.setAutoDefault(True)  # Enter presses the one that has the focus
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(10)
        column.addWidget(lead)
        column.addWidget(span_row((self._save, 6), (self._read, 6)))
        column.addWidget(self.banner)
        column.addWidget(self.list, 1)
        column.addLayout(self._leaving)
        column.addLayout(dialog_buttons(self._leave, self._take))
        bind(self, "Ctrl+S", self.ask_where)
        bind(self, "Ctrl+O", self.ask_which)

    def _show_gone(self, found: "Differences") -> None:
        while (item := self._leaving.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._gone.clear()
        for each in found.gone:
            text = _("Take away what the workbook no longer has: {name}").format(name=each.name)
            box = self._gone[each.id] = WrapCheck(text)
            box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self._leaving.addWidget(box)
        chain([self.list, *self._gone.values(), self._leave, self._take])

    def _offer(self) -> None:
        found = self._differences
        self._take.setVisible(found is not None)
        self.list.setVisible(self.list.lines.rowCount() > 0)
        if found is not None:
            count = len(found.changed) + len(found.added)
            self._take.set_text(_("Take over: {count}").format(count=count))
        for button in (self._save, self._read):
            button.setEnabled(True)
        if self._leave.hasFocus():  # it took it over from the buttons while they did nothing
            next_ = self._take if found is not None else self._read
            next_.setFocus(Qt.FocusReason.OtherFocusReason)

    def _begin(self, said: str) -> None:
        self.banner.show_message("info", said)
        for button in (self._save, self._read):
            button.setEnabled(False)

    def _saved(self, path: Path) -> None:
        self._offer()
        self.banner.show_message("ok", _("The plan is in {file}.").format(file=str(path)))

    def _failed(self, error: KtaError) -> None:
        self._differences = None
        faults = error.faults if isinstance(error, PlanBookFaultyError) else ()
        lines = [Line(cells=(each,), icon=("circle-alert", "er")) for each in faults]
        self.list.show_lines([_("Cells that cannot be taken over")], lines, (1.0,))
        self._offer()
        self.banner.show_error(error)


def _button(text: str, icon: str, key: str, act: Callable[[], None]) -> KeyButton:
    made = KeyButton(text, key, icon)
    made.clicked.connect(act)
    return made


def _pair(one: "Difference") -> Iterator[str]:
    """Yield what plan and workbook say, figures with the mark of the language."""
    for text in (one.before, one.after):
        yield text.replace(".", mark(language())) if _FIGURE.fullmatch(text) else text or "—"
