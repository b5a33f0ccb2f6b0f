"""An audit beside the previous one of the same plant: what was, what is, by how much."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from kta_desktop import formatting
from kta_desktop.domain.audit import AuditSummary
from kta_desktop.domain.target import Target, Where
from kta_desktop.errors import KtaError
from kta_desktop.i18n import N_, _, language
from ui.dialogs.page_parts import dialog_buttons, open_at
from ui.models.lines_model import Line
from ui.tasks import Cancelled, Report, TaskRunner
from ui.theme.tokens import MARGIN
from ui.widgets.banner import Banner
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.lines_filter import FilteredLines

if TYPE_CHECKING:
    from kta_desktop.services.comparing import Compared
    from kta_desktop.services.workspace import Workspace

_CHANGED, _ALL = "changed", "all"
_FILTERS = (_CHANGED, _ALL)
_NAMES = {_CHANGED: N_("Only what changed"), _ALL: N_("All answers")}
_SHARES = (0.4, 0.24, 0.24, 0.12)
_SIZE = (1000, 640)
_MOST = 300  # characters of an answer that a cell shows; the tooltip has it whole


class CompareAuditsDialog(QDialog):
    """Question by question, the previous answer and the present one.

    Signals: ``jump`` with the ``Target`` of a line in the present audit.
    """

    jump = Signal(object)

    def __init__(
        self,
        workspace: "Workspace",
        runner: TaskRunner,
        now: AuditSummary,
        before: AuditSummary,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("compareAudits")
        self.setWindowTitle(_("Comparison with the previous audit"))
        self._now, self._before = now, before
        self._found: tuple[Compared, ...] = ()
        self.lines = FilteredLines("compared", _FILTERS)
        self.lines.table.setAccessibleName(self.windowTitle())
        self.banner = Banner()
        self._close = KeyButton(_("Close the comparison"), "Esc")
        self._close.setObjectName("close_comparison")
        self._close.clicked.connect(self.reject)
        head = Label(f"{now.plant.name}: {_day(before)} → {_day(now)}", "panel")
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(8)
        column.addWidget(head)
        column.addWidget(self.banner)
        column.addWidget(self.lines, 1)
        column.addLayout(dialog_buttons(self._close))
        open_at(self, *_SIZE)
        self.lines.filtered.connect(lambda _name: self._show())
        self.lines.table.opened.connect(self._go)
        self._name_filters()
        self.banner.show_message("info", _("The audits are being compared…"))
        runner.run_pool(
            partial(_compared, workspace, now.id, before.id), self, self._take, self._fail
        )

    def _take(self, found: "tuple[Compared, ...]") -> None:
        self._found = found
        self.banner.clear()
        self._name_filters()
        self._show()
        self.lines.table.setFocus()

    def _fail(self, error: KtaError) -> None:
        self.banner.show_error(error)

    def _name_filters(self) -> None:
        counts = {_CHANGED: sum(each.is_changed for each in self._found), _ALL: len(self._found)}
        self.lines.name_filters([f"{_(_NAMES[name])} {counts[name]}" for name in _FILTERS])

    def _show(self) -> None:
        is_all = self.lines.chosen == _ALL
        lines = [_line(each) for each in self._found if is_all or each.is_changed]
        heads = (_("Question"), _("Previously"), _("Now"), _("Changed by"))
        note = "" if lines else _("Nothing changed between the two audits.")
        self.lines.show_lines(heads, lines, _SHARES, (3,), note=note)

    def _go(self, item: object) -> None:
        if isinstance(item, str) and item:
            self.accept()
            self.jump.emit(Target(Where.QUESTION, item))


def _compared(
    workspace: "Workspace", now: str, before: str, _report: Report, _cancelled: Cancelled
) -> "tuple[Compared, ...]":
    from kta_desktop.services import comparing

    return comparing.compare_audits(workspace, now, before)


def _line(each: "Compared") -> Line:
    lang = language()
    title = f"{each.number} {each.question.get(lang)}".strip()
    parts = [*each.rows, each.column.get(lang)]
    below = " · ".join(part for part in parts if part)
    before, now = each.before_words(lang) or "—", each.now_words(lang) or "—"
    cells = (f"{title}\n{below}" if below else title, _cut(before), _cut(now), _change(each))
    return Line(cells=cells, item=each.address, tips=("", before, now, ""))


def _change(each: "Compared") -> str:
    if each.change is None:
        return "" if not each.is_changed else _("differs")
    if not each.change:
        return _("the same")
    sign = "+" if each.change > 0 else ""
    return sign + formatting.percent(formatting.significant(each.change, 3), language())


def _cut(text: str) -> str:
    return text if len(text) <= _MOST else f"{text[:_MOST]}…"


def _day(row: AuditSummary) -> str:
    return formatting.date(row.starts_on, language())
