"""An audit that has something for every kind of sheet, and one that is hostile to all of them."""

import io
from dataclasses import replace
from datetime import date
from functools import cache

from PIL import Image

from kta_desktop.assessment.known import Known as Way
from kta_desktop.assessment.plan_steps import steps
from kta_desktop.domain.answers import Answer, Evidence
from kta_desktop.domain.definition import Choice, Column, QuestionType, Section, Text
from kta_desktop.domain.definition import Question as Asked
from kta_desktop.reports.assessed import NOTHING
from kta_desktop.reports.blank.sheet import Blank, blank_sheet_pdf
from kta_desktop.reports.context import Authored, MissingLine, MissingPart
from kta_desktop.reports.order import Kind, Order
from kta_desktop.reports.sheet import sheet_pdf
from kta_desktop.reports.source import Known, Source
from tests.unit.assessment import way
from tests.unit.reports.assessed_material import assessed
from tests.unit.reports.material import AYGUL

TONGUES = (("ru",), ("kk",), ("ru", "kk"))
ASSESSED = (Kind.DIRECTOR, Kind.BALANCE)
"""Sheets that hold nothing else; the others are as they are of an audit without records of it."""
ENDLESS = "Ақбұлақсүтөнеркәсіптік" * 14  # 308 letters without a place to break
COMPOUND = "Қазақстанреспубликасыныңэкологиялықзаңнамасыныңталаптарынасәйкестендірілген"
LINES = "\n".join(f"Строка {n}: ағын {n}, шығын тұрақты емес; ≤ {n} м³/сағ" for n in range(1, 41))
DIGITS = "1234567890123456789012345678901234567890"


def printed(paper, kind, **order):
    """Return a sheet as bytes; also a blank one."""
    wanted = Order(kind=kind, languages=paper.languages, **order)
    record = paper.audit()
    if kind is Kind.BLANK:
        blank = Blank(
            definition=paper.definition,
            sha256=record.definition_sha256,
            order=wanted,
            printed_at=paper.printed_at,
            audit=record.number,
            plant=record.plant.name,
        )
        return blank_sheet_pdf(blank).data
    known = Known(
        judgements=paper.judgements,
        authorship=paper.authorship,
        traces=paper.traces,
        standards=paper.standards,
        missing=_missing(),
        assess=lambda _record, state: assessed() if kind in ASSESSED else _tied(state),
    )
    source = Source(record=record, images=paper.image, printed_at=paper.printed_at, known=known)
    return sheet_pdf(wanted, source).data


def _tied(state):
    """Return measures with the bottlenecks that they are against, and nothing worked out."""
    audit = Way(definition=state.definition, state=state, today=date(2026, 11, 23))
    return replace(NOTHING, plan=replace(NOTHING.plan, steps=steps(audit)))


def filled(paper):
    """Return the audit with something for every kind of sheet."""
    known, entries, put = paper.definition, paper.entries, way.put
    paper.definition = replace(
        known,
        sections=(*known.sections, Section(name="way", number="20", label=Text(ru="Путь"))),
        questions=(*known.questions, *way.questions()),
    )
    paper.image = _picture
    entries["wat_02#confidential"] = {"is": True, "grounds": "приказ № 14"}
    put(
        entries,
        "core_bottlenecks",
        "b",
        what="Усреднитель мал",
        cause="equipment",
        effect="ХПК выше 100 мг/л",
        indicator="ХПК",
        excess="1,68",
        confidence="high",
        priority="high",
        confirmed="yes",
    )
    put(
        entries,
        "core_measures",
        "a",
        measure="Усреднитель на 16 часов",
        bat="НДТ 11",
        bottleneck="Усреднитель мал",
        effect="ХПК до 100 мг/л",
        target="100",
        target_unit="mg/l",
        capex="46",
        saving="4,8",
        finance="own",
        delivery="2027-04-01",
        startup="2027-10-01",
        owner="Сейтова Д. К.",
    )
    put(entries, "core_measures", "b", measure="Поиск утечек", capex=("около двух", None))
    put(entries, "core_gaps", "a", what="Коды отходов", reason="no_access", until="2026-11-23")
    entries["core_conclusion"] = {"text": "Первое.\nВторое.", "value": "Первое.\nВторое."}
    return paper


