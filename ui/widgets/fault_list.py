"""The mistakes of a pack by row: errors and warnings apart, each leads to its question."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from kta_desktop.i18n import _
from kta_desktop.services.packs import PackFault
from ui.models import pack_lines
from ui.widgets.key_button import KeyButton
from ui.widgets.lines_filter import FilteredLines

ALL, ERRORS, WARNINGS = "all", "errors", "warnings"
_SHARES = (0.12, 0.08, 0.19, 0.16, 0.45)


class FaultList(FilteredLines):
    """Mistakes with sheet, row and column as in the workbook.

    Signals:
        question_wanted: name of the question of a mistake that was opened.
        said: what was copied.
    """

    question_wanted = Signal(str)
    said = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("packFaults", (ALL, ERRORS, WARNINGS), parent)
        self._faults: tuple[PackFault, ...] | None = ()
        self._copy = KeyButton("", "", "clipboard-list", small=True)
        self._copy.setObjectName("copyFaults")
        self.bar.addWidget(self._copy)
        self._copy.clicked.connect(self.copy_all)
        self.filtered.connect(lambda _name: self._show())
        self.table.opened.connect(self._open)

    def show_faults(self, faults: Sequence[PackFault] | None) -> None:
        """Show mistakes; None while they are being looked for."""
        self._faults = None if faults is None else tuple(faults)
        if not self._of(self.chosen):
            self.choose(ALL)
        self._show()

    def copy_all(self) -> None:
        """Copy the mistakes that are shown, to be sent to whoever wrote the workbook."""
        QGuiApplication.clipboard().setText(self.table.as_text())
        count = len(self.table.lines.lines)
        self.said.emit(_("Copied: {count} lines.").format(count=count))

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self._copy.set_text(_("Copy the list"))
        self.table.setAccessibleName(_("Mistakes"))
        self._show()

    def _of(self, kind: str) -> list[PackFault]:
        return [
            fault
            for fault in self._faults or ()
            if kind == ALL or fault.is_error is (kind == ERRORS)
        ]

    def _show(self) -> None:
        words = (_("All: {count}"), _("Errors: {count}"), _("Warnings: {count}"))
        kinds = (ALL, ERRORS, WARNINGS)
        counts = [len(self._of(kind)) for kind in kinds]
        self.name_filters([w.format(count=n) for w, n in zip(words, counts, strict=True)])
        lines = [pack_lines.fault_line(fault) for fault in self._of(self.chosen)]
        self._copy.setEnabled(bool(lines))
        note = ""
        if self._faults is None:
            note = _("The pack is being checked.")
        elif not self._faults:
            note = _("There are no mistakes.")
        elif not counts[1]:
            note = _("Warnings do not hinder installing. Enter leads to the question.")
        heads = pack_lines.fault_heads()
        self.show_lines(heads, lines, _SHARES, numbers=(1,), note=note)

    def _open(self, fault: object) -> None:
        if isinstance(fault, PackFault):
            self.question_wanted.emit(fault.question)
