"""What a person sees of a bug: one sentence, and a report that can be saved."""

from pathlib import Path

from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from kta_desktop.i18n import _
from ui.dialogs.page_parts import open_at
from ui.theme.tokens import MARGIN
from ui.widgets.banner import Banner
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.shortcuts import bind


class CrashDialog(QDialog):
    """The program goes on behind it.

    Args:
        report: Text without answers and names, shown in full before it is saved.
    """

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("crashDialog")
        self.setWindowTitle(_("An error in the program"))
        self._report = report
        self.banner = Banner()
        text = QPlainTextEdit(report)
        text.setReadOnly(True)
        text.setAccessibleName(_("Report"))
        text.setTabChangesFocus(True)
        save = KeyButton(_("Save the report…"), "Ctrl+S", "save")
        save.setObjectName("save_report")
        save.clicked.connect(self._ask_where)
        bind(self, "Ctrl+S", self._ask_where)
        go_on = KeyButton(_("Go on working"), "Esc", kind="primary")
        go_on.setObjectName("go_on")
        go_on.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(12)
        column.addWidget(Label(_("The last action was not carried out"), "title"))
        column.addWidget(
            Label(
                _(
                    "This is an error of the program. What was saved before is kept and you can "
                    "go on working. The report below holds no answers and no names: save it and "
                    "hand it to support."
                )
            )
        )
        column.addWidget(text, 1)
        column.addWidget(self.banner)
        acts = QHBoxLayout()
        acts.addWidget(save)
        acts.addStretch(1)
        acts.addWidget(go_on)
        column.addLayout(acts)
        open_at(self, 720, 520)
        go_on.setFocus()

    def save_to(self, path: Path) -> None:
        """Write the report and say where it lies, or why it could not be written."""
        try:
            path.write_text(self._report, encoding="utf-8")
        except OSError as error:
            sentence = _("The report was not written: {reason}. Choose another folder.")
            self.banner.show_message("error", sentence.format(reason=error.strerror))
        else:
            self.banner.show_message("ok", _("Written to {path}.").format(path=path))

    def _ask_where(self) -> None:
        kinds = _("Text (*.txt)")
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Save the report…"), "kta-report.txt", kinds
        )
        if chosen:
            self.save_to(Path(chosen))
