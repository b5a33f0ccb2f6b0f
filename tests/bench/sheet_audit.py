"""A made-up audit whose filled sheet has a hundred pages, fifty photographs and ten charts."""

import io
import math
import random
from dataclasses import replace
from decimal import Decimal
from functools import cache

from PIL import Image

from kta_desktop.domain.answers import Answer, Evidence
from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.definition import (
    Choice,
    Column,
    Definition,
    Level,
    Question,
    QuestionType,
    Section,
    Text,
)
from kta_desktop.domain.gas import GasConditions
from kta_desktop.domain.measurement import Channel, Instrument, Sample, Session
from kta_desktop.domain.verdict import Judgement, Verdict
from kta_desktop.reports.context import Authored
from kta_desktop.reports.order import Order
from kta_desktop.reports.protocols.figure import Trace
from kta_desktop.reports.source import Known, Source

SECTIONS, IN_SECTION = 14, 30
PHOTOGRAPHS, CHARTS = 50, 10
LONG_TABLE = 5000
ORDER = Order(languages=("ru", "kk"))
_READINGS = 1800
_START_S = 1795337100.0
_LEAD = "0192f0c8-0000-7000-8000-000000000001"
_YES_NO = (
    Choice(name="yes", label=Text(ru="Да", kk="Иә")),
    Choice(name="partly", label=Text(ru="Частично", kk="Ішінара")),
    Choice(name="no", label=Text(ru="Нет", kk="Жоқ")),
)
_ASKED = (
    (
        QuestionType.DECIMAL,
        "Сколько воды забрано из скважин на мойку танков в базовом году, по журналу учёта?",
        "Базалық жылы танктерді жууға ұңғымалардан қанша су алынды, есеп журналы бойынша?",
    ),
    (
        QuestionType.SELECT_ONE,
        "Ведётся ли учёт сточных вод по каждому цеху и кто за него отвечает?",
        "Әр цех бойынша сарқынды су есебі жүргізіле ме және оған кім жауап береді?",
    ),
    (
        QuestionType.TEXT,
        "Опишите состояние газоочистки по осмотру и последнему паспорту установки",
        "Қондырғының соңғы паспорты мен тексеру бойынша газ тазартудың күйін сипаттаңыз",
    ),
    (
        QuestionType.TABLE,
        "Источники выбросов цеха: что выходит, сколько часов в году, куда",
        "Цехтың шығарынды көздері: не шығады, жылына қанша сағат, қайда",
    ),
    (
        QuestionType.DECIMAL,
        "Какова концентрация взвешенных веществ после сушильной башни?",
        "Кептіру мұнарасынан кейінгі қалқыма заттардың концентрациясы қандай?",
    ),
    (
        QuestionType.IMAGE,
        "Фотографии выпуска сточных вод и приборов учёта",
        "Сарқынды су шығару орны мен есепке алу аспаптарының суреттері",
    ),
)
_LONG = (
    "Пылеуловитель исправен, паспорт 2019 года; рукава заменены в марте, перепад давления держат "
    "вручную. Потоки охлаждения и мойки сходятся в один приямок, поэтому разделить их по журналу "
    "нельзя: учёт ведут по насосам, а насос один на два цеха."
)
_COLUMNS = (
    Column(name="source", type=QuestionType.TEXT, label=Text(ru="Источник", kk="Көзі")),
    Column(
        name="hours", type=QuestionType.DECIMAL, label=Text(ru="Часов", kk="Сағат"), unit="h/year"
    ),
    Column(
        name="mass", type=QuestionType.DECIMAL, label=Text(ru="Масса", kk="Массасы"), unit="t/year"
    ),
)
LEVEL = Level(
    id="dust",
    kind="AEL",
    medium="air",
    parameter=Text(ru="Пыль сушки", kk="Кептіру шаңы"),
    lower="2",
    upper="10",
    unit="mg/Nm3",
    techniques=("12",),
    source="EU2019-2031",
    locus="Table 1",
    confidence="verified",
)


