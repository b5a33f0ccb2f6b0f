"""The repeat audit as rows of words: indicators, techniques, measures beside the audit before."""

from collections.abc import Iterable, Mapping, Sequence

from kta_desktop import formatting
from kta_desktop.assessment.figure_words import LACKS, said, told
from kta_desktop.assessment.performance import Indicator
from kta_desktop.assessment.repeat import Changed, Done, Introduced, Repeat, Shift
from kta_desktop.assessment.repeat_words import BECAME, DEGREE, ELSEWHERE, SHARE, SHIFTS
from kta_desktop.assessment.repeating_measures import BECAME as BECAME_KIND
from kta_desktop.assessment.techniques import State
from kta_desktop.assessment.terms import Figured, Lack
from kta_desktop.domain import fieldpath
from kta_desktop.domain.definition import Definition
from kta_desktop.forms.wording import technique_number
from kta_desktop.i18n import _, language
from ui.models.bat_rows import STATES
from ui.models.lines_model import Line

_ARROW = " → "
_SHIFT_ICONS: Mapping[Shift, tuple[str, str]] = {
    Shift.BETTER: ("circle-check", "ok"),
    Shift.WORSE: ("triangle-alert", "wr"),
    Shift.SAME: ("circle-slash", "tx2"),
    Shift.UNKNOWN: ("circle-help", "tx2"),
}
_STATE_ICONS: Mapping[str, tuple[str, str]] = {
    "done": ("circle-check", "ok"),
    "running": ("circle-dot", "tx2"),
    "late": ("triangle-alert", "wr"),
    "planned": ("clock", "tx2"),
    "dropped": ("circle-slash", "tx2"),
    "unknown": ("circle-help", "tx2"),
}
_INTRODUCED = (State.APPLIED, State.PARTLY, State.PLANNED)


def indicator_lines(found: Repeat, indicators: Iterable[Indicator]) -> list[Line]:
    """Return a row for each indicator of both audits: then, now, change, what it means."""
    names = {each.key: each for each in indicators}
    return [_changed(each, names[each.key]) for each in found.indicators if each.key in names]


def technique_lines(found: Repeat, definition: Definition) -> list[Line]:
    """Return a row for each technique whose state is known, those that changed first."""
    ordered = sorted(found.techniques, key=lambda each: each.before is each.after)
    return [_introduced(each, definition) for each in ordered]


def measure_lines(found: Repeat, indicators: Iterable[Indicator]) -> list[Line]:
    """Return a row for each measure of the earlier plan: what became of it, and its effects."""
    names = {each.key: each.name.get(language()) for each in indicators}
    return [_done(each, names) for each in found.measures]


def summary(found: Repeat) -> str:
    """Return the degree of introduction then and now, and how many indicators came to what."""
    before, after = (_degree(each) for each in (found.degree_before, found.degree_after))
    counts = [(shift, sum(each.shift is shift for each in found.indicators)) for shift in Shift]
    shifts = "; ".join(f"{_(SHIFTS[shift])} — {count}" for shift, count in counts if count)
    said = [_(DEGREE).format(before=before, after=after)]
    if found.elsewhere:
        said.insert(0, _(ELSEWHERE).format(address=found.elsewhere))
    return "\n".join([*said, f"{_('Indicators')}: {shifts}"] if shifts else said)


def state_words() -> Sequence[tuple[str, str]]:
    """Return what can be said of a measure of the earlier plan, id and word."""
    from kta_desktop.services import repeat_desk

    return [(each, _(BECAME[each])) for each in repeat_desk.STATES]


def path_of(step: str) -> str:
    """Return the path of the record that says what became of a measure of the earlier plan."""
    return fieldpath.record(BECAME_KIND, step)


def _changed(each: Changed, indicator: Indicator) -> Line:
    lang = language()
    name = indicator.name.get(lang)
    return Line(
        cells=(
            f"{name}\n{indicator.where}" if indicator.where else name,
            told(each.before, lang),
            told(each.after, lang),
            _change(each, lang),
            _means(each, lang),
        ),
        item=each.key,
        icon=_SHIFT_ICONS[each.shift],
    )


def _change(each: Changed, lang: str) -> str:
    shown = said(each.difference, lang, signed=True)
    if each.percent is None:
        return shown
    sign = "+" if each.percent > 0 else ""
    return f"{shown}\n{sign}{formatting.percent(formatting.rounded(each.percent, 1), lang)}"


def _means(each: Changed, lang: str) -> str:
    """Return what a change comes to, and below it why that cannot be told where it cannot."""
    word = _(SHIFTS[each.shift])
    if each.shift is not Shift.UNKNOWN:
        return word
    names: dict[Lack, list[str]] = {}
    for one in each.difference.missing:
        names.setdefault(one.lack, []).append(one.name.get(lang))
    why = "; ".join(_(LACKS[lack]).format(name=", ".join(of)) for lack, of in names.items())
    return f"{word}\n{why}" if why else word


def _introduced(each: Introduced, definition: Definition) -> Line:
    lang = language()
    technique = next((one for one in definition.techniques if one.id == each.technique), None)
    number = technique_number(definition, technique) if technique is not None else ""
    title = technique.title.get(lang) if technique is not None else each.technique
    named = f"{number}. {title}" if number else title
    states = [_(STATES[state][0]) if state else formatting.NOTHING for state in _both(each)]
    return Line(
        cells=(f"{named}\n{each.unit}" if each.unit else named, *states),
        item=each.key,
        icon=_moved(each),
    )


def _both(each: Introduced) -> tuple[State | None, State | None]:
    return each.before, each.after


def _moved(each: Introduced) -> tuple[str, str]:
    """Return the picture of a technique: whether it came nearer, went away, or stands."""
    if each.before is each.after:
        return "dot", "tx2"
    is_lost = each.before in _INTRODUCED and each.after not in _INTRODUCED
    return ("triangle-alert", "wr") if is_lost else ("trending-up", "ok")


def _done(each: Done, names: Mapping[str, str]) -> Line:
    lang = language()
    lines = [
        f"{names.get(key, key)}: {formatting.number(expected, lang)}{_ARROW}"
        + (formatting.NOTHING if now is None else formatting.number(now, lang))
        for key, expected, now in each.reached
    ]
    if each.reason:
        lines.append(each.reason)
    word = _(BECAME.get(each.state, BECAME["unknown"]))
    cells = (each.measure or formatting.NOTHING, word, "; ".join(lines) or formatting.NOTHING)
    return Line(cells=cells, item=each.step, icon=_STATE_ICONS.get(each.state))


def _degree(figure: Figured) -> str:
    if figure.value is None:
        return formatting.NOTHING
    share = formatting.percent(formatting.rounded(figure.value, 0), language())
    done, whole = (str(term.value) for term in figure.terms)
    return _(SHARE).format(share=share, done=done, total=whole)
