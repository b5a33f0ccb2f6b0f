"""What stands below an answer: errors, warnings to confirm, the verdict, refused files."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kta_desktop import formatting
from kta_desktop.domain import fieldpath
from kta_desktop.domain.canonical import LONGEST_TEXT
from kta_desktop.domain.verdict import Judgement, Verdict
from kta_desktop.forms import entry
from kta_desktop.forms.state import FormState, Place, Problem
from kta_desktop.forms.wording import title_of
from kta_desktop.i18n import N_, _, language
from kta_desktop.services import evidence_rules
from kta_desktop.services.answering import Edit
from ui.attaching import Attachments
from ui.undo import AuditEditor
from ui.widgets.answer_base import TypedText
from ui.widgets.context_words import kind_name
from ui.widgets.key_button import KeyButton
from ui.widgets.label import IconLabel, Label

_MOST_REFUSED = 3
_BEYOND = {  # by whether there is a reason, and evidence
    (False, False): N_(
        "Beyond the level {limits}. This is not an input error: a reason and evidence are needed."
    ),
    (False, True): N_(
        "Beyond the level {limits}. This is not an input error: a reason is needed as a note."
    ),
    (True, False): N_("Beyond the level {limits}. This is not an input error: evidence is needed."),
    (True, True): N_("Beyond the level {limits}. The reason and the evidence are here."),
}


class _Line(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.icon = IconLabel("circle-alert", "er", 14)
        self.label = Label("")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.label, 1)


class CardMessages(QWidget):
    """Lines with icon and words; a warning brings the field for its reason.

    Signals: ``grown``, after the height changed.
    """

    grown = Signal()

    def __init__(self, editor: AuditEditor, place: Place, parent: QWidget) -> None:
        super().__init__(parent)
        self._editor, self._question, self._address = editor, place.question, place.address
        self._lines: list[_Line] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.confirm = KeyButton(key="Alt+Y", small=True, parent=self)
        self.confirm.setObjectName("confirm")
        self.confirm.clicked.connect(self.ask_reason)
        self.reason = TypedText(self)
        self.reason.setObjectName("confirm_reason")
        self.reason.committed.connect(self._confirm)
        editor.drafting.follow(self.reason, fieldpath.confirm(place.address))
        self.reason.grown.connect(self.grown)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.reason, 1)
        self._foot.addStretch(0)
        self._foot.addWidget(self.confirm)
        self._column.addLayout(self._foot)
        self._asking = False

    def texts(self) -> list[str]:
        """Return the sentences that are shown."""
        return [line.label.text() for line in self._lines if not line.isHidden()]

    def tab_widgets(self) -> list[QWidget]:
        """Return what takes the focus, in order."""
        return [self.reason, self.confirm]

    def commit(self) -> None:
        """Hand over a reason that is being typed."""
        self.reason.commit()

    def show_lines(self, *, is_open: bool, judgement: Judgement | None) -> None:
        """Show what the state says; the reason field only on the open card."""
        name = self._address
        problems = self._editor.state.problems(name)
        asked = is_open and self._question.type in entry.NUMBERS  # the readings stand above
        reason = self._editor.state.confirmation(name)
        lines = [
            _problem_line(problem, reason)
            for problem in problems
            if not (asked and problem.code == "two-readings")
            and not (problem.code == "needed" and problem.row in self._editor.typed_rows)
        ]
        lines += attaching_lines(self._editor.attachments, name)
        lines += _owed_lines(self._editor.state, name)
        lines += _too_long(self._editor, name)
        if judgement is not None and is_open:
            lines += judgement_lines(judgement, self._beyond())
        if is_open and self._editor.state.is_flagged(name):
            lines.append(("info", "tx2", self._undecided()))
        self._show(lines)
        self._show_confirm(problems, is_open=is_open)
        self.setVisible(bool(lines))

    def ask_reason(self) -> bool:
        """Open the field for the reason of a warned value; return whether there is a warning."""
        if self.confirm.isHidden() and self.reason.isHidden():
            return False
        self._asking = True
        self.reason.show()
        self.confirm.hide()
        self.reason.setFocus()
        self.grown.emit()
        return True

    def _beyond(self) -> str:
        """Return what is said of a figure beyond its level, by what stands beside it already."""
        state, address = self._editor.state, self._address
        has_reason = evidence_rules.is_explained(state, address)
        has_proof = not evidence_rules.wanted(state, address, beyond=True)
        return _(_BEYOND[has_reason, has_proof])

    def _undecided(self) -> str:
        """Return why the question is shown although its condition is not decided."""
        state = self._editor.state
        missing = state.undecided_by(self._address)
        names = [title_of(state, address, language()) for address in missing]
        if not names:
            return _("Whether this question applies could not be worked out, so it is shown.")
        text = _("Shown because there is no answer yet: {numbers}.")
        return text.format(numbers=", ".join(names))

    def _show(self, lines: Sequence[tuple[str, str, str]]) -> None:
        while len(self._lines) < len(lines):
            self._lines.append(_Line(self))
            self._column.insertWidget(len(self._lines) - 1, self._lines[-1])
        for place, line in enumerate(self._lines):
            line.setVisible(place < len(lines))
            if place < len(lines):
                icon, tone, text = lines[place]
                line.icon.show_icon(icon, tone)
                line.label.set_tone(tone)
                line.label.setText(text)

    def _show_confirm(self, problems: Sequence[Problem], *, is_open: bool) -> None:
        warned = [problem for problem in problems if problem.severity == "warning"]
        reason = self._editor.state.confirmation(self._address)
        self._asking = self._asking and bool(warned) and is_open
        self.reason.show_text(reason)
        self.reason.setPlaceholderText(_("Why the value stands"))
        self.reason.setAccessibleName(_("Why the value stands"))
        self.reason.setVisible(is_open and bool(warned) and (self._asking or bool(reason)))
        self.confirm.set_text(_("Confirm…"))
        self.confirm.setVisible(bool(warned) and not reason and not self._asking and is_open)

    def _confirm(self, text: str) -> None:
        reason = text.strip() or None
        self._editor.submit([Edit(fieldpath.confirm(self._address), reason)])


def _too_long(editor: AuditEditor, address: str) -> list[tuple[str, str, str]]:
    """Return the line about a text of a card that is too long to be stored."""
    texts = editor.drafting.too_long
    found = [path for path in texts if path.partition("#")[0] == address]
    text = _(
        "The text has {length} characters, {limit} can be stored. It stays in its field and in "
        "the drafts. Shorten it, or attach it as a file."
    )
    lengths = (formatting.number(len(texts[path]), language()) for path in found)
    limit = formatting.number(LONGEST_TEXT, language())
    return [("circle-alert", "er", text.format(length=n, limit=limit)) for n in lengths]


def _problem_line(problem: Problem, reason: str) -> tuple[str, str, str]:
    if problem.severity == "error":
        return "circle-alert", "er", problem.sentence(language())
    if problem.confirmed:
        text = _("{sentence} Confirmed: {reason}").format(
            sentence=problem.sentence(language()), reason=reason
        )
        return "circle-check", "tx2", text
    return "triangle-alert", "wr", problem.sentence(language())


def attaching_lines(attachments: Attachments, address: str) -> list[tuple[str, str, str]]:
    """Return what is to be said of the files that came to a question last."""
    refused = attachments.refusals.get(address, [])
    lines = [("circle-alert", "er", error.sentence()) for error in refused[:_MOST_REFUSED]]
    if len(refused) > _MOST_REFUSED:
        text = _("Not attached either: {count} more files.")
        lines.append(("circle-alert", "er", text.format(count=len(refused) - _MOST_REFUSED)))
    remarks = attachments.remarks.get(address, [])
    return lines + [("info", "tx2", remark.sentence()) for remark in remarks[:_MOST_REFUSED]]


def _owed_lines(state: FormState, address: str) -> list[tuple[str, str, str]]:
    """Return the line about proof that the checklist demands of an answer and that is not here."""
    kinds = evidence_rules.owed(state, address)
    if not kinds:
        return []
    names = _(" or ").join(kind_name(kind, language()) for kind in kinds)
    return [("paperclip", "wr", _("Evidence is needed: {kinds}.").format(kinds=names))]


def judgement_lines(judgement: Judgement, beyond: str) -> list[tuple[str, str, str]]:
    """Return the line about the level: only what asks for something, or is not yet decided.

    ``beyond`` is what is said of a figure beyond its level.
    """
    level = judgement.level
    if level is None or judgement.verdict not in (Verdict.EXCEEDS, Verdict.NOT_DISTINGUISHABLE):
        return []
    limits = formatting.interval(level.lower, level.upper, language())
    if judgement.verdict is Verdict.EXCEEDS:
        return [("trending-up", "er", beyond.format(limits=limits))]
    text = _("Not distinguishable from the level {limits} because of the uncertainty.")
    return [("circle-help", "nd", text.format(limits=limits))]