def source() -> Source:
    """Return the audit with all that its sheet needs; photographs are ready as their bytes."""
    pictures = photographs()
    return Source(
        record=_record(),
        images=lambda sha256, _pixels: pictures[int(sha256[:4])],
        printed_at="2026-11-22T14:32:08+05:00",
        known=Known(
            judgements=_judgements(),
            authorship={
                question.name: Authored(_LEAD, "2026-11-22T09:32:08.000Z")
                for question in definition().questions
            },
            traces={f"@session/{_session(n).id}": _trace(n) for n in range(CHARTS)},
        ),
    )


def long_table() -> tuple[Source, Order]:
    """Return an audit with a table of five thousand rows, and the order for its section."""
    whole = source()
    entries = dict(whole.record.entries)
    for number in range(LONG_TABLE):
        row = f"q0_3/x{number}"
        entries[row] = {"order": 100.0 + number}
        words = f"Труба {number}, сушилка"
        entries[f"{row}/source"] = Answer(text=words, value=words).to_json()
        entries[f"{row}/hours"] = Answer(text="1", value=str(number)).to_json()
    return replace(whole, record=replace(whole.record, entries=entries)), replace(
        ORDER, sections=("s0",)
    )


@cache
def photographs() -> tuple[bytes, ...]:
    """Return JPEGs of 900 × 675 px, as different from each other as photographs are."""
    dice = random.Random(20261122)
    found = []
    for _number in range(PHOTOGRAPHS):
        small = Image.frombytes("RGB", (60, 45), dice.randbytes(8100))
        out = io.BytesIO()
        small.resize((900, 675)).save(out, "JPEG", quality=82)
        found.append(out.getvalue())
    return tuple(found)


@cache
def definition() -> Definition:
    """Return what is asked: sections of questions of six kinds in turn."""
    return Definition(
        pack="bench",
        version="1",
        title=Text(ru="Замер: сто страниц", kk="Өлшем: жүз бет"),
        sections=tuple(
            Section(
                name=f"s{number}",
                number=str(number + 1),
                label=Text(ru=f"Цех {number + 1}", kk=f"{number + 1}-цех"),
            )
            for number in range(SECTIONS)
        ),
        questions=tuple(
            _question(section, place) for section in range(SECTIONS) for place in range(IN_SECTION)
        ),
        levels=(LEVEL,),
    )


def _question(section: int, place: int) -> Question:
    kind, ru, kk = _ASKED[place % len(_ASKED)]
    return Question(
        name=f"q{section}_{place}",
        number=f"{section + 1}.{place + 1}",
        section=f"s{section}",
        type=kind,
        label=Text(ru=f"{ru} ({section + 1}.{place + 1})", kk=kk),
        unit="mg/Nm3" if kind is QuestionType.DECIMAL else None,
        choices=_YES_NO if kind is QuestionType.SELECT_ONE else (),
        columns=_COLUMNS if kind is QuestionType.TABLE else (),
    )


def _record() -> AuditRecord:
    entries: dict[str, JsonValue] = {
        "@audit/number": "KTA-2026-900",
        "@audit/pack": "bench",
        "@plant/name": "ТОО «Замер»",
        "@plant/representative": "Е. Т. Оспанов",
        f"@team/{_LEAD}": {"name": "А. М. Жумабаева", "role": "lead", "place": 1},
    }
    for place, question in enumerate(definition().questions):
        entries.update(_answered(question, place))
    entries.update(_attached())
    entries.update({f"@session/{_session(n).id}": _session(n).to_json() for n in range(CHARTS)})
    return AuditRecord(
        id="0192f0c8-0000-7000-8000-000000000000",
        definition=definition(),
        definition_sha256="8e41" * 16,
        entries=entries,
        last_change_hash="c7f291ab44de03c8" * 4,
    )


