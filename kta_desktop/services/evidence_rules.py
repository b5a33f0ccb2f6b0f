"""Which proof an answer still lacks: by what the checklist asks for, and by what it comes to."""

from dataclasses import replace

from kta_desktop.domain.answers import Evidence
from kta_desktop.domain.confidential import Confidential
from kta_desktop.domain.definition import Question
from kta_desktop.forms.state import FormState, QuestionStatus
from kta_desktop.reports.secrecy import file_secrecy

_ANSWERED = frozenset({QuestionStatus.ANSWERED, QuestionStatus.WARNING, QuestionStatus.COPIED})
_ANY_PROOF = ("photo", "document")
_SESSION = "@session/"
# Words of checklists that stand for more than one kind of evidence_kinds.csv.
_MEASURED = frozenset({"instrument_file", "asm_extract", "lab_protocol", "monitoring_report"})
_COLLECTIVE = frozenset({"document", "measurement"})
_BY_HAND = "sheet"  # a picture of what the auditor wrote: it tells the answer and proves nothing
_PICTURES = frozenset({"photo", "meter_reading"})


def is_demanded(question: Question) -> bool:
    """Whether the checklist demands proof of an answer; otherwise it only tells what would do."""
    return (question.more or {}).get("evidence_level") == "required"


def accepted(question: Question) -> tuple[str, ...]:
    """Return the kinds of proof that a question asks for, any one of which is enough."""
    if (question.more or {}).get("evidence_level") == "none":
        return ()
    return question.evidence or (_ANY_PROOF if is_demanded(question) else ())


def secrecy(state: FormState, address: str, item: Evidence) -> Confidential:
    """Return whether an attachment of a question is a trade secret, and who says so."""
    return file_secrecy(state, address, item)


def wanted(state: FormState, address: str, *, beyond: bool = False) -> tuple[str, ...]:
    """Return the kinds of proof of which an answer still lacks one; empty if it lacks none.

    Nothing is wanted of a question without an answer, or blank with a reason.

    Args:
        state: The form.
        address: Address of the question.
        beyond: Whether its figure is beyond its level: then proof is wanted in any case.

    Raises:
        KeyError: If the form has no such question.
    """
    question = state.question(address)
    if state.status(address) not in _ANSWERED:
        return ()
    kinds = accepted(question) or (_ANY_PROOF if beyond else ())
    if not kinds or any(_proves(state, address, kind) for kind in kinds):
        return ()
    return kinds


def owed(state: FormState, address: str) -> tuple[str, ...]:
    """Return the kinds of proof that are demanded of an answer and of which it still lacks one."""
    return wanted(state, address) if is_demanded(state.question(address)) else ()


def is_explained(state: FormState, address: str) -> bool:
    """Whether a reason stands beside an answer: a note, or why a warned value stands."""
    return bool(state.note(address).strip() or state.confirmation(address).strip())


def suited(item: Evidence, question: Question) -> Evidence:
    """Return an attachment with the kind that its question asks for, where there is no doubt."""
    fitting = [kind for kind in question.evidence if (kind in _PICTURES) == item.is_image]
    told = fitting or question.evidence  # a permit that was photographed is a permit
    only = [kind for kind in told if kind not in _COLLECTIVE]
    if item.kind in only or len(only) != 1:
        return item
    return replace(item, kind=only[0])


def _proves(state: FormState, address: str, kind: str) -> bool:
    """Whether what is attached, told or measured is a proof of ``kind``."""
    items = [item for item in state.evidence(address) if item.kind != _BY_HAND]
    if kind == "photo":
        return any(item.is_image for item in items)
    if kind == "document":
        return bool(items)  # a page photographed is a document too
    if kind == "measurement":
        return any(item.kind in _MEASURED for item in items) or _is_measured(state, address)
    if kind == "interview" and state.note(address).strip():
        return True
    return any(item.kind == kind for item in items)


def _is_measured(state: FormState, address: str) -> bool:
    """Whether a session of the audit was held against a level of the question."""
    levels = state.question(address).levels
    return any(
        part.get("level") in levels
        for path, value in state.entries.items()
        if path.startswith(_SESSION) and isinstance(value, dict)
        for part in (value, *value.get("others", ()))
    )
