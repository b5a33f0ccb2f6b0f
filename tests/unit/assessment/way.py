"""The tables of the common checklist that speak of techniques, bottlenecks and measures."""

from kta_desktop.assessment.host import filled
from kta_desktop.domain.answers import Answer
from kta_desktop.domain.definition import (
    Choice,
    Column,
    Definition,
    Question,
    QuestionType,
    Section,
    Technique,
    Text,
)

TEXT, NUMBER, WHOLE, DAY, ONE = (
    QuestionType.TEXT,
    QuestionType.DECIMAL,
    QuestionType.INTEGER,
    QuestionType.DATE,
    QuestionType.SELECT_ONE,
)
_WORDS = {
    "applied": ("Применяется", "Қолданылады"),
    "high": ("Высокая", "Жоғары"),
    "medium": ("Средняя", "Орташа"),
    "low": ("Низкая", "Төмен"),
    "yes": ("Да", "Иә"),
    "no": ("Нет", "Жоқ"),
    "retrofit": ("Нужна модернизация", "Жаңғырту керек"),
    "own": ("Собственные средства", "Өз қаражаты"),
    "equipment": ("Износ оборудования", "Жабдықтың тозуы"),
}


def options(*names):
    """Return options with Russian and Kazakh labels."""
    told = {name: _WORDS.get(name, (f"«{name}»", f"«{name}» қаз")) for name in names}
    return tuple(Choice(name=n, label=Text(ru=ru, kk=kk)) for n, (ru, kk) in told.items())


UNITS = options("m3/t", "mg/l", "MWh/t", "mg/Nm3")
STATES = options("applied", "partly", "planned", "not_applied", "not_applicable")
GRADES = options("high", "medium", "low")
YES_NO = options("yes", "no")
VERDICTS = options("meets", "exceeds", "not_distinguishable", "not_compared")
REASONS = options("basis_differs", "no_level")
SHAPES = {
    "core_techniques": (
        "K1",
        "technique.register",
        (
            ("bat", TEXT),
            ("unit", TEXT),
            ("state", ONE, STATES),
            ("since", WHOLE),
            ("description", TEXT),
            ("reason", TEXT),
            ("before", NUMBER),
            ("after", NUMBER),
            ("value_unit", ONE, UNITS),
        ),
    ),
    "core_indicators": (
        "N1",
        "summary.indicators",
        (
            ("indicator", TEXT),
            ("value", NUMBER),
            ("unit", ONE, UNITS),
            ("uncertainty", NUMBER),
            ("low", NUMBER),
            ("high", NUMBER),
            ("source", TEXT),
            ("verdict", ONE, VERDICTS),
            ("reason", ONE, REASONS),
        ),
    ),
    "core_bottlenecks": (
        "O1",
        "bottleneck.register",
        (
            ("what", TEXT),
            ("where", TEXT),
            ("cause", ONE, options("equipment", "money")),
            ("effect", TEXT),
            ("indicator", TEXT),
            ("excess", NUMBER),
            ("confidence", ONE, GRADES),
            ("priority", ONE, GRADES),
            ("confirmed", ONE, YES_NO),
        ),
    ),
    "core_measures": (
        "P1",
        "plan.measures",
        (
            ("measure", TEXT),
            ("bat", TEXT),
            ("bottleneck", TEXT),
            ("effect", TEXT),
            ("target", NUMBER),
            ("target_unit", ONE, UNITS),
            ("capex", NUMBER, (), "million-KZT"),
            ("saving", NUMBER, (), "million-KZT"),
            ("finance", ONE, options("own", "loan")),
            ("delivery", DAY),
            ("construction", DAY),
            ("commissioning", DAY),
            ("startup", DAY),
            ("owner", TEXT),
        ),
    ),
    "core_tech_norms": (
        "K1.1",
        "technique.standards",
        (
            ("kind", ONE, options("air", "water")),
            ("indicator", TEXT),
            ("unit_name", TEXT),
            ("value", NUMBER),
            ("unit", ONE, UNITS),
            ("state", ONE, YES_NO),
            ("grounds", TEXT),
        ),
    ),
    "core_gaps": (
        "Q2",
        "conclusion.data_gaps",
        (
            ("what", TEXT),
            ("reason", ONE, options("no_access")),
            ("effect", TEXT),
            ("who", TEXT),
            ("until", DAY),
        ),
    ),
}
TECHNIQUES = (
    Technique(id="7", number="7", title=Text(ru="Экономия воды", kk="Суды үнемдеу")),
    Technique(id="7.a", parent="7", code="a"),
    Technique(id="12", number="12", title=Text(ru="Очистка стоков", kk="Ағынды тазарту")),
)


def _column(concept, name, kind, choices=(), unit=None):
    label = Text(ru=f"Столбец {name}", kk=f"{name} бағаны")
    return Column(
        name=name,
        type=kind,
        label=label,
        choices=choices,
        unit=unit,
        concept=f"{concept}.{name}",
    )


def questions(section="way", **renamed):
    """Return the tables, and the questions about potential and conclusions.

    ``renamed``: name in the common checklist to another one.
    """
    tables = [
        Question(
            name=renamed.get(name, name),
            number=number,
            section=section,
            type=QuestionType.TABLE,
            label=Text(ru=f"Таблица {number}", kk=f"{number} кестесі"),
            concept=concept,
            columns=tuple(_column(concept, *column) for column in columns),
        )
        for name, (number, concept, columns) in SHAPES.items()
    ]
    potential = Question(
        name="core_potential",
        number="P3",
        section=section,
        type=ONE,
        label=Text(ru="Потенциал"),
        concept="plan.potential",
        choices=options("retrofit"),
    )
    conclusion = Question(
        name="core_conclusion",
        number="Q1",
        section=section,
        type=TEXT,
        label=Text(ru="Выводы"),
        concept="conclusion.text",
    )
    cost = Question(
        name="core_plan_cost",
        number="P2",
        section=section,
        type=QuestionType.CALCULATE,
        label=Text(ru="Стоимость плана"),
        concept="plan.cost_total",
        calculation="sum(${core_measures}/capex)",
        unit="million-KZT",
        confidential=True,
    )
    extra = () if renamed else (cost,)
    return (*tables, potential, conclusion, *extra)


def definition(levels=(), **renamed):
    """Return a checklist of these tables alone."""
    return Definition(
        pack="way",
        version="1",
        title=Text(ru="Путь"),
        sections=(Section(name="way", number="1", label=Text(ru="Путь")),),
        questions=questions(**renamed),
        techniques=TECHNIQUES,
        levels=tuple(levels),
    )


def put(entries, table, row, **cells):
    """Enter a row: texts as typed, numbers with a comma, days as ISO, options by id.

    A pair is a text that was typed and the value it has; None for one without a meaning.
    """
    entries[f"{table}/{row}"] = {"order": float(len(entries))}
    for name, given in cells.items():
        text, value = given if isinstance(given, tuple) else (given, _meaning(given))
        entries[f"{table}/{row}/{name}"] = Answer(text=text, value=value).to_json()
    return entries


def _meaning(text):
    plain = text.replace(",", ".").replace(" ", "")
    return plain if plain.replace(".", "", 1).replace("-", "", 1).isdigit() else text


def state(entries, levels=(), **renamed):
    """Return the form of these entries."""
    return filled(definition(levels, **renamed), entries)