def _answered(question: Question, place: int) -> dict[str, JsonValue]:
    name = question.name
    match question.type:
        case QuestionType.DECIMAL:
            value = f"{place % 17}.{place % 7}5"
            answer = Answer(
                text=value,
                value=value,
                unit="mg/Nm3",
                uncertainty="0.4",
                origin="measured_accredited",
            )
            return {name: answer.to_json(), f"{name}#note": f"По журналу, лист {place}"}
        case QuestionType.SELECT_ONE:
            return {name: Answer(value="partly", origin="declared").to_json()}
        case QuestionType.TEXT:
            said = f"{_LONG} Осмотр {place}."
            return {name: Answer(text=said, value=said).to_json()}
        case QuestionType.TABLE:
            return _rows(name, place)
        case _:
            return {}


def _rows(name: str, place: int) -> dict[str, JsonValue]:
    found: dict[str, JsonValue] = {}
    for number in range(6):
        row = f"{name}/r{number}"
        found[row] = {"order": float(number)}
        words = f"Труба {number + 1}, сушилка РС-{place}"
        found[f"{row}/source"] = Answer(text=words, value=words).to_json()
        found[f"{row}/hours"] = Answer(text="8 040", value=str(8040 - place)).to_json()
        found[f"{row}/mass"] = Answer(text="1,5", value=f"{number}.{place % 9 + 1}").to_json()
    return found


def _attached() -> dict[str, JsonValue]:
    asked = [q.name for q in definition().questions if q.type is QuestionType.IMAGE]
    found: dict[str, JsonValue] = {}
    for number in range(PHOTOGRAPHS):
        proof = Evidence(
            id=f"0192f0c8-0000-7000-8000-00000001{number:04}",
            sha256=f"{number:04}" * 16,
            name=f"IMG_{number:04}.jpg",
            media_type="image/jpeg",
            size=400_000,
            taken_at="2026-11-21T09:00:00",
            caption=f"Колодец К-{number}, вид с площадки обслуживания",
        )
        found[f"{asked[number % len(asked)]}#evidence:{proof.id}"] = proof.to_json()
    return found


def _judgements() -> dict[str, Judgement]:
    figures = [q.name for q in definition().questions if q.type is QuestionType.DECIMAL]
    kinds = (Verdict.EXCEEDS, Verdict.MEETS, Verdict.NOT_DISTINGUISHABLE)
    return {
        name: Judgement(
            verdict=kinds[place % 3],
            level=LEVEL,
            value=Decimal(place % 17),
            uncertainty=Decimal("0.4"),
        )
        for place, name in enumerate(figures)
    }


@cache
def _session(number: int) -> Session:
    sample = Sample(
        number=1,
        start="2026-11-22T08:50:00.000Z",
        end="2026-11-22T09:20:00.000Z",
        conditions=GasConditions(temperature_c=82.3, pressure_kpa=91.8, o2_pct=20.4),
        mean_raw=6.2,
        mean=9.4,
        uncertainty=1.2,
        capture_pct=97.4,
    )
    made = Session(
        id=f"0192f0c8-0000-7000-8000-0000000003{number:02}",
        source=f"00{number + 10}, сушилка РС-2, труба Ø 0,80 м",
        point="отм. 18 м",
        parameter={"ru": "Пыль", "kk": "Шаң"},
        channel="dust",
        level="dust",
        basis="actual",
        started_at="2026-11-22T08:45:00.000Z",
        ended_at="2026-11-22T10:30:00.000Z",
        instruments=(Instrument(name="пылемер DM-2", serial="48213", verified_until="2027-03-14"),),
        channels=(
            Channel(id="dust", label={"ru": "Пыль"}, unit="mg/m3", substance="dust", u_pct=10.0),
        ),
        samples=(sample,),
    )
    later = replace(
        sample, number=2, start="2026-11-22T09:25:00.000Z", end="2026-11-22T09:55:00.000Z", mean=8.8
    )
    return replace(made, samples=(sample, later))


def _trace(number: int) -> Trace:
    times = tuple(_START_S + 3.5 * n for n in range(_READINGS))
    values = tuple(9.0 + 2 * math.sin(n / 40 + number) + n % 5 * 0.2 for n in range(_READINGS))
    return Trace(times=times, values=values)
