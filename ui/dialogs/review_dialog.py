"""Before a review is signed: what it says, and what will happen."""

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.errors import KtaError
from kta_desktop.formatting import date
from kta_desktop.forms.entry import iso_date
from kta_desktop.i18n import _, language
from kta_desktop.services.review_drafts import Draft
from ui.dialogs.page_parts import dialog_buttons
from ui.models.intake import Version
from ui.theme.tokens import MARGIN
from ui.widgets.banner import Banner
from ui.widgets.growing_dialog import GrowingDialog
from ui.widgets.key_button import KeyButton
from ui.widgets.label import IconLabel, Label

_WIDTH = 560  # px
Verdict = Literal["accepted", "returned"]
ACCEPTED: Verdict = "accepted"
RETURNED: Verdict = "returned"


class ReviewDialog(GrowingDialog):
    """Tells what accepting or returning will do; signs nothing itself.

    Signals: ``wanted`` when the person has confirmed.

    Args:
        version: What is reviewed.
        verdict: ``ACCEPTED`` or ``RETURNED``.
        draft: What is said.
        waiting: Earlier comments that are neither resolved nor reopened by it.
    """

    wanted = Signal()

    def __init__(
        self,
        version: Version,
        verdict: Verdict,
        draft: Draft,
        waiting: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("reviewDialog")
        is_return = verdict == RETURNED
        self.setWindowTitle(_("Return the version") if is_return else _("Accept the version"))
        name = _("{audit}, version {revision}")
        told = _returning(draft, waiting) if is_return else _accepting(draft, waiting)
        self.banner = Banner()
        act = _("Sign and return") if is_return else _("Sign and accept")
        self._act = KeyButton(act, "Enter", "shield-check", "primary")
        self._act.setObjectName("signReview")
        self._act.setDefault(True)
        self._leave = KeyButton(_("Go on writing"), "Esc")
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(12)
        number = name.format(audit=version.number, revision=version.revision)
        column.addWidget(Label(number, "panel"))
        if version.plant:
            column.addWidget(Label(version.plant, "body", "tx2"))
        for icon, text in (*_beside(version), *told):
            column.addWidget(_line(icon, text))
        column.addWidget(self.banner)
        column.addStretch(1)
        column.addLayout(dialog_buttons(self._leave, self._act))
        self._act.clicked.connect(self._ask)
        self._leave.clicked.connect(self.reject)
        self.resize(_WIDTH, self.sizeHint().height())
        self._act.setFocus()

    def refuse(self, error: KtaError) -> None:
        """Say why it was not published; the draft stays."""
        self._act.setEnabled(True)
        self._leave.setEnabled(True)
        self.banner.show_error(error)

    @override
    def reject(self) -> None:
        if self._leave.isEnabled():  # what is being signed cannot be left
            super().reject()

    def _ask(self) -> None:
        self._act.setEnabled(False)
        self._leave.setEnabled(False)
        self.banner.show_message("info", _("Signing the review and laying it at the places…"))
        self.wanted.emit()


def _beside(version: Version) -> Sequence[tuple[str, str]]:
    """Return what is said of versions that came from other computers of the team."""
    if not version.beside:
        return ()
    numbers = ", ".join(map(str, version.beside))
    text = _("Versions of other computers get the same verdict: {numbers}.")
    return (("git-merge", text.format(numbers=numbers)),)


def _line(icon: str, text: str) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(IconLabel(icon, "tx2"))
    row.addWidget(Label(text), 1)
    return made


def _returning(draft: Draft, waiting: int) -> Sequence[tuple[str, str]]:
    until = iso_date(draft.until) if draft.until else None
    told = [
        ("message-square", _("New comments: {count}.").format(count=len(draft.written))),
        *_judged(draft),
    ]
    if waiting:
        text = _("Earlier comments about which nothing is said stay as they are: {count}.")
        told.append(("clock", text.format(count=waiting)))
    if until:
        day = date(until, language())
        told.append(("calendar", _("An answer is asked for until {day}.").format(day=day)))
    return [
        *told,
        (
            "send",
            _(
                "The review is signed and laid where the version came from. The auditor gets it "
                "with the next exchange and answers with a new version. It cannot be taken back."
            ),
        ),
    ]


def _accepting(draft: Draft, waiting: int) -> Sequence[tuple[str, str]]:
    told = [*_judged(draft)]
    if waiting:
        text = _("Comments that are still open count as resolved: {count}.")
        told.append(("triangle-alert", text.format(count=waiting)))
    return [
        *told,
        (
            "send",
            _(
                "The review is signed and laid where the version came from. The auditor gets it "
                "with the next exchange and sees the audit as accepted. It cannot be taken back."
            ),
        ),
    ]


def _judged(draft: Draft) -> Sequence[tuple[str, str]]:
    told = []
    if draft.resolved:
        text = _("Earlier comments that are resolved: {count}.")
        told.append(("circle-check", text.format(count=len(draft.resolved))))
    if draft.reopened:
        text = _("Earlier comments that are open again: {count}.")
        told.append(("circle-alert", text.format(count=len(draft.reopened))))
    return told
