"""What to look at when a balance does not close: only what the answers make plausible.

Each hint names what it rests on: a meter without a valid verification, a consumer without a meter,
a use that evaporates. None of them says that it is the cause.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from kta_desktop import formatting
from kta_desktop.assessment import balances_words as words
from kta_desktop.assessment import registers
from kta_desktop.assessment.balance import Balanced, Closure, Stage
from kta_desktop.assessment.balances_energy import USERS
from kta_desktop.assessment.balances_nodes import EFFLUENT, ELECTRICITY, HEAT, NETWORK, is_total
from kta_desktop.assessment.balances_stages import StageStream, folded
from kta_desktop.assessment.balances_water import INTAKE, RECIRCULATION, REUSED, USES
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.registers import Line, Named
from kta_desktop.domain.texts import NO_TEXT, Text

_INSTRUMENTS = Named(name="core_instruments", concept="measurement.instruments")
_LANGS = ("ru", "kk", "en")
_LONGEST = 20  # digits


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the answers say that may explain a gap.

    Attributes:
        expired: Path of a stream to its meter and the day on which its verification ended.
        unmetered: Path of a stream that is entered without a meter to what it is.
        words: Options and words that are among the answers: uses, sources, carriers.
    """

    expired: Mapping[str, tuple[Text, date]] = field(default_factory=dict)
    unmetered: Mapping[str, Text] = field(default_factory=dict)
    words: frozenset[str] = frozenset()


def seen(known: Known, of: Balanced, rows: Iterable[StageStream]) -> Seen:
    """Return what the answers say about the streams of one balance."""
    own = _of_stages(known, rows)
    if of is Balanced.WATER:
        return _joined(_seen_water(known), own)
    if of is Balanced.ENERGY:
        return _joined(_seen_energy(known), own)
    return own


def hints(of: Balanced, stage: Stage, found: Seen) -> tuple[Text, ...]:
    """Return what to look at in a stage or the plant, the surest first; nothing if it closes."""
    gap = stage.gap.value
    if stage.closure is Closure.CLOSED or not gap:
        return ()
    own = {term.path for figure in (stage.inflow, stage.outflow) for term in figure.terms}
    makers = _MORE if gap > 0 else _LESS
    texts = (*_meters(found, own), *makers[of](stage.name, found.words), *_unmetered(found, own))
    return tuple(dict.fromkeys(texts))


def differing(first: StageStream, second: StageStream, unit: str) -> Text:
    """Return that one stream has different figures at its two stages."""
    ends = {"source": first.stream.source, "target": first.stream.target}
    values = [each.stream.figure.value or Decimal(0) for each in (first, second)]
    return _told(words.DIFFERING, values, unit, what=first.what, **ends)


def beside_stages(side: Text, whole: Decimal, stages: Decimal, unit: str) -> Text:
    """Return how the totals of the plant stand to the sum of its stages."""
    text = words.STAGES_MORE if stages > whole else words.STAGES_LESS
    return _told(text, (whole, stages), unit, side=side)


def left_out(lines: Sequence[Line]) -> Text:
    """Return that users of cold and compressed air are not counted beside electricity."""
    return _told(words.LEFT_OUT, (), "", names="; ".join(line.text("user") for line in lines))


def _joined(first: Seen, second: Seen) -> Seen:
    return Seen(
        expired={**first.expired, **second.expired},
        unmetered={**first.unmetered, **second.unmetered},
        words=first.words | second.words,
    )


def _seen_water(known: Known) -> Seen:
    intake, uses = (registers.lines(known.state, named) for named in (INTAKE, USES))
    metered = [(line, "source") for line in intake] + [(line, "use") for line in uses]
    return Seen(
        expired={
            line.path("m3_year"): (_option(line, "source"), day)
            for line in intake
            for day in (line.day("verified_to"),)
            if day is not None and day < known.today
        },
        unmetered={
            line.path("m3_year"): _option(line, column)
            for line, column in metered
            if line.yes("metered") is False
        },
        words=frozenset(line.choice(column) or "" for line, column in metered),
    )


def _seen_energy(known: Known) -> Seen:
    users = registers.lines(known.state, USERS)
    without = (line for line in users if line.yes("metered") is False)
    return Seen(
        unmetered={line.path("mwh"): _same(line.text("user")) for line in without},
        words=frozenset(line.choice("carrier") or "" for line in users),
    )


