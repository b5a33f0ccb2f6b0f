"""A checklist with sources of emissions: repeats, a table and a repeat in each, figures, notes."""

from kta_desktop.domain.definition import (
    Choice,
    Column,
    Definition,
    Group,
    Question,
    QuestionType,
    Section,
    Text,
)

SUBSTANCES = tuple(
    Choice(name=name, label=Text(ru=ru, kk=ru, en=name), more={"kind": kind})
    for name, ru, kind in (
        ("no2", "Азота диоксид", "gas"),
        ("no", "Азота оксид", "gas"),
        ("co", "Углерода оксид", "gas"),
        ("so2", "Серы диоксид", "gas"),
        ("h2s", "Сероводород", "gas"),
        ("nh3", "Аммиак", "gas"),
        ("hcl", "Хлористый водород", "gas"),
        ("hf", "Фтористый водород", "gas"),
        ("ch4", "Метан", "gas"),
        ("voc", "Летучие органические соединения", "gas"),
        ("phenol", "Фенол", "gas"),
        ("dust", "Пыль неорганическая", "solid"),
        ("soot", "Сажа", "solid"),
        ("ash", "Зола", "solid"),
    )
)
KINDS = (
    Choice(name="stack", label=Text(ru="Труба", kk="Мұржа", en="Stack")),
    Choice(name="diffuse", label=Text(ru="Неорганизованный", kk="Ұйымдастырылмаған", en="Diffuse")),
)
STATES = (
    Choice(name="any", label=Text(ru="Любые", kk="Кез келген", en="Any")),
    Choice(name="solid", label=Text(ru="Твёрдые", kk="Қатты", en="Solid")),
)


def _q(name, number, kind, ru, section="src", **more):
    label = Text(ru=ru, kk=more.pop("kk", f"{ru} (қаз)"), en=ru)
    return Question(name=name, number=number, section=section, type=kind, label=label, **more)


def _column(name, kind, ru, **more):
    return Column(name=name, type=kind, label=Text(ru=ru, kk=ru, en=ru), **more)


POLLUTANTS = (
    _column("substance", QuestionType.SELECT_ONE, "Вещество", choices=SUBSTANCES, required=True),
    _column("g_s", QuestionType.DECIMAL, "Выброс", unit="g/s", constraint=". >= 0"),
    _column(
        "t_year",
        QuestionType.CALCULATE,
        "Масса за год",
        unit="t/year",
        calculation="../g_s * ${src_hours} * 0.0036",
        more={"precision": 2},
    ),
    _column("marker", QuestionType.SELECT_ONE, "Маркерное", choices=KINDS),
)

NESTED = Definition(
    pack="plant",
    version="1.0",
    title=Text(ru="Чек-лист завода", kk="Зауыт парағы", en="Checklist of a plant"),
    sections=(
        Section(name="src", number="G", label=Text(ru="Выбросы", kk="Шығарындылар"), pack="core"),
        Section(name="own", number="1", label=Text(ru="Виды ответов", kk="Жауап түрлері")),
    ),
    groups=(
        Group(name="size", section="src", label=Text(ru="Размеры", kk="Өлшемдер"), parent="source"),
    ),
    questions=(
        _q("src_note", "", QuestionType.NOTE, "Номера взять из инвентаризации."),
        _q("src_any", "G1", QuestionType.SELECT_ONE, "Есть ли источники?", choices=STATES),
        _q("source", "G2", QuestionType.REPEAT, "Источники выбросов", required=True,
           short=Text(ru="Источник", kk="Көз", en="Source"), more={"key": "src_no"}),
        _q("src_no", "G3", QuestionType.TEXT, "Номер и наименование источника", parent="source",
           required=True),
        _q("src_kind", "G4", QuestionType.SELECT_ONE, "Вид источника", parent="source",
           choices=KINDS),
        _q("src_height", "G5", QuestionType.DECIMAL, "Высота устья", parent="size", unit="m",
           relevant="${src_kind} = 'stack'", constraint=". > 0 and . <= 450",
           constraint_message=Text(ru="Высота от 0 до 450 м.", kk="0-ден 450 м дейін.")),
        _q("src_hours", "G6", QuestionType.DECIMAL, "Часов работы за год", parent="source",
           unit="h/year", blank_reasons=("not_recorded", "measure_later"),
           more={
               "sum": True,
               "rules": [
                   {"expression": ". <= 8784", "severity": "error",
                    "message": {"ru": "Не больше 8784 часов."}},
                   {"expression": ". >= 100", "severity": "warning",
                    "message": {"ru": "Меньше 100 часов."}},
                   {"expression": ". >= 10", "severity": "warning",
                    "message": {"ru": "Меньше 10 часов."}},
               ]
           }),
        _q("pollutants", "G7", QuestionType.TABLE, "Загрязняющие вещества источника",
           short=Text(ru="Вещества источника", kk="Көз заттары"), parent="source",
           columns=POLLUTANTS),
        _q("unit", "G8", QuestionType.REPEAT, "Установки источника", parent="source",
           short=Text(ru="Установка", kk="Қондырғы"), more={"key": "unit_name"}),
        _q("unit_name", "G9", QuestionType.TEXT, "Название установки", parent="unit"),
        _q("unit_year", "G10", QuestionType.INTEGER, "Год пуска", parent="unit"),
        _q("src_mass", "G11", QuestionType.CALCULATE, "Масса источника", parent="source",
           unit="t/year", calculation="sum(${pollutants}/t_year)", more={"precision": 1}),
        _q("total", "G12", QuestionType.CALCULATE, "Масса всех источников", unit="t/year",
           calculation="sum(${src_mass})"),
        _q("src_last", "G13", QuestionType.TEXT, "Замечания по выбросам"),
        _q("own_time", "1.1", QuestionType.TIME, "Когда начинается смена?", section="own"),
        _q("own_moment", "1.2", QuestionType.DATETIME, "Когда был пуск?", section="own"),
        _q("own_share", "1.3", QuestionType.RANGE, "Доля загрузки", section="own", unit="%",
           more={"parameters": {"start": "0", "end": "100", "step": "5"}}),
        _q("own_order", "1.4", QuestionType.RANK, "Что важнее?", section="own", choices=KINDS),
        _q("own_seen", "1.5", QuestionType.ACKNOWLEDGE, "Инструктаж получен", section="own"),
        _q("own_main", "1.6", QuestionType.SELECT_ONE, "Главное вещество", section="own",
           choices=SUBSTANCES, choice_filter="${src_any} = 'any' or kind = 'solid'"),
        _q("own_shut", "1.7", QuestionType.TEXT, "Закрытое поле", section="own", readonly="true()"),
    ),
)  # fmt: skip
