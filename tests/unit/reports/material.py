"""What the audit for printing is made of: every kind of answer, every kind of gap."""

import math
from dataclasses import replace

from kta_desktop.domain.answers import Answer, Evidence
from kta_desktop.domain.definition import (
    Choice,
    Column,
    Definition,
    Level,
    Question,
    QuestionType,
    Section,
    Technique,
    Text,
)
from kta_desktop.domain.gas import GasConditions
from kta_desktop.domain.measurement import Channel, Event, Exclusion, Instrument, Sample, Session
from kta_desktop.reports.protocols.figure import Trace

PRINTED_AT = "2026-11-22T14:32:08+05:00"
AYGUL = "0192f0c8-0000-7000-8000-000000000001"
LIKERT = (
    Choice(name="yes", label=Text(ru="Да", kk="Иә", en="Yes")),
    Choice(name="partly", label=Text(ru="Частично", kk="Ішінара", en="Partly")),
    Choice(name="no", label=Text(ru="Нет", kk="Жоқ", en="No")),
)
COD = Level(
    id="ww-cod",
    kind="AEL",
    medium="water_direct",
    parameter=Text(ru="ХПК, сброс в водный объект", kk="ОХТ, су объектісіне төгу"),
    lower="25",
    upper="100",
    unit="mg/l",
    averaging=("daily",),
    techniques=("12",),
    source="EU2019-2031",
    locus="Table 1",
    confidence="verified",
)
WATER = replace(
    COD,
    id="water",
    parameter=Text(ru="Удельный сброс", kk="Меншікті төгінді"),
    lower="0.3",
    upper="3.0",
    unit="m3/t",
    averaging=(),
)
NOISE = replace(COD, id="noise", parameter=Text(ru="Азот общий"), confidence="memory")

DUST = replace(
    COD,
    id="dust",
    medium="air",
    parameter=Text(ru="Пыль сушки", kk="Кептіру шаңы"),
    lower="2",
    upper="10",
    unit="mg/Nm3",
    averaging=(),
    basis=("eu-dry",),
)


def _question(name, number, kind, ru, kk="", **more):
    section = more.pop("section", "wat")
    label = Text(ru=ru, kk=kk)
    return Question(name=name, number=number, section=section, type=kind, label=label, **more)