def _of_stages(known: Known, rows: Iterable[StageStream]) -> Seen:
    """Return the meters of stage streams that are named as an instrument past its verification."""
    ended = _ended(known)
    return Seen(
        expired={
            row.stream.path: (_same(row.meter), day)
            for row in rows
            for word, day in ended
            if row.meter and folded(word) in folded(row.meter)
        }
    )


def _ended(known: Known) -> tuple[tuple[str, date], ...]:
    found = []
    for line in registers.lines(known.state, _INSTRUMENTS):
        day = line.day("valid_to")
        word = line.text("serial") or line.text("type") or line.text("kind")
        if word and day is not None and day < known.today:
            found.append((word, day))
    return tuple(found)


def _meters(found: Seen, own: set[str]) -> Iterator[Text]:
    for path, (name, day) in found.expired.items():
        if path in own:
            days = (formatting.date(day.isoformat(), lang) for lang in _LANGS)
            yield _told(words.EXPIRED, (), "", name=name, day=Text(*days))


def _unmetered(found: Seen, own: set[str]) -> Iterator[Text]:
    names = [name for path, name in found.unmetered.items() if path in own]
    if names:
        listed = ("; ".join(dict.fromkeys(name.get(lang) for name in names)) for lang in _LANGS)
        yield _told(words.UNMETERED, (), "", names=Text(*listed))


def _more_water(stage: str, said: frozenset[str]) -> Iterator[Text]:
    if said & {"cooling", "boiler"} and stage in ("", EFFLUENT):
        yield words.EVAPORATION
    if stage != EFFLUENT:
        yield words.LEAKS
    if not is_total(stage) or stage == EFFLUENT:
        yield words.MOISTURE
    if stage in ("", NETWORK):
        yield words.OTHER_USES


def _less_water(stage: str, said: frozenset[str]) -> Iterator[Text]:
    if stage != EFFLUENT:
        yield words.OTHER_SOURCE
    if not said & set(REUSED):
        yield words.CONDENSATE
    if "rainwater" not in said and stage != NETWORK:
        yield words.RAIN
    if RECIRCULATION in said:
        yield words.CIRCLE_AS_USE


def _more_energy(stage: str, said: frozenset[str]) -> Iterator[Text]:
    del said
    if stage in ("", HEAT):
        yield words.FURNACE_LOSSES
    if stage in ("", ELECTRICITY):
        yield words.LINE_LOSSES
    if stage and not is_total(stage):
        yield words.HEAT_AWAY


def _less_energy(stage: str, said: frozenset[str]) -> Iterator[Text]:
    if "fuel" in said and said & {"steam", "hot-water"} and stage != ELECTRICITY:
        yield words.STEAM_TWICE
    yield words.OTHER_SUPPLY


def _more_materials(stage: str, said: frozenset[str]) -> Iterator[Text]:
    del stage, said
    yield from (words.IGNITION, words.STOCKS)


def _less_materials(stage: str, said: frozenset[str]) -> Iterator[Text]:
    del stage, said
    yield from (words.ADDED_WATER, words.OTHER_MATERIAL)


def _content(stage: str, said: frozenset[str]) -> Iterator[Text]:
    del stage, said
    yield words.CONTENT


_MORE = {
    Balanced.WATER: _more_water,
    Balanced.ENERGY: _more_energy,
    Balanced.MATERIALS: _more_materials,
    Balanced.ELEMENT: _content,
}
_LESS = {
    Balanced.WATER: _less_water,
    Balanced.ENERGY: _less_energy,
    Balanced.MATERIALS: _less_materials,
    Balanced.ELEMENT: _content,
}


def _told(text: Text, values: Sequence[Decimal], unit: str, **said: str | Text) -> Text:
    """Return a sentence with numbers and words put in, in each language."""
    found = []
    for lang in _LANGS:
        numbers = (formatting.quantity(_short(value), unit, lang) for value in values)
        own = {
            name: word.get(lang) if isinstance(word, Text) else word for name, word in said.items()
        }
        own |= dict(zip(("first", "second"), numbers, strict=False))
        found.append(text.get(lang).format(**own))
    return Text(*found)


def _short(value: Decimal) -> Decimal:
    """Return a figure with at most four significant digits where it has decimal places."""
    if not value or value.adjusted() > _LONGEST:  # there is no room for its places
        return value
    return round(value, max(0, 3 - value.adjusted()))


def _option(line: Line, column: str) -> Text:
    chosen, asked = line.choice(column), line.column(column)
    choice = asked.choice(chosen) if asked and chosen else None
    return choice.label if choice else NO_TEXT


def _same(text: str) -> Text:
    return Text(ru=text, kk=text, en=text)
