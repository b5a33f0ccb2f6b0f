"""Indicators as rows of a list: the gravest first, those that are not compared at the end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kta_desktop import formatting
from kta_desktop.assessment.performance import Indicator
from kta_desktop.assessment.repeat import Repeat
from kta_desktop.assessment.statements import Statement, counted, statements
from kta_desktop.assessment.terms import Figured, Lack, Missing
from kta_desktop.domain.levels import Level
from kta_desktop.domain.verdict import Judgement, NotCompared, Verdict
from kta_desktop.i18n import N_, _, language
from kta_desktop.services.printing import level_range, level_unit
from ui.models.verdict_words import REASONS

FOLD = "not compared"
"""Key of the row that hides or shows what is not compared."""

VERDICTS: Mapping[Verdict, tuple[str, str, str]] = {
    Verdict.EXCEEDS: (N_("Exceeds"), "triangle-alert", "error"),
    Verdict.NOT_DISTINGUISHABLE: (N_("Not distinguishable"), "circle-help", "unclear"),
    Verdict.MEETS: (N_("Meets"), "circle-check", "ok"),
    Verdict.NOT_COMPARED: (N_("Not compared"), "circle-slash", "neutral"),
}
"""Verdict to its word, picture and tone of chips, the gravest first."""

LACKS: Mapping[Lack, str] = {
    Lack.NOT_ENTERED: N_("not entered"),
    Lack.UNREADABLE: N_("what was entered cannot be read"),
    Lack.ZERO: N_("it is zero, and would be divided by"),
    Lack.NEGATIVE: N_("it is negative, which it cannot be"),
    Lack.UNIT: N_("its unit does not fit or is not stated"),
    Lack.YEAR: N_("its year differs or is not stated"),
    Lack.CURRENCY: N_("its currency differs or is not stated"),
    Lack.PRICE_YEAR: N_("its price year differs or is not stated"),
    Lack.CONDITIONS: N_("the conditions of the gas are not known"),
    Lack.FACTOR: N_("there is no factor with a source for it"),
    Lack.CIRCLE: N_("it rests on itself"),
    Lack.RATE: N_("the discount rate is not stated"),
    Lack.LIFETIME: N_("the lifetime is not stated"),
    Lack.UNCERTAINTY: N_("U is not stated"),
    Lack.AVERAGING: N_("it is averaged in another way or that is not stated"),
    Lack.BASE: N_("it is per another base or main product"),
}


_ALONE = 4  # significant digits of a figure whose uncertainty nobody knows
_TYPED = 3  # digits of an uncertainty that a person may have typed; a computed one has more


class Order(StrEnum):
    """How indicators are sorted."""

    GRAVITY = "gravity"
    PAPER = "paper"


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRow:
    """One row: an indicator, or the line that folds those that are not compared.

    Attributes:
        key: Of the indicator; ``FOLD`` for the line.
        spoken: What a screen reader says.
        name: What it is.
        beside: Where and of which year.
        verdict: What it comes to; None for the line, and for what yields none.
        chip: Word, picture and tone of what it comes to; None for the line.
        value: With its uncertainty; a dash if there is none.
        unit: Of the value.
        note: Why it is not compared, or that the level is not checked; may be empty.
        judgement: With the level that is drawn; None = nothing is drawn.
        previous: Value of the previous audit in the unit of the level.
        is_folded: Whether the line hides what follows.
    """

    key: str
    spoken: str
    name: str
    beside: str = ""
    verdict: Verdict | None = None
    chip: tuple[str, str, str] | None = None
    value: str = ""
    unit: str = ""
    note: str = ""
    judgement: Judgement | None = None
    previous: Decimal | None = None
    is_folded: bool = False


def rows(
    indicators: Sequence[Indicator],
    order: Order,
    previous: Mapping[str, Decimal],
    *,
    source: str = "",
    is_folded: bool = True,
) -> list[IndicatorRow]:
    """Return the rows that are to be seen: what several figures state is one of them.

    Args:
        indicators: In the order of the paper.
        order: How those with a verdict are sorted.
        previous: Key of an indicator to its value at the previous audit.
        source: Id of the only document whose levels are wanted; empty = all.
        is_folded: Whether what is not compared is hidden behind its line.
    """
    wanted = [each for each in statements(indicators) if not source or _is_of(each.lead, source)]
    judged = [each for each in wanted if each.verdict is not Verdict.NOT_COMPARED]
    if order is Order.GRAVITY:
        judged.sort(key=_gravity)
    others = [each for each in wanted if each.verdict is Verdict.NOT_COMPARED]
    found = [_row(each, previous) for each in judged]
    if others:
        words = _("Not compared: {count}").format(count=len(others))
        found.append(IndicatorRow(key=FOLD, spoken=words, name=words, is_folded=is_folded))
        found += [] if is_folded else [_row(each, previous) for each in others]
    return found


def previous_of(repeat: Repeat | None) -> dict[str, Decimal]:
    """Return the values of the previous audit by the keys of indicators."""
    pairs = repeat.indicators if repeat is not None else ()
    found = ((each.key, each.before.value) for each in pairs)
    return {key: value for key, value in found if value is not None}


def counts(indicators: Sequence[Indicator]) -> Mapping[Verdict, int]:
    """Return how many of the things that indicators state come to what."""
    return counted(each.judgement for each in statements(indicators))


def again_words(stated: Statement) -> tuple[str, ...]:
    """Return in how many more places the same is stated, and that these are at odds."""
    told = []
    if stated.others:
        told.append(_("further records of the same: {count}").format(count=len(stated.others)))
    if stated.contradicted:
        told.append(_("these contradict each other"))
    return tuple(told)


def stated_with(indicators: Sequence[Indicator], key: str) -> Statement | None:
    """Return what the indicator of a key states, with all that state it; None if there is none."""
    found = (each for each in statements(indicators) if any(m.key == key for m in each.members))
    return next(found, None)


def value_of(indicator: Indicator) -> tuple[str, str]:
    """Return the value of an indicator with U, and its unit: those of the level if it has one."""
    judged, lang = indicator.judgement, language()
    if judged.value is not None and judged.level is not None:
        unit = level_unit(judged.level, lang)
        return number_of(judged.value, judged.uncertainty or None), unit
    figure = indicator.figure
    return number_of(figure.value, figure.uncertainty), formatting.unit(figure.unit, lang)


def number_of(value: Decimal | None, uncertainty: Decimal | None = None) -> str:
    """Return a number with U in the language of the interface; a dash if there is none."""
    if value is None:
        return formatting.NOTHING
    if uncertainty:
        if len(uncertainty.normalize().as_tuple().digits) > _TYPED:
            places = formatting.places_of(float(uncertainty))
            value = formatting.rounded(value, places)
            uncertainty = formatting.rounded(uncertainty, places)
        return formatting.with_uncertainty(value, uncertainty, language())
    return formatting.number(formatting.significant(value, _ALONE), language())


def figured_words(figure: Figured) -> str:
    """Return a figure with U and unit; a dash if it has no value."""
    number = number_of(figure.value, figure.uncertainty)
    unit = formatting.unit(figure.unit, language()) if figure.unit != "1" else ""
    return f"{number}{formatting.NBSP}{unit}" if unit and figure.value is not None else number


def beside_of(indicator: Indicator) -> str:
    """Return where an indicator is and of which year."""
    year = _("year {year}").format(year=indicator.year) if indicator.year else ""
    return ", ".join(part for part in (indicator.where, year) if part)


def note_of(indicator: Indicator) -> str:
    """Return why an indicator is not compared; that its level is not checked is said, too."""
    judged = indicator.judgement
    if judged.verdict is not Verdict.NOT_COMPARED:
        return ""
    if judged.reason is NotCompared.LEVEL_UNVERIFIED:
        return _("Benchmark not checked: it is shown and judges nothing")
    if judged.reason is not None:
        sentence = _(REASONS[judged.reason])
        return sentence[:1].upper() + sentence[1:]
    return missing_words(indicator.figure)


def missing_words(figure: Figured) -> str:
    """Return what a figure lacks in one line; empty if it lacks nothing."""
    return "; ".join(lack_words(each) for each in figure.missing)


def lack_words(missing: Missing) -> str:
    """Return what is missing and why, such as ``Production: not entered``."""
    name, why = missing.name.get(language()), _(LACKS[missing.lack])
    return f"{name}: {why}" if name else why


def is_drawn(level: Level | None) -> bool:
    """Whether a level has an end that can be drawn."""
    return level is not None and (level.lower is not None or level.upper is not None)


def _row(stated: Statement, earlier: Mapping[str, Decimal]) -> IndicatorRow:
    indicator, judged = stated.lead, stated.judgement
    unit = indicator.figure.unit
    alike = (each.key for each in stated.members if each.figure.unit == unit)
    previous = next((earlier[key] for key in alike if key in earlier), None)
    name = indicator.name.get(language())
    again = again_words(stated)
    beside = " · ".join(part for part in (beside_of(indicator), *again) if part)
    note = note_of(indicator)
    value, unit = value_of(indicator)
    chip = VERDICTS[judged.verdict]
    level = ""
    if judged.level is not None and is_drawn(judged.level):
        level = _("level {range}").format(range=level_range(judged.level, language()))
    spoken = (name, beside, _(chip[0]), f"{value} {unit}", level, note)
    drawn = judged if is_drawn(judged.level) and judged.value is not None else None
    return IndicatorRow(
        key=indicator.key,
        spoken=", ".join(part for part in spoken if part),
        name=name,
        beside=beside,
        verdict=judged.verdict,
        chip=chip,
        value=value,
        unit=unit,
        note=note,
        judgement=drawn,
        previous=previous if drawn else None,
    )


def _gravity(stated: Statement) -> tuple[int, Decimal]:
    return list(VERDICTS).index(stated.verdict), -_excess(stated.judgement)


def _excess(judged: Judgement) -> Decimal:
    """Return how many times a value is beyond the end of its level that counts; 0 if not."""
    level, value = judged.level, judged.value
    if level is None or value is None:
        return Decimal(0)
    upper = Decimal(level.upper) if level.upper is not None else None
    lower = Decimal(level.lower) if level.lower is not None else None
    if level.direction == "higher":
        return lower / value if lower is not None and value > 0 else Decimal(0)
    return value / upper if upper else Decimal(0)


def _is_of(indicator: Indicator, source: str) -> bool:
    level = indicator.judgement.level
    return level is None or level.source == source
