"""What places and figures of a filled form are called on screen and on paper."""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal

from kta_desktop import formatting
from kta_desktop.domain import fieldpath
from kta_desktop.domain.definition import (
    Column,
    Definition,
    Question,
    QuestionType,
    Technique,
    Text,
)
from kta_desktop.forms.state import FormState
from kta_desktop.i18n import N_, _

BETWEEN = " · "
_NUMBERED = N_("{name} {number}")
_DRAFT = "draft-"
_DRAFT_WORDS = N_("draft {number}")
_RECORDS = {
    "plant/name": N_("Plant: name"),
    "plant/bin": N_("Plant: BIN"),
    "plant/address": N_("Plant: address"),
    "plant/category": N_("Plant: category"),
    "plant/representative": N_("Plant: representative"),
    "fact/activities": N_("Category: what the object does"),
    "fact": N_("Category: a figure"),
    "team": N_("Team"),
    "assignment": N_("Who answers a section"),
    "visit": N_("Day of the visit plan"),
    "session": N_("Measurement session"),
    "reply": N_("Answer to a comment"),
    "plan": N_("Terms of the plan"),
    "plan.price_year": N_("Price year"),
    "plan.currency": N_("Currency"),
    "plan.rate": N_("Discount rate"),
    "plan.lifetime": N_("Lifetime"),
    "plan.scenarios": N_("Scenarios of the plan"),
    "measure": N_("Measure of the plan"),
    "measure.opex": N_("Further yearly costs"),
    "measure.lifetime": N_("Lifetime"),
    "measure.price_year": N_("Price year"),
    "measure.currency": N_("Currency"),
    "measure.abated": N_("Abated a year"),
    "measure.abated_unit": N_("Unit of what is abated"),
    "measure.abated_name": N_("What is abated"),
    "measure.effects": N_("Effect on indicators"),
    "measure.bottlenecks": N_("Bottlenecks it removes"),
    "measure.techniques": N_("Techniques it introduces"),
    "measure.after": N_("Begins after"),
    "measure.instead_of": N_("Replaces"),
    "measure.scenarios": N_("In the scenarios"),
    "measure.status": N_("How far it is"),
    "bottleneck": N_("Decision on a bottleneck"),
    "became": N_("What became of a measure of the earlier plan"),
    "weights": N_("Weights of bottlenecks"),
    "balance": N_("What is balanced"),
}
UNIT_TOLD = N_("unit: see {question}")
_MOST_PLACES = 9  # behind the mark that a pack may ask for


def version_name(version: str, lang: str) -> str:
    """Return the version of a checklist in words: «черновик 0.1» for ``draft-0.1``."""
    if not version.startswith(_DRAFT):
        return version
    return _(_DRAFT_WORDS, lang).format(number=version.removeprefix(_DRAFT))


def sector_name(title: str) -> str:
    """Return the sector that the title of a checklist names.

    What is alike in all titles stands before a colon, and details stand in brackets.
    """
    sector = title.split(": ", 1)[-1].split(" (", 1)[0]
    return f"{sector[:1].upper()}{sector[1:]}"


def part_name(definition: Definition, pack: str, lang: str) -> str:
    """Return what the sections of an included pack are called together."""
    titles = (definition.more or {}).get("titles")
    told = titles.get(pack) if isinstance(titles, Mapping) else None
    if not isinstance(told, Mapping):
        return pack
    return sector_name(Text(**{key: str(text) for key, text in told.items()}).get(lang))


def instance_name(state: FormState, repeat: str, row: str, lang: str) -> str:
    """Return what an instance is called: the answer of its key question, else «Sources 2»."""
    title = state.instance_title(repeat, row, lang)
    if title:
        return title
    name = state.question(repeat).title.get(lang)
    ids = [instance.id for instance in state.rows(repeat)]
    if row not in ids:  # it was taken away
        return name
    return _(_NUMBERED, lang).format(name=name, number=ids.index(row) + 1)


def instances_of(state: FormState, address: str, lang: str) -> tuple[str, ...]:
    """Return the names of the instances that an address is in, the outermost first."""
    parsed = fieldpath.parse_path(address)
    around = ((parsed.names[: n + 1], parsed.rows[: n + 1]) for n in range(len(parsed.rows)))
    return tuple(
        instance_name(state, fieldpath.address(names, rows[:-1]), rows[-1], lang)
        for names, rows in around
    )


