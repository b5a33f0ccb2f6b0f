"""Techniques on the conformity sheet: one bar of states, and what each conclusion comes to."""

from collections.abc import Callable, Mapping, Sequence

from reportlab.platypus import Flowable

from kta_desktop import formatting
from kta_desktop.assessment.techniques import (
    REGISTER,
    Applied,
    Conclusion,
    State,
    Tally,
    cited,
    conclusions,
    tally,
)
from kta_desktop.i18n import N_
from kta_desktop.packs.reference_lists import technique_states
from kta_desktop.reports.basis import BAT
from kta_desktop.reports.conformity.figures import counted, state_sample, states_bar
from kta_desktop.reports.context import Context
from kta_desktop.reports.layout import TALLEST, paged_rows
from kta_desktop.reports.legend import legend
from kta_desktop.reports.paint import Drawing
from kta_desktop.reports.plan.words import (
    absent,
    amount,
    heading,
    joined,
    lowered,
    marked,
    told_by_rules,
)
from kta_desktop.reports.spoken import in_each, in_line, under_each_other
from kta_desktop.reports.style import MM, WIDTH, dense, gap, grid, para, rich, table
from kta_desktop.reports.tongue import BETWEEN, Tongue
from kta_desktop.reports.typefaces import markup

TECHNIQUES = N_("Techniques")
CONSIDERED = N_("{considered} considered, {applicable} of them applicable")
CONCLUSION = N_("BAT")
STATES = N_("State by techniques")
WHOLE = N_("Outcome")
UNSTATED = N_("state not stated")
SINCE = N_("since {year}")
_BRIEFLY: Mapping[State | None, str] = {
    State.APPLIED: N_("applied"),
    State.PARTLY: N_("in part"),
    State.PLANNED: N_("in the plan"),
    State.NOT_APPLIED: N_("not applied"),
    State.NOT_APPLICABLE: N_("not applicable"),
    None: UNSTATED,
}
_ROOM = 55 * MM  # for the bar and the first rows below it
_BRIEF = (WIDTH * 0.49, WIDTH * 0.28, WIDTH * 0.23)
_FULL = (WIDTH * 0.31, WIDTH * 0.5, WIDTH * 0.19)


def techniques_story(context: Context, rows: Sequence[Applied]) -> list[Flowable]:
    """Return how many techniques are in which state, and each conclusion with its techniques."""
    if not rows:
        return absent(context, REGISTER)
    tongue, count = context.tongue, tally(rows)
    words = [(state, f"{_lower(state, tongue)}: {number}") for state, number in counted(count)]
    summary = "; ".join(text for _state, text in words)
    found = conclusions(context.record.definition, rows)
    return [
        *heading(in_line(context, lambda each: _considered(each, count)), _ROOM),
        *marked(context, REGISTER),
        Drawing(states_bar(count, summary), WIDTH),
        gap(1.5),
        legend([(state_sample(state), text) for state, text in words], 5),
        gap(5),
        _table(context, found, _short, _BRIEF),
        *told_by_rules(context, REGISTER),
        gap(6),
    ]


def _considered(context: Context, count: Tally) -> str:
    tongue = context.tongue
    told = tongue.say(
        CONSIDERED, considered=str(count.considered), applicable=str(count.applicable)
    )
    return f"{tongue.say(TECHNIQUES)}: {told}"


def technique_details(context: Context, rows: Sequence[Applied]) -> list[Flowable]:
    """Return every technique with how it is applied, why not in full, and what it changed."""
    return [_table(context, conclusions(context.record.definition, rows), _in_full, _FULL)]


def state_words(state: State | None, tongue: Tongue) -> str:
    """Return a state as the reference table words it."""
    label = next((each.label for each in technique_states() if each.id == state), None)
    return tongue.line(label) if label else tongue.word(UNSTATED)


def _lower(state: State | None, tongue: Tongue) -> str:
    words = state_words(state, tongue)
    return BETWEEN.join(lowered(part) for part in words.split(BETWEEN))


