"""Lines of the leaving list that come from answers: missing, wrong, unproven, promised, copied."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from kta_desktop.assessment.statements import Statement
from kta_desktop.domain.target import Target, Where
from kta_desktop.domain.verdict import Judgement, Verdict
from kta_desktop.forms.state import QuestionStatus
from kta_desktop.packs.reference import blank_reasons
from kta_desktop.services.evidence_rules import is_explained, wanted
from kta_desktop.services.overview_parts import Kind, Line, Severity
from kta_desktop.services.overview_seen import Seen, View

# What an audit concludes from its data: written at the desk when the data are there.
_CONCLUDED = ("summary.", "bottleneck.", "plan.", "conclusion.")
_SIGNATURES = "conclusion.signatures"
_PLANT = "plant"
_OUTSIDE = "none"  # the group of questions outside those that a rule asks for
_SINGLE = 2  # so many lines of a kind in a section stand alone, more become one
_SECTIONS = 3  # in so many sections lines stand apart, in more they become one
_NOTHING_ASKED = "not_applicable"  # what a reason counts as where nothing will follow


def lines(view: View, today: date) -> Iterator[Line]:
    """Yield what the answers leave to be done, kind by kind."""
    yield from _conflicts(view)
    yield from _errors(view)
    yield from _required(view)
    yield from _warnings(view)
    yield from _promises(view, today)
    yield from _copied(view)
    yield from _unproven(view)
    yield from _unsigned(view)


def excesses(view: View, judged: Iterable[tuple[str, Judgement]]) -> Iterator[Line]:
    """Yield one line for answers beyond their level without a reason or without proof."""
    exceeding = [path for path, each in judged if each.verdict is Verdict.EXCEEDS]
    known = {seen.address: seen for seen in view.asked}
    owners = dict.fromkeys(view.state.owner(path) for path in exceeding if path[0] != "@")
    bare = [known[address] for address in owners if address in known]
    bare = [
        seen
        for seen in bare
        if wanted(view.state, seen.address, beyond=True)
        or not is_explained(view.state, seen.address)
    ]
    if bare:
        yield _line(Kind.EXCESS, Severity.WANTED, bare)


def contradictions(view: View, said: Iterable[Statement]) -> Iterator[Line]:
    """Yield a line for each thing of which two records say more than their U apart."""
    known = {seen.address: seen for seen in view.asked}
    for stated in said:
        paths = [each.path for each in stated.members if each.path and each.path[0] != "@"]
        owners = dict.fromkeys(map(view.state.owner, paths)) if stated.contradicted else {}
        found = [known[address] for address in owners if address in known]
        if found:
            yield _line(Kind.CONTRADICTION, Severity.WANTED, found)


def _conflicts(view: View) -> Iterator[Line]:
    paths = tuple(conflict.path for conflict in view.record.conflicts)
    if paths:
        yield Line(
            kind=Kind.CONFLICT,
            severity=Severity.BLOCKS,
            target=Target(Where.CONFLICTS, paths[0]),
            places=paths,
            keys=frozenset(f"{Kind.CONFLICT}:{path}" for path in paths),
        )


def _errors(view: View) -> Iterator[Line]:
    wrong = [seen for seen in view.asked if seen.status is QuestionStatus.ERROR]
    yield from _by_section(Kind.ERROR, Severity.BLOCKS, wrong)


def _warnings(view: View) -> Iterator[Line]:
    doubtful = [seen for seen in view.asked if seen.status is QuestionStatus.WARNING]
    yield from _by_section(Kind.WARNING, Severity.WANTED, doubtful)


def _required(view: View) -> Iterator[Line]:
    lacking = [seen for seen in view.asked if seen.required and seen.is_lacking]
    for severity in Severity:
        these = [seen for seen in lacking if _severity(seen) is severity]
        yield from _by_section(Kind.REQUIRED, severity, these)
    for place in view.empty_repeats:
        yield Line(
            kind=Kind.REQUIRED,
            severity=Severity.BLOCKS,
            target=Target(Where.QUESTION, place.address),
            places=(place.address,),
            section=place.question.section,
            keys=frozenset({f"{Kind.REQUIRED}:{place.address}"}),
        )


def _severity(seen: Seen) -> Severity:
    """Return what a required answer that is missing means for leaving.

    Data of the groups that a rule asks for are got at the plant; names and papers of the audit can
    be sent later, conclusions are drawn afterwards.
    """
    if seen.question.concept.startswith(_CONCLUDED):
        return Severity.LATER
    is_outside = (seen.question.more or {}).get("statutory_group") == _OUTSIDE
    return Severity.WANTED if is_outside else Severity.BLOCKS


def _promises(view: View, today: date) -> Iterator[Line]:
    """Yield the blanks that have a day: those whose day has come, then the others together."""
    closing = {reason.id for reason in blank_reasons() if reason.counts_as == _NOTHING_ASKED}
    promised = []
    for seen in view.asked:
        answer = view.state.answer(seen.address)
        if answer.blank and answer.blank_until and answer.blank not in closing:
            promised.append((answer.blank_until, seen))
    due = [(day, seen) for day, seen in promised if day <= today.isoformat()]
    later = [(day, seen) for day, seen in promised if day > today.isoformat()]
    if due:
        yield _line(Kind.DUE, Severity.BLOCKS, [seen for _, seen in due], min(d for d, _ in due))
    if later:
        first = min(day for day, _ in later)
        yield _line(Kind.PROMISED, Severity.LATER, [seen for _, seen in later], first)


def _copied(view: View) -> Iterator[Line]:
    copied = [seen for seen in view.asked if seen.status is QuestionStatus.COPIED]
    if copied:
        yield _line(Kind.COPIED, Severity.WANTED, copied)


def _unproven(view: View) -> Iterator[Line]:
    """Yield answers without proof: pictures are taken here only, what is not demanded may follow.

    One that is beyond its level has a line of its own.
    """
    pictures = [seen for seen in view.asked if seen.wants_picture]
    demanded = [seen for seen in view.asked if seen.is_unproven and not seen.wants_picture]
    others = [seen for seen in view.asked if seen.wants and not seen.is_unproven]
    yield from _gathered(Kind.PHOTO, Severity.WANTED, pictures)
    yield from _gathered(Kind.PROOF, Severity.WANTED, demanded)
    yield from _gathered(Kind.DOCUMENT, Severity.LATER, others)


def _unsigned(view: View) -> Iterator[Line]:
    """Yield a line where the table of signatures names someone of the plant without a date."""
    for seen in view.of_concept(_SIGNATURES):
        plant = [cells for _row, cells in view.rows(seen) if cells.value("side") == _PLANT]
        if plant and not any(cells.value("date") for cells in plant):
            yield Line(
                kind=Kind.SIGNATURE,
                severity=Severity.LATER,
                target=Target(Where.PRINT),
                places=(seen.address,),
                name=plant[0].value("name"),
                keys=frozenset({f"{Kind.SIGNATURE}:{seen.address}"}),
            )


def _by_section(kind: Kind, severity: Severity, found: Sequence[Seen]) -> Iterator[Line]:
    """Yield a line for each, or one for a section where there are many in it."""
    parts: dict[str, list[Seen]] = {}
    for seen in found:
        parts.setdefault(seen.question.section, []).append(seen)
    for these in parts.values():
        if len(these) <= _SINGLE:
            yield from (_line(kind, severity, [seen]) for seen in these)
        else:
            yield _line(kind, severity, these)


def _gathered(kind: Kind, severity: Severity, found: Sequence[Seen]) -> Iterator[Line]:
    """Yield lines by section; where many sections are concerned, one line for all."""
    if len({seen.question.section for seen in found}) > _SECTIONS:
        yield _line(kind, severity, found)
    else:
        yield from _by_section(kind, severity, found)


def _line(kind: Kind, severity: Severity, found: Sequence[Seen], day: str = "") -> Line:
    names = {seen.question.section for seen in found}
    return Line(
        kind=kind,
        severity=severity,
        target=found[0].target,
        places=tuple(seen.address for seen in found),
        section=names.pop() if len(names) == 1 else "",
        date=day,
        keys=frozenset(f"{kind}:{seen.address}" for seen in found),
    )
