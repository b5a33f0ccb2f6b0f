"""Sections, statutory groups, team and days of the visit in an overview."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.definition import Section
from kta_desktop.domain.target import Target, Where
from kta_desktop.domain.texts import NO_TEXT, Text
from kta_desktop.forms.state import QuestionStatus
from kta_desktop.services import answering
from kta_desktop.services.overview_parts import GroupLine, Member, SectionLine, VisitDay
from kta_desktop.services.overview_seen import Seen, View
from kta_desktop.services.section_numbers import sections_named
from kta_desktop.services.workspace import Workspace

_TEAM = "audit.team"
_ASSIGNMENT = "@assignment/"
_VISIT = "@visit/"
_NO_GROUP = "none"
_LONGEST_VISIT = 31  # days that are offered one by one; a longer one has mistyped dates


def assignments(view: View) -> dict[str, str]:
    """Return the id of the auditor who answers a section, by name of the section.

    Where nobody was named, the table of the team in the checklist itself may say it.
    """
    given = {
        path.removeprefix(_ASSIGNMENT): value
        for path, value in view.record.entries.items()
        if path.startswith(_ASSIGNMENT) and isinstance(value, str)
    }
    return _told(view) | given


def _told(view: View) -> dict[str, str]:
    """Return who answers a section by the table of the team: «A–F, K» beside a name."""
    ids = {auditor.name: auditor.id for auditor in view.record.team}
    found: dict[str, str] = {}
    for seen in view.of_concept(_TEAM):
        for _row, cells in view.rows(seen):
            names, unknown = sections_named(cells.value("sections"), view.state.definition)
            auditor = ids.get(cells.value("name"))
            if auditor and not unknown:
                found |= dict.fromkeys(names, auditor)
    return found


def sections(view: View) -> tuple[SectionLine, ...]:
    """Return the sections that ask something now."""
    given = assignments(view)
    parts: dict[str, list[Seen]] = {}
    for seen in view.asked:
        parts.setdefault(seen.question.section, []).append(seen)
    return tuple(
        _section(section, parts[section.name], given.get(section.name, ""))
        for section in view.state.definition.sections
        if section.name in parts
    )


def _section(section: Section, asked: list[Seen], assigned: str) -> SectionLine:
    required = [seen for seen in asked if seen.required]
    return SectionLine(
        name=section.name,
        number=section.number,
        title=section.short.over(section.label),
        pack=section.pack,
        answered=sum(seen.is_done for seen in asked),
        total=len(asked),
        required=sum(seen.is_done for seen in required),
        required_total=len(required),
        errors=sum(seen.status is QuestionStatus.ERROR for seen in asked),
        warnings=sum(seen.status is QuestionStatus.WARNING for seen in asked),
        assigned=assigned,
    )


def groups(view: View) -> tuple[GroupLine, ...]:
    """Return the groups that the checklist and what it takes in name, with their state."""
    parts: dict[str, list[Seen]] = {}
    for seen in view.asked:
        group = (seen.question.more or {}).get("statutory_group")
        if isinstance(group, str) and group != _NO_GROUP:
            parts.setdefault(group, []).append(seen)
    titles = _titles(view)
    ordered = sorted(parts, key=lambda group: _place(titles, group))
    return tuple(_group(group, parts[group], titles.get(group, {})) for group in ordered)


def _group(group: str, asked: list[Seen], told: Mapping[str, object]) -> GroupLine:
    first = next((seen for seen in asked if not seen.is_done), asked[0])
    title = Text(**{lang: str(told.get(lang, "")) for lang in ("ru", "kk", "en")})
    return GroupLine(
        id=group,
        title=Text(en=group) if title == NO_TEXT else title,
        ref=str(told.get("ref", "")),
        answered=sum(seen.is_done for seen in asked),
        total=len(asked),
        target=first.target,
    )


def _titles(view: View) -> dict[str, Mapping[str, object]]:
    """Return what a pack and those it takes in say about the groups, by id in their order."""
    more = view.state.definition.more or {}
    included = more.get("included")
    told = [more.get("extra"), *(included.values() if isinstance(included, Mapping) else ())]
    rows = [
        row
        for part in told
        if isinstance(part, Mapping) and isinstance(listed := part.get("statutory_groups"), list)
        for row in listed
        if isinstance(row, Mapping)
    ]
    return {str(row["id"]): row for row in rows}


def _place(titles: Mapping[str, object], group: str) -> int:
    order = list(titles)
    return order.index(group) if group in order else len(order)


def team(view: View) -> tuple[Member, ...]:
    """Return the auditors with the sections they answer, in paper order."""
    given = assignments(view)
    order = [section.name for section in view.state.definition.sections]
    return tuple(
        Member(
            auditor=auditor,
            sections=tuple(name for name in order if given.get(name) == auditor.id),
        )
        for auditor in view.record.team
    )


def visit(record: AuditRecord, lines: Iterable[SectionLine], today: date) -> tuple[VisitDay, ...]:
    """Return the days of the visit, and any other day that something was planned for."""
    known = {line.name: line for line in lines}
    plans = plans_of(record)
    days = sorted({*days_of(record), *plans})
    return tuple(_day(day, plans.get(day, {}), known, today) for day in days)


def plans_of(record: AuditRecord) -> dict[str, dict[str, JsonValue]]:
    """Return what was planned, by ISO day: ``text`` and ``sections``."""
    return {
        path.removeprefix(_VISIT): dict(value)
        for path, value in record.entries.items()
        if path.startswith(_VISIT) and isinstance(value, Mapping)
    }


def days_of(record: AuditRecord) -> tuple[str, ...]:
    """Return the days between the first and the last one on site, as ISO dates."""
    return days_between(record.text("@audit/starts_on"), record.text("@audit/ends_on"))


def days_between(starts_on: str, ends_on: str) -> tuple[str, ...]:
    """Return the days from one ISO date to another; the first alone where there is no other.

    Empty if one is no date, or the last lies before the first.
    """
    try:
        first = date.fromisoformat(starts_on)
        last = date.fromisoformat(ends_on or starts_on)
    except ValueError:
        return ()
    length = min((last - first).days + 1, _LONGEST_VISIT)
    return tuple((first + timedelta(days=n)).isoformat() for n in range(length))


def _day(
    day: str, plan: Mapping[str, object], known: Mapping[str, SectionLine], today: date
) -> VisitDay:
    listed = plan.get("sections")
    names = tuple(str(name) for name in listed) if isinstance(listed, list | tuple) else ()
    found = [known[name] for name in names if name in known]
    return VisitDay(
        day=day,
        text=str(plan.get("text") or ""),
        sections=names,
        answered=sum(line.answered for line in found),
        total=sum(line.total for line in found),
        is_today=day == today.isoformat(),
    )


def authors(ws: Workspace, audit_id: str) -> frozenset[str]:
    """Return the ids of the auditors who changed something in an audit."""
    return frozenset(change.author for change in answering.log(ws, audit_id))


def section_target(name: str) -> Target:
    """Return the place of a section."""
    return Target(Where.SECTION, name)
