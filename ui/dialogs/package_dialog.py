"""What a colleague's package would bring, before it is merged with the audit that is here."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kta_desktop.formatting import number
from kta_desktop.i18n import _, language
from kta_desktop.services.package_news import Incoming, Share
from ui.dialogs.page_parts import dialog_buttons
from ui.theme.tokens import MARGIN
from ui.widgets.growing_dialog import GrowingDialog
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label

_WIDTH = 560  # px


class IncomingDialog(GrowingDialog):
    """Says who changed how much, and how many places will wait for a decision.

    Accepted when the package is to be merged; Esc leaves everything as it is.
    """

    def __init__(self, incoming: Incoming, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("incoming")
        self.setWindowTitle(_("Package of a known audit"))
        take = KeyButton(_("Merge"), "Enter", "git-merge", "primary")
        take.setObjectName("merge")
        take.setDefault(True)
        take.clicked.connect(self.accept)
        leave = KeyButton(_("Leave as it is"), "Esc")
        leave.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(12)
        column.addWidget(Label(_headline(incoming), "panel"))
        for share in incoming.shares:
            column.addWidget(Label(_shared(share)))
        for text, tone in _outcome(incoming):
            column.addWidget(Label(text, "body", tone))
        column.addLayout(dialog_buttons(leave, take))
        self.resize(_WIDTH, self.sizeHint().height())
        take.setFocus()


def _headline(incoming: Incoming) -> str:
    return _("{number} · {plant} · version {revision}").format(
        number=incoming.number, plant=incoming.plant, revision=incoming.revision
    )


def _shared(share: Share) -> str:
    lang = language()
    return _("{name}: places changed: {places}, changes: {changes}").format(
        name=share.author or _("author unknown here"),
        places=number(share.paths, lang),
        changes=number(share.changes, lang),
    )


def _outcome(incoming: Incoming) -> Sequence[tuple[str, str]]:
    """Return sentences with their tone: what waits afterwards, and what is kept."""
    kept = _("Until you decide, the later answer is shown; both stay in the history.")
    count = len(incoming.conflicts)
    if not count:
        return ((_("No answer differs from yours."), "tx"), (kept, "tx2"))
    told = _("You answered otherwise at {count} places. They will wait for your decision.")
    return ((told.format(count=number(count, language())), "wr"), (kept, "tx2"))
