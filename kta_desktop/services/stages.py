"""The stage of an audit: derived from its dates and its delivery, never entered anywhere."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from kta_desktop import formatting
from kta_desktop.domain import fieldpath
from kta_desktop.domain.audit import AuditRecord, Delivery
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.definition import Definition, Question, QuestionType
from kta_desktop.domain.stage import PHASES, Phase, Stage
from kta_desktop.i18n import N_, _, language

__all__ = ["PHASES", "Phase", "Stage", "detail", "name", "stage"]

_TIMELINE = "audit.timeline"
_VISIT = "site_visit"
_PHASE_OF: Mapping[str, Phase] = {  # ids of audit_stages.csv in their order
    "assigned": Phase.PREPARATION,
    "questionnaire_sent": Phase.QUESTIONNAIRE,
    "questionnaire_received": Phase.QUESTIONNAIRE,
    "opening_meeting": Phase.ON_SITE,
    _VISIT: Phase.ON_SITE,
    "measurements": Phase.ON_SITE,
    "closing_meeting": Phase.ON_SITE,
    "lab_results": Phase.PROCESSING,
    "assessment": Phase.PROCESSING,
    "draft_report": Phase.PROCESSING,
    "plant_comments": Phase.AGREEMENT,
    "final_report": Phase.HANDED_OVER,
    "submitted": Phase.HANDED_OVER,
    "returned": Phase.AGREEMENT,
    "accepted": Phase.HANDED_OVER,
}
_ORDER = {step: place for place, step in enumerate(_PHASE_OF)}
_AT_CENTRE = (Delivery.RECEIVED, Delivery.ACCEPTED)
_ON_ITS_WAY = (Delivery.SIGNED, Delivery.QUEUED, Delivery.SENDING, Delivery.DELIVERED)
_NAMES = {
    Phase.PREPARATION: N_("Preparation"),
    Phase.QUESTIONNAIRE: N_("Questionnaire"),
    Phase.ON_SITE: N_("At the plant"),
    Phase.PROCESSING: N_("Processing"),
    Phase.AGREEMENT: N_("Agreement"),
    Phase.HANDED_OVER: N_("Handed over"),
}
_STEPS = {
    "questionnaire_sent": N_("waiting for the plant"),
    "questionnaire_received": N_("the plant answered"),
    "lab_results": N_("laboratory results"),
    "assessment": N_("assessment"),
    "draft_report": N_("draft report"),
    "plant_comments": N_("comments of the plant"),
    "returned": N_("comments of the centre"),
}


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of the table of stages, dates as ISO; empty where not entered."""

    step: str
    start: str
    end: str

    @property
    def begun(self) -> str:
        return self.start or self.end

    @property
    def place(self) -> tuple[str, int]:
        return self.begun, _ORDER[self.step]


def stage(record: AuditRecord, today: date) -> Stage:
    """Return the stage of an audit on a day.

    It is the row of the table of stages that was begun last; the days of the visit count as a row
    where the table has none for them. A visit that is over is being processed. What the centre
    has is handed over; what is on its way there too, unless the visit still goes on.
    """
    rows = _rows(record)
    visit = _visit(record, rows)
    now = today.isoformat()
    if record.delivery is Delivery.RETURNED:
        return _made(Phase.AGREEMENT, step="returned", visit=visit.begun)
    going_on = bool(visit.begun) and now <= (visit.end or visit.begun)
    if record.delivery in _AT_CENTRE or (record.delivery in _ON_ITS_WAY and not going_on):
        return _made(Phase.HANDED_OVER, visit=visit.begun)
    if visit.begun and not any(row.step == _VISIT for row in rows):
        rows.append(visit)
    begun = [row for row in rows if row.begun and row.begun <= now]
    if not begun:
        return _made(Phase.PREPARATION, visit=visit.begun)
    return _of_row(max(begun, key=lambda row: row.place), visit, today)


def name(phase: Phase, lang: str | None = None) -> str:
    """Return the word for a phase, such as «На площадке»."""
    return _(_NAMES[phase], lang)


def detail(found: Stage, lang: str | None = None) -> str:
    """Return what stands beside the word: «день 2 из 3», «визит 08.12.2026»; may be empty."""
    lang = lang or language()
    if found.day and found.days:
        return _("day {day} of {days}", lang).format(day=found.day, days=found.days)
    if found.day:
        return _("day {day}", lang).format(day=found.day)
    if found.phase is Phase.PREPARATION and found.visit:
        return _("visit {date}", lang).format(date=formatting.date(found.visit, lang))
    if found.step in _STEPS:
        return _(_STEPS[found.step], lang)
    if found.since and found.phase is not Phase.ON_SITE:
        return _("since {date}", lang).format(date=formatting.date(found.since, lang))
    return ""


def _of_row(row: _Row, visit: _Row, today: date) -> Stage:
    phase = _PHASE_OF[row.step]
    if phase is not Phase.ON_SITE:
        return _made(phase, since=row.begun, step=row.step, visit=visit.begun)
    first = visit.begun or row.begun
    last = max(visit.end, row.end)
    if last and last < today.isoformat():
        return _made(Phase.PROCESSING, since=last, visit=first)
    day, days = _count(first, today.isoformat()), _count(first, last) if last else 0
    return _made(phase, day=day, days=days, since=min(first, row.begun), step=row.step, visit=first)


def _made(phase: Phase, **more: int | str) -> Stage:
    number = PHASES.index(phase) + 1
    return Stage(phase, number, **more)  # type: ignore[arg-type]  # named by the callers above


def _visit(record: AuditRecord, rows: list[_Row]) -> _Row:
    """Return the days on site: what the table says, else what the audit was started with."""
    told = [row for row in rows if row.step == _VISIT and row.begun]
    if told:
        ends = max(row.end for row in told)
        return _Row(_VISIT, min(row.begun for row in told), ends)
    first, last = record.text("@audit/starts_on"), record.text("@audit/ends_on")
    return _Row(_VISIT, _day(first), _day(last))


def _rows(record: AuditRecord) -> list[_Row]:
    table = _timeline(record.definition)
    if table is None:
        return []
    names = {column.concept: column.name for column in table.columns}
    found = []
    for row in _identifiers(record.entries, table.name):
        step, start, end = (
            _value(record.entries, table.name, row, names.get(f"{_TIMELINE}.{part}", ""))
            for part in ("stage", "start", "end")
        )
        if step in _ORDER:
            found.append(_Row(step, _day(start), _day(end)))
    return found


def _timeline(definition: Definition) -> Question | None:
    return next(
        (
            question
            for question in definition.questions
            if question.concept == _TIMELINE and question.type is QuestionType.TABLE
        ),
        None,
    )


def _identifiers(entries: Mapping[str, JsonValue], table: str) -> Iterator[str]:
    start = f"{table}/"
    for path, value in entries.items():
        if path.startswith(start) and path.count("/") == 1 and value is not None:
            yield path.removeprefix(start)


def _value(entries: Mapping[str, JsonValue], table: str, row: str, column: str) -> str:
    """Return the meaning of a cell; empty if it has none."""
    answer = entries.get(fieldpath.cell(table, row, column)) if column else None
    value = answer.get("value") if isinstance(answer, Mapping) else None
    return value if isinstance(value, str) else ""


def _day(text: str) -> str:
    """Return an ISO date as it is; empty for what is none, as a package from elsewhere may hold."""
    try:
        return text if date.fromisoformat(text).isoformat() == text else ""
    except ValueError:
        return ""


def _count(first: str, last: str) -> int:
    """Return how many days there are from one ISO date to another, both counted."""
    return (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