def definition():
    """Return a checklist of two sections with every type of question."""
    sources = (
        Column(
            name="source",
            type=QuestionType.TEXT,
            label=Text(ru="Источник", kk="Көзі"),
        ),
        Column(
            name="m3",
            type=QuestionType.DECIMAL,
            label=Text(ru="Забор", kk="Алу"),
            unit="m3/year",
        ),
        Column(
            name="temp",
            type=QuestionType.DECIMAL,
            label=Text(ru="Температура", kk="Температура"),
            unit="degC",
        ),
        Column(
            name="has_meter",
            type=QuestionType.SELECT_ONE,
            label=Text(ru="Водомер", kk="Су өлшегіш"),
            choices=LIKERT,
        ),
    )
    return Definition(
        pack="food",
        version="0.1",
        title=Text(ru="Чек-лист «Молоко»", kk="«Сүт» тексеру парағы", en="Dairy checklist"),
        benchmark=Text(ru="Заключение ЕС 2019/2031, справочно"),
        averaging={"daily": Text(ru="среднесуточное", kk="тәуліктік орташа")},
        sections=(
            Section(name="wat", number="8", label=Text(ru="Водный баланс", kk="Су балансы")),
            Section(name="wwt", number="9", label=Text(ru="Сточные воды", kk="Сарқынды су")),
            Section(name="none", number="10", label=Text(ru="Пустой раздел")),
        ),
        questions=(
            _question(
                "wat_01",
                "8.1",
                QuestionType.TABLE,
                "Источник и годовой забор воды по источникам; разрешение на спецводопользование?",
                "Су көздері және әр көзден жылдық су алу көлемі; рұқсат бар ма?",
                columns=sources,
            ),
            _question(
                "water_intake",
                "",
                QuestionType.CALCULATE,
                "Забор воды всего",
                calculation="sum(${wat_01}/m3)",
            ),
            _question(
                "wat_02",
                "8.2",
                QuestionType.DECIMAL,
                "Удельный сброс сточных вод на единицу активности?",
                "Бір жылғы сарқынды су көлемі шикізат бірлігіне шаққанда қанша?",
                short=Text(ru="Сток на тонну", kk="Тоннаға төгінді"),
                unit="m3/t",
                levels=("water",),
            ),
            _question(
                "wat_03",
                "8.3",
                QuestionType.SELECT_ONE,
                "Отделены ли ливневые и незагрязнённые воды от производственных?",
                "Нөсер және ластанбаған сулар өндірістік судан бөлінген бе?",
                choices=LIKERT,
            ),
            _question(
                "wat_04",
                "8.4",
                QuestionType.TEXT,
                "Есть ли утечки и постоянно текущие точки?",
                "Ағып кету және тұрақты ағатын нүктелер бар ма?",
            ),
            _question(
                "wat_05",
                "8.5",
                QuestionType.DECIMAL,
                "Ночной расход воды?",
                unit="m3/h",
            ),
            _question(
                "wat_06",
                "8.6",
                QuestionType.TEXT,
                "Почему воды не отделены?",
                "Сулар неге бөлінбеген?",
                relevant="${wat_03} = 'no'",
            ),
            _question(
                "wwt_01",
                "9.1",
                QuestionType.SELECT_MULTIPLE,
                "Куда сбрасываются сточные воды?",
                "Сарқынды су қайда төгіледі?",
                section="wwt",
                choices=(
                    Choice(name="sewer", label=Text(ru="в городскую канализацию", kk="кәрізге")),
                    Choice(name="river", label=Text(ru="в водный объект", kk="су объектісіне")),
                ),
            ),
            _question(
                "wwt_02",
                "9.2",
                QuestionType.DECIMAL,
                "ХПК на выпуске?",
                "Шығарудағы ОХТ?",
                section="wwt",
                unit="mg/l",
            ),
            _question(
                "wwt_03",
                "9.3",
                QuestionType.DATE,
                "Когда поверен расходомер?",
                "Шығын өлшегіш қашан салыстырып тексерілді?",
                section="wwt",
            ),
            _question(
                "wwt_04",
                "9.4",
                QuestionType.IMAGE,
                "Фото выпуска сточных вод",
                "Сарқынды су шығарудың фотосы",
                section="wwt",
            ),
            _question(
                "wwt_05",
                "9.5",
                QuestionType.DECIMAL,
                "Азот общий на выпуске?",
                "Шығарудағы жалпы азот?",
                section="wwt",
                unit="mg/l",
            ),
            _question(
                "wwt_06",
                "9.6",
                QuestionType.DECIMAL,
                "Взвешенные вещества?",
                "Қалқыма заттар?",
                section="wwt",
                unit="mg/l",
            ),
        ),
        levels=(COD, WATER, NOISE, DUST),
        techniques=(Technique(id="12", number="12"),),
    )


def session(**changes):
    """Return three half-hour dust samples, one of them with a purge in it."""
    gas = GasConditions(
        temperature_c=82.3,
        pressure_kpa=91.8,
        moisture_pct=11.2,
        o2_pct=20.4,
        velocity_m_s=14.2,
        diameter_m=0.8,
    )
    times = (("08:50", "09:20"), ("09:21", "09:54"), ("09:56", "10:26"))
    means = ((6.2, 10.0), (5.3, 8.5), (6.3, 10.2))
    samples = tuple(
        Sample(
            number=number,
            start=f"2026-11-22T{start}:00.000Z",
            end=f"2026-11-22T{end}:00.000Z",
            conditions=gas,
            mean_raw=raw,
            mean=mean,
            uncertainty=1.2,
            capture_pct=97.4,
        )
        for number, ((start, end), (raw, mean)) in enumerate(
            zip(times, means, strict=True), start=1
        )
    )
    made = Session(
        id="0192f0c8-0000-7000-8000-000000000300",
        source="0014, сушилка РС-2, труба Ø 0,80 м",
        point="отм. 18 м",
        parameter={"ru": "Пыль", "kk": "Шаң"},
        channel="dust",
        level="dust",
        basis="eu-dry",
        started_at="2026-11-22T08:45:00.000Z",
        ended_at="2026-11-22T10:30:00.000Z",
        load_pct=92.0,
        regime="сухое молоко",
        instruments=(
            Instrument(name="пылемер DM-2", serial="48213", verified_until="2027-03-14"),
            Instrument(
                name="влагомер W-1", serial="1107", verified_until="2026-02-02", certificate="ВА-17"
            ),
        ),
        channels=(
            Channel(id="dust", label={"ru": "Пыль"}, unit="mg/m3", substance="dust", u_pct=10.0),
        ),
        samples=samples,
        exclusions=(
            Exclusion(
                start="2026-11-22T09:30:00.000Z", end="2026-11-22T09:33:40.000Z", reason="продувка"
            ),
        ),
        events=(Event(at="2026-11-22T09:56:00.000Z", text="стряхивание рукавов"),),
        raw_sha256="19c0" * 16,
    )
    return replace(made, **changes)