def _table(
    context: Context,
    found: Sequence[Conclusion],
    told: Callable[[Context, Conclusion], list[Flowable]],
    columns: tuple[float, ...],
) -> Flowable:
    tongue = context.tongue
    documents = {each.document for each in found if each.number}
    one = documents.pop() if len(documents) == 1 else ""
    head = f"{tongue.word(CONCLUSION)}, {one}" if one else tongue.word(CONCLUSION)
    heads = [para(text, "head") for text in (head, tongue.word(STATES), tongue.word(WHOLE))]
    rows = [
        piece
        for each in found
        for piece in paged_rows(
            [
                _name(context, each, is_told=bool(one)),
                told(context, each),
                [para(state_words(each.whole, tongue), "strong")],
            ],
            columns,
            TALLEST,
        )
    ]
    return table([heads, *rows], list(columns), grid(*dense(), head_rows=1), repeat=1)


def _name(context: Context, each: Conclusion, *, is_told: bool) -> list[Flowable]:
    tongue = context.tongue
    if not each.number:
        return [para(each.document or formatting.NOTHING, "strong")]
    number = tongue.say(BAT, number=each.number)
    labels = tongue.label(each.technique.title) if each.technique else ("", "")
    parts = [para(f"{number}. {labels[0]}" if labels[0] else number, "strong")]
    parts += [para(labels[1], "second")] if labels[1] else []
    parts += [para(each.document, "tiny")] if each.document and not is_told else []
    return parts


def _short(context: Context, each: Conclusion) -> list[Flowable]:
    """Return the techniques of a conclusion by their state: «7d, 7h частично; 7i да»."""
    return under_each_other(in_each(context, lambda one: _by_state(one, each)))


def _by_state(context: Context, each: Conclusion) -> str:
    tongue = context.tongue
    groups = [(state, [row for row in each.rows if row.state is state]) for state in (*State, None)]
    parts = (
        f"{', '.join(_label(row) for row in rows)} {tongue.say(_BRIEFLY[state])}".lstrip()
        for state, rows in groups
        if rows
    )
    return joined(parts)


def _label(row: Applied) -> str:
    """Return what a technique is called for short: its number with its code, else its unit."""
    at = cited(row.bat)
    return f"{at.number}{_code(at.code)}" if at.code else row.unit


def _in_full(context: Context, each: Conclusion) -> list[Flowable]:
    return [rich(_told(context, row), "small") for row in each.rows]


def _told(context: Context, row: Applied) -> str:
    """Return one technique with its state, in what way, why not in full, and what it changed."""
    state = in_line(context, lambda one: _since(one, row))
    at = cited(row.bat)
    lead = joined((f"{at.number}{_code(at.code)}" if at.code else "", row.unit), ", ")
    lead = f"<b>{markup(lead)}:</b> " if lead else ""
    rest = joined((row.description, row.reason, _change(context, row)))
    said = f"{lead}{markup(state)}"
    return f"{said}. {markup(rest[:1].upper() + rest[1:])}" if rest else said


def _since(context: Context, row: Applied) -> str:
    tongue = context.tongue
    since = tongue.say(SINCE, year=str(row.since)) if row.since is not None else ""
    return joined((_lower(row.state, tongue), since), " ")


def _code(code: str) -> str:
    """Return the code of a technique behind the number of its conclusion: ``h``, ``.b4``."""
    return code if len(code) == 1 and code.islower() else f".{code}"


def _change(context: Context, row: Applied) -> str:
    """Return ``4,1 → 3,25 м³/т (−20,7 %)``; nothing if neither figure is there."""
    if row.before is None and row.after is None:
        return ""
    lang = context.tongue.first
    shown = f"{amount(context, row.before)} → {amount(context, row.after)}"
    unit = formatting.unit(row.value_unit, lang)
    shown += f"{formatting.NBSP}{unit}" if unit else ""
    if row.change_percent is None:
        return shown
    sign = "+" if row.change_percent > 0 else ""
    percent = formatting.percent(row.change_percent, lang, 1)
    return f"{shown} ({sign}{percent})"
