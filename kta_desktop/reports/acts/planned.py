"""The act of samples that are planned and not taken yet: to be written on at the place."""

from kta_desktop.i18n import N_
from kta_desktop.reports.acts.facts import Act
from kta_desktop.reports.acts.place import (
    cleaning,
    place_fields,
    planned,
    point_of,
    readings_across,
    whole_fields,
)
from kta_desktop.reports.context import Context
from kta_desktop.reports.listed import Listed
from kta_desktop.reports.surround import KICKER

TASK = N_("Planned")
COUNT = N_("samples: {count}")
LENGTH = N_("each {minutes} min")
BY = N_("samples are taken by: {who}")
NOT_YET = N_("not done yet: {reason}")
_DONE = "yes"
_MOST_ROWS = 60


def planned_acts(context: Context) -> tuple[Act, ...]:
    """Return an act for each row of the plan of measurements that is not done."""
    rows = [row for row in planned(context) if row.value("done") != _DONE and _is_begun(row)]
    return tuple(_act(context, row) for row in rows)


def _is_begun(row: Listed) -> bool:
    return bool(row.value("where") or row.value("what"))


def _act(context: Context, row: Listed) -> Act:
    tongue, where = context.tongue, row.value("where")
    point = point_of(context, where, where)
    source = (point.value("where") if point is not None else "") or where
    known = {
        **whole_fields(context),
        **place_fields(context, point),
        "act-purpose": (tongue.word(KICKER),),
        "act-source-no": (source,) if source else (),
        "act-abatement-state": cleaning(context, "", source),
        "act-method": tuple(filter(None, (row.words("method", tongue),))),
    }
    return Act(
        key=f"planned-{row.id}",
        subject={lang: _subject(row, where, lang) for lang in tongue.languages},
        medium=point.value("medium") if point is not None else "",
        medium_label=point.words("medium", tongue) if point is not None else "",
        task=_task(context, row),
        known={name: lines for name, lines in known.items() if lines},
        samples=tuple({"what": row.words("what", tongue)} for _ in range(_count(context, row))),
        points=readings_across(point),
    )


def _subject(row: Listed, where: str, lang: str) -> str:
    column = row.columns.get("what")
    choice = column.choice(row.value("what")) if column is not None else None
    what = choice.label.get(lang) if choice is not None else row.value("what")
    return ", ".join(part for part in (what, where) if part)


def _task(context: Context, row: Listed) -> str:
    tongue = context.tongue
    count, minutes = row.words("samples", tongue), row.words("minutes", tongue)
    who, reason = row.words("who", tongue), row.words("reason", tongue)
    parts = (
        row.words("what", tongue),
        tongue.say(COUNT, count=count) if count else "",
        tongue.say(LENGTH, minutes=minutes) if minutes else "",
        tongue.say(BY, who=who) if who else "",
        tongue.say(NOT_YET, reason=reason) if reason else "",
    )
    return tongue.fact(TASK, "; ".join(part for part in parts if part))


def _count(context: Context, row: Listed) -> int:
    """Return how many samples there is room for: as planned, else as many as was ordered."""
    text = row.value("samples")
    wanted = int(text) if text.isdecimal() else context.order.table_rows
    return max(1, min(wanted, _MOST_ROWS))