def trace():
    """Return a course with a gap."""
    times = tuple(1795337100.0 + 30 * n for n in range(210))
    values = tuple(
        float("nan") if 90 < n < 98 else 9.5 + 1.5 * math.sin(n / 7) + n % 3 * 0.4
        for n in range(210)
    )
    return Trace(times=times, values=values)


def entries():
    """Return what was entered: figures, words, reasons, and something unreadable."""
    plain = {
        "@audit/number": "KTA-2026-014",
        "@audit/pack": "food",
        "@audit/starts_on": "2026-11-20",
        "@audit/ends_on": "2026-11-22",
        "@audit/reference_year": 2025,
        "@plant/name": "ТОО «Ақбұлақ Сүт»",
        "@plant/bin": "150540012345",
        "@plant/address": "Алматинская область, Талғар қаласы",
        "@plant/category": "II",
        "@plant/representative": "Е. Т. Оспанов",
        f"@team/{AYGUL}": {"name": "А. М. Жумабаева", "role": "lead", "place": 1},
        "wat_01/r1": {"order": 1.0},
        "wat_01/r2": {"order": 2.0},
        "wat_01/r3": {"order": 3.0},
        "wat_03#note": "Ливневые отделены, охлаждающие — нет & <b>схема</b> устарела",
        "wat_02#confirm": "Пересчитано по журналу водомеров",
    }
    answers = {
        "wat_01/r1/source": Answer(text="Скважина № 2", value="Скважина № 2"),
        "wat_01/r1/m3": Answer(text="118 400", value="118400"),
        "wat_01/r1/temp": Answer(text="8,5", value="8.5"),
        "wat_01/r1/has_meter": Answer(value="yes"),
        "wat_01/r2/source": Answer(text="Городской водопровод", value="Городской водопровод"),
        "wat_01/r2/m3": Answer(text="21 300", value="21300"),
        "wat_01/r2/has_meter": Answer(value="partly"),
        "wat_01/r3/source": Answer(text="Последнее ополаскивание", value="Последнее ополаскивание"),
        "wat_01/r3/m3": Answer(text="12.5.0"),
        "wat_02": Answer(
            text="3,25", value="3.25", unit="m3/t", uncertainty="0.16", origin="calculated"
        ),
        "wat_03": Answer(value="partly", origin="declared"),
        "wat_04": Answer(blank="no_access", blank_note="цех закрыт", blank_until="2026-11-23"),
        "wat_06": Answer(text="Секретный ответ", value="Секретный ответ"),
        "wwt_01": Answer(value=("sewer", "river")),
        "wwt_02": Answer(
            text="112", value="112", unit="mg/l", uncertainty="13", origin="measured_accredited"
        ),
        "wwt_03": Answer(text="14.03.2026", value="2026-03-14"),
        "wwt_05": Answer(text="24,5", value="24.5", unit="mg/l", origin="measured_accredited"),
        "wwt_06": Answer(text="31", value="31", unit="mg/l"),
    }
    photos = {
        f"wwt_04#evidence:{item.id}": item.to_json()
        for item in (
            Evidence(
                id=f"0192f0c8-0000-7000-8000-00000000010{n}",
                sha256=f"{n}" * 64,
                name=f"IMG_{n}.jpg",
                media_type="image/jpeg",
                size=1_200_000,
                taken_at=f"2026-11-22T14:0{n}:00",
                caption=f"Колодец К-{n}",
            )
            for n in range(1, 5)
        )
    }
    scan = Evidence(
        id="0192f0c8-0000-7000-8000-000000000200",
        sha256="9" * 64,
        name="протокол.pdf",
        media_type="application/pdf",
        size=310_000,
        kind="lab_protocol",
    )
    files = photos | {f"wwt_02#evidence:{scan.id}": scan.to_json()}
    measured = {f"@session/{session().id}": session().to_json()}
    typed = {path: answer.to_json() for path, answer in answers.items()}
    return plain | typed | files | measured
