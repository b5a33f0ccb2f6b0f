"""What all costs of the plan are worked out with: price year, currency, rate, lifetime."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from kta_desktop.i18n import _
from kta_desktop.services import plan_desk, plan_form
from ui.dialogs.plan_ask import PlanAsk
from ui.widgets.field_grid import FieldGrid

if TYPE_CHECKING:
    from kta_desktop.services.plan_form import Known
    from ui.undo import AuditEditor

_FIELDS = ("price_year", "currency", "rate", "lifetime")


class TermsDialog(PlanAsk):
    """Asks for the terms; all of them are stored as one act.

    Args:
        editor: The open audit.
        known: What is known of it.
        parent: The window it belongs to.
    """

    def __init__(
        self, editor: "AuditEditor", known: "Known", parent: QWidget | None = None
    ) -> None:
        super().__init__(
            _("What costs are worked out with"),
            _("Keep the terms"),
            self._keep,
            _("Nothing is assumed: what is empty is told as missing, and costs wait for it."),
            parent,
        )
        self.setObjectName("termsDialog")
        self._editor, self._known = editor, known
        self.fields = FieldGrid("terms")
        names = plan_form.term_labels()
        self.fields.add_row(
            [("price_year", names["price_year"], 6), ("currency", names["currency"], 6)]
        )
        rate = _("{name}, per cent a year").format(name=names["rate"])
        years = _("{name}, years").format(name=names["lifetime"])
        self.fields.add_row([("rate", rate, 6), ("lifetime", years, 6)])
        self.fields.fill(plan_form.terms(known))
        self.column.addWidget(self.fields)
        self.fields.field("price_year").field.setFocus()

    def _keep(self) -> None:
        edits = []
        for name in _FIELDS:
            edits += plan_desk.set_terms(self._known, name, self.fields.text(name))
        self._editor.submit(edits)
