"""A book of a few conclusions, a plant that answers, and rows that the auditor confirmed."""

from dataclasses import replace
from datetime import date

from kta_desktop.assessment.host import filled
from kta_desktop.assessment.known import Known
from kta_desktop.domain.answers import Answer
from kta_desktop.domain.definition import (
    Choice,
    Level,
    Question,
    QuestionType,
    Section,
    Source,
    Technique,
    Text,
)
from tests.unit.assessment import way

TODAY = date(2026, 11, 23)
LIKERT = tuple(
    Choice(name=name, label=Text(ru=ru, kk=kk, en=en))
    for name, ru, kk, en in (
        ("yes", "Да", "Иә", "Yes"),
        ("partial", "Частично", "Ішінара", "Partly"),
        ("no", "Нет", "Жоқ", "No"),
        ("na", "Неприменимо", "Қолданылмайды", "Not applicable"),
    )
)
TITLE = "Commission Implementing Decision (EU) 2019/2031, BAT conclusions"


def bat(number, rule="", codes="", **more):
    """Return a conclusion, its rule in English, and a technique for each letter of ``codes``."""
    more.setdefault("source", "EU")
    title = Text(ru=f"Вывод {number}", kk=f"{number}-тұжырым", en=f"Conclusion {number}")
    whole = Technique(id=f"B{number}", number=number, rule=Text(en=rule), title=title, **more)
    parts = (
        Technique(
            id=f"B{number}.{code}",
            parent=whole.id,
            kind="sub",
            code=code,
            title=Text(ru=f"Техника {number}{code}"),
            source=more["source"],
        )
        for code in codes
    )
    return (whole, *parts)


BOOK = (
    *bat("6", "6a is mandatory together with a suitable mix of 6b", ["a", "b1", "b2"]),
    *bat("7", "7a plus one or more of b-k", "abcdefghijk"),
    *bat("9"),
    *bat("12", "one or a combination", "abc"),
    *bat("21", "BAT 6 plus one or a combination", "cd", more={"subsectors": ["dairy"]}),
    *bat("30", "all techniques", "ab", more={"subsectors": ["fish"]}),
)


def likert(name, *techniques, **more):
    """Return a question of yes, partly, no, n.a. that names techniques."""
    given = {
        "number": f"1.{name[-1]}",
        "section": "s",
        "type": QuestionType.SELECT_ONE,
        "appearance": "likert",
        "label": Text(ru=name, kk=name, en=name),
        "choices": LIKERT,
        "concept": f"tiny.{name}",
    }
    return Question(name=name, techniques=techniques, **{**given, **more})


SUBSECTOR = likert(
    "subsector",
    type=QuestionType.SELECT_MULTIPLE,
    choices=(Choice(name="dairy", label=Text()), Choice(name="fish", label=Text())),
)
CRITERIA = Question(
    name="core_criteria",
    number="K3",
    section="way",
    type=QuestionType.TABLE,
    label=Text(ru="Критерии"),
    concept="technique.criteria",
    columns=(
        way._column("technique.criteria", "technique", way.TEXT),
        way._column("technique.criteria", "criterion", way.ONE, way.options("proven", "emissions")),
        way._column("technique.criteria", "score", way.NUMBER),
        way._column("technique.criteria", "why", way.TEXT),
    ),
)
COSTS = Question(
    name="core_capex",
    number="M3",
    section="way",
    type=QuestionType.TABLE,
    label=Text(ru="Затраты"),
    concept="economics.technique_costs",
    columns=(
        way._column("economics.technique_costs", "technique", way.TEXT),
        way._column("economics.technique_costs", "year", way.WHOLE),
        way._column("economics.technique_costs", "capex", way.NUMBER, (), "million-KZT"),
        way._column("economics.technique_costs", "opex", way.NUMBER, (), "million-KZT"),
        way._column("economics.technique_costs", "saving", way.NUMBER, (), "million-KZT"),
        way._column("economics.technique_costs", "life", way.NUMBER, (), "year"),
    ),
)


def book(*questions, techniques=BOOK, levels=()):
    """Return a checklist of a book, the questions given, and the tables of the common part."""
    given = way.definition()
    return replace(
        given,
        sections=(Section(name="s", number="1", label=Text(ru="Р")), *given.sections),
        questions=(SUBSECTOR, *questions, *given.questions, CRITERIA, COSTS),
        techniques=tuple(techniques),
        levels=tuple(Level(medium="water", parameter=Text(), kind="AEL", **e) for e in levels),
        sources=(Source(id="EU", title=TITLE), Source(id="KZ", title="Справочник РК")),
    )


def audit(definition, rows=(), tables=(), records=None, **answers):
    """Return what is known of a plant.

    Args:
        definition: The checklist.
        rows: Of the register: id, technique as cited, and cells.
        tables: Rows of other tables: name, id, cells.
        records: Path to what it holds.
        answers: Option by question.
    """
    entries = {}
    for row, cited, cells in rows:
        way.put(entries, "core_techniques", row, bat=cited, **cells)
    for name, row, cells in tables:
        way.put(entries, name, row, **cells)
    for name, value in answers.items():
        entries[name] = Answer(value=value).to_json()
    return known(definition, entries, records)


def known(definition, entries, records=None):
    """Return what is known of a plant with these entries."""
    form = filled(definition, entries)
    return Known(definition=form.definition, state=form, records=records or {}, today=TODAY)
