"""What acts rest on: a register of points, a plan of measurements, sources with their cleaning."""

from dataclasses import replace

from kta_desktop.domain.answers import Answer
from kta_desktop.domain.definition import Choice, Column, Question, QuestionType, Text
from tests.unit.reports.material import definition

SOURCE = "0014, сушилка РС-2, труба Ø 0,80 м"
MEDIA = (
    Choice(name="gas", label=Text(ru="Отходящие газы", kk="Шығатын газдар")),
    Choice(name="effluent", label=Text(ru="Сточная вода", kk="Сарқынды су")),
)
WORKS = (Choice(name="works", label=Text(ru="Работает", kk="Жұмыс істейді")),)
BAG = (Choice(name="bag-filter", label=Text(ru="Рукавный фильтр", kk="Қап сүзгі")),)
WHAT = (
    Choice(name="dust", label=Text(ru="Пыль", kk="Шаң")),
    Choice(name="cod", label=Text(ru="ХПК", kk="ОХТ")),
)
YES_NO = (
    Choice(name="yes", label=Text(ru="Да", kk="Иә")),
    Choice(name="no", label=Text(ru="Нет", kk="Жоқ")),
)


def _columns(concept, columns):
    made = []
    for name, kind in columns.items():
        more = {"choices": kind} if isinstance(kind, tuple) else {}
        kinds = {"text": QuestionType.TEXT, "date": QuestionType.DATE}
        type_ = QuestionType.SELECT_ONE if more else kinds.get(kind, QuestionType.DECIMAL)
        unit = kind if type_ is QuestionType.DECIMAL and kind else None
        made.append(
            Column(
                name=name,
                type=type_,
                label=Text(ru=name),
                concept=f"{concept}.{name}",
                unit=unit,
                **more,
            )
        )
    return tuple(made)


def _table(called, concept, /, *, ru="Таблица", parent=None, **columns):
    return Question(
        name=called,
        number="8.9",
        section="wat",
        type=QuestionType.TABLE,
        label=Text(ru=ru, kk=f"{ru} (kk)"),
        concept=concept,
        parent=parent,
        columns=_columns(concept, columns),
    )


def _asked(name, concept, kind=QuestionType.TEXT, parent=None):
    return Question(
        name=name,
        number="8.8",
        section="wat",
        type=kind,
        label=Text(ru=name),
        concept=concept,
        parent=parent,
    )


def checklist():
    """Return a checklist that has what acts are filled from."""
    points = _table(
        "points",
        "measurement.points",
        name="text",
        where="text",
        medium=MEDIA,
        place="text",
        diameter="m",
        before="m",
        after="m",
        traverse="",
    )
    plan = _table(
        "plan",
        "measurement.plan",
        where="text",
        what=WHAT,
        method="text",
        samples="",
        minutes="min",
        who="text",
        done=YES_NO,
        reason="text",
    )
    labs = _table(
        "labs",
        "measurement.protocols",
        ru="Протоколы лабораторий",
        lab="text",
        accreditation="text",
        valid_to="date",
        protocol="text",
        date="date",
        in_scope=YES_NO,
        act=YES_NO,
        load="%",
    )
    cleaning = _table(
        "cleaning", "source.abatement", parent="sources", kind=BAG, state=WORKS, dp_pa="Pa"
    )
    made = definition()
    more = (
        _asked("customer", "audit.customer"),
        _asked("object", "object.name"),
        points,
        plan,
        labs,
        _asked("sources", "source", QuestionType.REPEAT),
        _asked("number", "source.number", parent="sources"),
        cleaning,
    )
    return replace(made, questions=(*made.questions, *more))


def filled():
    """Return the entries that fill it."""
    rows = {
        "points/p1": {"name": "Т-14", "where": SOURCE, "medium": "gas", "place": "крыша цеха"},
        "points/p2": {"name": "К-2", "where": "Выпуск № 1", "medium": "effluent"},
        "plan/m1": {"where": SOURCE, "what": "dust", "method": "СТ РК 1", "done": "yes"},
        "plan/m2": {"where": "Выпуск № 1", "what": "cod", "who": "Лаборатория", "done": "no"},
        "labs/l1": {"lab": "Лаб", "protocol": "214-В", "act": "no", "in_scope": "yes"},
        "labs/l2": {"protocol": "9", "act": "yes", "valid_to": "2025-01-31", "date": "2026-02-01"},
        "sources/s1": {},
        "sources/s1/cleaning/c1": {"kind": "bag-filter", "state": "works"},
    }
    numbers = {
        "points/p1/diameter": ("0,9", "m"),
        "points/p1/before": ("3,2", "m"),
        "points/p1/after": ("1,9", "m"),
        "points/p1/traverse": ("4", None),
        "plan/m2/samples": ("2", None),
        "plan/m2/minutes": ("20", "min"),
        "sources/s1/cleaning/c1/dp_pa": ("1150", "Pa"),
        "labs/l2/load": ("92", "%"),
    }
    entries = {path: {"order": float(place)} for place, path in enumerate(rows, start=1)}
    for path, cells in rows.items():
        for name, value in cells.items():
            entries[f"{path}/{name}"] = Answer(text=value, value=value).to_json()
    for path, (text, unit) in numbers.items():
        value = text.replace(",", ".")
        entries[path] = Answer(text=text, value=value, unit=unit).to_json()
    for path, text in (
        ("customer", "Акимат города"),
        ("object", "Молочный завод"),
        ("sources/s1/number", SOURCE),
    ):
        entries[path] = Answer(text=text, value=text).to_json()
    return entries