def hostile(paper):
    """Return the audit with whatever is too long, too wide, too tall or too much."""
    paper = filled(paper)
    known, entries = paper.definition, paper.entries
    wide = _wide_table()
    paper.definition = replace(
        known,
        questions=(*known.questions, wide, _long_table(), _long_unit()),
        sections=(
            replace(known.sections[0], label=Text(ru=COMPOUND, kk=COMPOUND)),
            *known.sections[1:],
        ),
    )
    entries |= {
        "@plant/name": f"ТОО «{ENDLESS}»",
        "@plant/address": f"{COMPOUND} {ENDLESS}",
        "@plant/representative": f"{ENDLESS} Е. Т.",
        "@audit/number": "KTA-" + DIGITS * 4,
        "wat_03#note": LINES,
        "wat_04": Answer(text=LINES, value=LINES).to_json(),
        "wat_02#note": ENDLESS,
        "wwt_06#note": f"{COMPOUND} {COMPOUND} №{DIGITS}",
    }
    entries["wat_05"] = Answer(text=DIGITS, value=DIGITS, unit="m3/h", uncertainty="0.5").to_json()
    entries["hostile_unit"] = Answer(text=DIGITS, value=DIGITS).to_json()
    for number in range(2, 18):  # with the lead seventeen
        member = f"@team/{AYGUL[:-2]}{number:02}"
        entries[member] = {"name": f"{COMPOUND} {number}", "role": "member", "place": number}
    _fill(entries, wide, 3, f"{COMPOUND} №")
    _fill(entries, paper.definition.questions[-2], 60, "Труба ")
    _put_pictures(entries)
    for row in ("b", "c"):
        way.put(
            entries,
            "core_bottlenecks",
            f"x{row}",
            what=LINES if row == "b" else ENDLESS,
            effect=COMPOUND,
            indicator=COMPOUND,
            excess="123456789,125",
            priority="high",
        )
        way.put(
            entries,
            "core_measures",
            f"x{row}",
            measure=LINES if row == "b" else ENDLESS,
            bottleneck=COMPOUND,
            effect=ENDLESS,
            capex=DIGITS,
            owner=COMPOUND,
            startup="2028-05-20",
        )
    session = next(path for path in entries if path.startswith("@session/"))
    entries[session] = {
        **entries[session],
        "source": f"{COMPOUND} {ENDLESS}",
        "point": LINES,
        "regime": COMPOUND,
    }
    paper.authorship = {
        **paper.authorship,
        "wat_03": Authored(f"{AYGUL[:-2]}05", "2026-11-22T09:32:08Z"),
    }
    return paper


def _missing():
    titles = ("8.5 Ночной расход воды", f"9.7 {COMPOUND}")
    line = MissingLine(headline="Нет ответов", follows="План неполон", titles=titles)
    return (MissingPart(heading="Обязательное", lines=(line,)),)


def _fill(entries, question, rows, words):
    for number in range(rows):
        row = f"{question.name}/r{number}"
        entries[row] = {"order": float(number)}
        for place, column in enumerate(question.columns):
            is_figure = column.type is QuestionType.DECIMAL
            said = f"{number * 1000 + place}.25" if is_figure else f"{words}{number}"
            entries[f"{row}/{column.name}"] = Answer(text=said, value=said).to_json()


def _put_pictures(entries):
    for place, sha in enumerate("567"):
        proof = Evidence(
            id=f"0192f0c8-0000-7000-8000-0000000004{place:02}",
            sha256=sha * 64,
            name=f"{ENDLESS}.jpg",
            media_type="image/jpeg",
            size=1,
            taken_at="2026-11-22T14:09:00",
            caption=(ENDLESS, LINES, COMPOUND)[place],
        )
        entries[f"wwt_04#evidence:{proof.id}"] = proof.to_json()


def _wide_table():
    columns = tuple(
        Column(
            name=f"c{n}",
            type=QuestionType.DECIMAL if n % 2 else QuestionType.TEXT,
            label=Text(ru=f"Наименованиепоказателя {n}", kk=f"Көрсеткіштіңатауыменбірлігі {n}"),
            unit="mg/Nm3" if n % 2 else None,
        )
        for n in range(12)
    )
    return _table("hostile_wide", "8.8", columns)


def _long_table():
    names = (("pipe", QuestionType.TEXT), ("hours", QuestionType.DECIMAL))
    columns = tuple(Column(name=name, type=kind, label=Text(ru=name)) for name, kind in names)
    return _table("hostile_long", "8.9", columns)


def _table(name, number, columns):
    return Asked(
        name=name,
        number=number,
        section="wat",
        type=QuestionType.TABLE,
        label=Text(ru=COMPOUND, kk=COMPOUND),
        columns=columns,
    )


def _long_unit():
    return Asked(
        name="hostile_unit",
        number="8.10.111.1111",
        section="wat",
        type=QuestionType.DECIMAL,
        label=Text(ru=ENDLESS, kk=ENDLESS),
        unit="kg SO2-eq/(m2·year·1000 pieces)",
        choices=(Choice(name="x", label=Text(ru=ENDLESS)),),
    )


@cache
def _picture(sha256, _pixels):
    """Return a picture: of fives an upright panorama, of sixes a flat one, of fours no picture."""
    if sha256.startswith("4"):
        return b"\xff\xd8 this is no picture"
    size = {"5": (90, 1400), "6": (1400, 60)}.get(sha256[0], (320, 240))
    file = io.BytesIO()
    Image.new("L", size, 16 * int(sha256[0])).save(file, "JPEG")
    return file.getvalue()
