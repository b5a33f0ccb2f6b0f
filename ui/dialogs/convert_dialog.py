"""A calculator for one figure: to reference conditions, and with a flow to masses."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.domain.audit import AuditRecord
from kta_desktop.errors import KtaError
from kta_desktop.i18n import _
from kta_desktop.services import converting_gas, converting_gas_choices
from ui.dialogs.page_parts import open_at
from ui.theme.tokens import MARGIN
from ui.widgets.convert_form import ConvertForm
from ui.widgets.convert_result import ConvertResult
from ui.widgets.growing_dialog import GrowingDialog
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.shortcuts import bind

_WIDTH, _HEIGHT = 1180, 700


class _Column(QScrollArea):
    """Scrolls up and down only, and is never narrower than what stands in it."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._inside = inside
        self.setWidget(inside)

    @override
    def minimumSizeHint(self) -> QSize:
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(self._inside.minimumSizeHint().width() + bar, 0)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


class ConvertDialog(GrowingDialog):
    """Converts while one types; nothing is stored, and nothing that is stored is changed.

    Args:
        parent: The window it belongs to.
        record: The audit, whose levels offer their reference oxygen; None without one.

    Attributes:
        form: What is entered.
        outcome: What it comes to.
    """

    def __init__(self, parent: QWidget | None = None, record: AuditRecord | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("convert")
        self.setWindowTitle(_("Convert a figure"))
        definition = None if record is None else record.definition
        own = () if definition is None else converting_gas_choices.references_of(definition)
        self.form = ConvertForm(own)
        self.outcome = ConvertResult()
        self._copied = Label("", "second", "tx2")
        self._copy = KeyButton(_("Copy as text"), "Ctrl+Shift+C")
        self._copy.setObjectName("copyConversion")
        self._copy.clicked.connect(self.copy)
        bind(self, "Ctrl+Shift+C", self.copy)
        self.form.changed.connect(self._convert)
        self._lay_out()
        self._convert()
        self.form.field("value").setFocus()

    def copy(self) -> None:
        """Put both conversions with all steps on the clipboard."""
        text = self.outcome.text()
        if text:
            QGuiApplication.clipboard().setText(text)
            self._copied.setText(_("Copied with all steps."))

    def _lay_out(self) -> None:
        area = _Column(self.form)
        leave = KeyButton(_("Close"), "Esc")
        leave.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._copied, 1)
        buttons.addWidget(self._copy)
        buttons.addWidget(leave)
        halves = QHBoxLayout()
        halves.setSpacing(MARGIN)
        halves.addWidget(area, 2)
        halves.addWidget(self.outcome, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(12)
        column.addLayout(halves, 1)
        column.addLayout(buttons)
        room = self.screen().availableGeometry()
        open_at(self, min(_WIDTH, room.width() - MARGIN), _HEIGHT)

    def _convert(self) -> None:
        """Show what the entries come to, or why they come to nothing."""
        fields = self.form.fields()
        self.form.mark("", "")
        self._copied.setText("")
        self._copy.setEnabled(False)
        if not str(fields["value"]).strip():
            self.outcome.show_nothing("info", _("Enter a value: everything follows as you type."))
            return
        try:
            self.outcome.show_answers(converting_gas.both(converting_gas.question(fields)))
        except KtaError as error:
            self._refuse(error)
        else:
            self._copy.setEnabled(True)

    def _refuse(self, error: KtaError) -> None:
        place = str(error.details.get("where", error.details.get("quantity", "")))
        if error.code == "field-wrong":
            sentence = _("Not a number. Enter it like 92 or 92,5.")
            self.form.mark(place, sentence)
            self.outcome.show_nothing("warning", sentence)
            return
        if error.code == "condition-missing":
            self.form.mark(place, _("Needed for this conversion."))
        self.outcome.show_nothing("warning", error.sentence())
