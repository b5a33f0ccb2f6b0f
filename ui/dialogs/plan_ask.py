"""Small windows of the plan: a few fields, a verb, and what keeps the verb from being done."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.errors import KtaError
from kta_desktop.i18n import _
from ui.dialogs.page_parts import dialog_buttons
from ui.theme.tokens import MARGIN
from ui.widgets.banner import Banner
from ui.widgets.growing_dialog import GrowingDialog
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label

_WIDTH = 520


class PlanAsk(GrowingDialog):
    """Stays open until what it asks for is done or left; a refusal is said in it.

    Args:
        title: Of the window.
        verb: What its button does.
        act: Does it; raises a ``KtaError`` where that is refused.
        lead: A sentence above the fields; empty for none.
        parent: The window it belongs to.

    Attributes:
        column: Where the fields go.
        leave: The button that changes nothing.
    """

    def __init__(
        self,
        title: str,
        verb: str,
        act: Callable[[], object],
        lead: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self._act = act
        self.banner = Banner()
        self.column = QVBoxLayout()
        self.column.setSpacing(10)
        do = KeyButton(verb, "Ctrl+Enter", "check", "primary")
        do.setObjectName("planAskDo")
        do.clicked.connect(self.accept)
        do.setAutoDefault(True)
        leave = self.leave = KeyButton(_("Leave as it is"), "Esc")
        leave.clicked.connect(self.reject)
        leave.setAutoDefault(True)  # Enter on it does not do what it leaves
        do.setDefault(True)
        do.set_key("Enter")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        whole.setSpacing(10)
        if lead:
            whole.addWidget(Label(lead, "body", "tx2"))
        whole.addLayout(self.column, 1)
        whole.addWidget(self.banner)
        whole.addLayout(dialog_buttons(leave, do))
        self.resize(_WIDTH, self.sizeHint().height())

    @override
    def accept(self) -> None:
        try:
            self._act()
        except KtaError as error:
            self.banner.show_error(error)
        else:
            super().accept()