def record_title(path: str, lang: str) -> str:
    """Return what a record, or a field of one, is called; one without words keeps its path."""
    whole = path.removeprefix("@")
    kind, _slash, key = whole.partition("/")
    field = _RECORDS.get(f"{kind}.{key.rpartition('.')[2]}")
    name = _RECORDS.get(whole) or _RECORDS.get(kind)
    if field is not None and name is not None:
        return f"{_(name, lang)}: {_(field, lang)}"
    return _(name, lang) if name else path


def title_of(state: FormState, path: str, lang: str) -> str:
    """Return number, title and instance of what a path leads to.

    Such as «G8 Pollutants of the source · Stack 0002», «Plant: BIN»; a path without words stays,
    and one that the form does not have, as a merged package may bring.

    Raises:
        ValueError: If ``path`` is not a path.
    """
    parsed = fieldpath.parse_path(path)
    if not parsed.names:
        return record_title(path, lang)
    try:
        owner = state.owner(path)
    except KeyError:
        return path
    question = state.question(owner)
    title = f"{question.number} {question.title.get(lang)}".strip()
    names = instances_of(state, owner, lang)
    if parsed.is_row and question.type is QuestionType.REPEAT:
        names = (*names, instance_name(state, owner, parsed.rows[-1], lang))
    return BETWEEN.join((title, *names))


def unit_text(state: FormState, address: str, asked: Question | Column, lang: str) -> str:
    """Return the unit that numbers at an address are in; empty if they have none.

    Where another answer tells it and there is none yet, where that is asked. The pack may say
    which unit each answer means (``units_by``); else the answer is the unit.
    """
    told = state.told_unit(address)
    if told is None:
        return formatting.unit(asked.unit, lang)
    if told.answer is None:
        return _(UNIT_TOLD, lang).format(question=teller_name(told.asked, lang))
    units = (asked.more or {}).get("units_by")
    unit = units.get(told.answer) if isinstance(units, Mapping) else None
    if isinstance(unit, str):
        return formatting.unit(unit, lang)
    choice = told.asked.choice(told.answer)
    return choice.label.get(lang) if choice else told.answer


def teller_name(asked: Question | Column, lang: str) -> str:
    """Return what the question that tells a unit is called: its number, else its label."""
    number = asked.number if isinstance(asked, Question) else ""
    return number or asked.label.get(lang)


def technique_number(definition: Definition, technique: Technique) -> str:
    """Return ``7a`` or ``2.II`` for a row: its own number, or its conclusion's with the code.

    A library description, which belongs to no one conclusion, gives an empty text.
    """
    if technique.number:
        return technique.number
    parent = next((t for t in definition.techniques if t.id == technique.parent), None)
    if parent is None:
        return ""
    above = technique_number(definition, parent)
    code = technique.code or ""
    joint = "" if not code or (len(code) == 1 and code.islower()) else "."
    return f"{above}{joint}{code}" if above else ""


def value_text(asked: Question | Column, value: object, lang: str) -> str:
    """Return a value that was worked out as people read it; empty if it is unknown.

    Numbers have as many places after the mark as the pack says (``precision``), else six
    significant digits; the value itself is never rounded.
    """
    match value:
        case None:
            return ""
        case bool():
            return _("yes", lang) if value else _("no", lang)
        case Decimal() | int():
            return formatting.number(_for_reading(asked, Decimal(value)), lang)
        case datetime() | date() | time():
            return formatting.moment(value.isoformat(), lang)
        case tuple():
            return "; ".join(value_text(asked, item, lang) for item in value)
        case _:
            found = next((choice for choice in asked.choices if choice.name == value), None)
            return found.label.get(lang) if found else str(value)


def _for_reading(asked: Question | Column, value: Decimal) -> Decimal:
    places = (asked.more or {}).get("precision")
    if isinstance(places, int) and 0 <= places <= _MOST_PLACES:
        return formatting.rounded(value, places)
    return formatting.significant(value)
