"""Acts of sampling on paper."""

import re
from dataclasses import replace

import pypdfium2
import pytest

from kta_desktop.domain.answers import Answer
from kta_desktop.domain.gas import GasConditions, Given
from kta_desktop.domain.measurement import Quantity, Sent, Session
from kta_desktop.formatting import unit
from kta_desktop.packs.reference_lists import protocol_fields
from kta_desktop.reports.context import Authored
from kta_desktop.reports.errors import NothingToPrintError
from kta_desktop.reports.order import Kind
from tests.unit.reports.act_material import checklist, filled
from tests.unit.reports.material import session as made_session

ID = made_session().id
PATH = f"@session/{ID}"
FIELDS = [each for each in protocol_fields() if each.form == "act"]


def pages(data):
    document = pypdfium2.PdfDocument(data)
    found = [document[n].get_textpage().get_text_range() for n in range(len(document))]
    document.close()
    return [re.sub(r"\s+", " ", each) for each in found]


def words(paper, **order):
    return " ".join(pages(paper.pdf(kind=Kind.SAMPLING, **order)))


def flat(text):
    """Return a text without what wrapping changes: spaces between its words."""
    return re.sub(r"[\s·]+", "", text)


def copy(paper, **changes):
    """Return an audit like ``paper`` that a test may change."""
    return replace(paper, **{"entries": dict(paper.entries), **changes})


@pytest.fixture
def sampled(paper):
    """Return an audit with a session, a register of points and a plan."""
    paper.definition = checklist()
    paper.entries |= filled()
    return paper


def edited(paper, **changes):
    session = replace(Session.from_json(paper.entries[PATH]), **changes)
    paper.entries[PATH] = session.to_json()
    return paper


@pytest.fixture(scope="module")
def act(unchanged):
    """Return the words of the act as it comes, in two languages."""
    return words(
        copy(unchanged, definition=checklist(), entries=unchanged.entries | filled()),
        sessions=(ID,),
    )


@pytest.mark.parametrize("languages", [("ru",), ("kk",), ("ru", "kk")], ids="+".join)
def test_that_every_field_of_the_form_is_on_the_act(sampled, languages):
    sampled.languages = languages
    found = flat(words(sampled, sessions=(ID,)))
    for field in FIELDS:
        for lang in languages:
            assert flat(field.label.get(lang)) in found, (field.id, lang)


def test_that_required_fields_have_a_star(act):
    found = flat(act)
    for field in FIELDS:
        name = flat(field.label.get("kk"))
        starred = f"{name}*" in found or f"{name}*," in found
        if field.id not in ("act-water-t", "act-water-ph", "act-water-flow"):
            assert starred is field.is_required, field.id


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("Номер акта · Акт нөмірі*", "014-0014-1"),
        ("Дата отбора · Алынған күні*", "22.11.2026"),
        ("Время начала · Басталу уақыты*", "13:45"),
        ("Время окончания · Аяқталу уақыты*", "15:30"),
        ("Заказчик · Тапсырыс беруші", "Акимат города"),
        ("Кәсіпорын және объект*", "ТОО «Ақбұлақ Сүт»; Молочный завод"),
        ("Адрес · Мекенжай*", "Алматинская область, Талғар қаласы"),
        ("Көз нөмірі мен атауы*", "0014, сушилка РС-2, труба Ø 0,80 м"),
        ("Сынама алу нүктесі мен қимасы*", "отм. 18 м Т-14, крыша цеха"),
        ("Диаметрі немесе қабырғалары*", "0,9 м"),
        ("Қимаға дейінгі түзу учаске", "3,2 м"),
        ("Қимадан кейінгі түзу учаске", "1,9 м"),
        ("Қимадағы нүктелер саны*", "4"),
        ("Процесс режимі*", "сухое молоко"),
        ("Қондырғы жүктемесі*", "92 %"),
        ("құрылысжайларының жай-күйі*", "Рукавный фильтр · Қап сүзгі, работает · жұмыс істейді"),
        ("Газ температурасы*", "82,3 °C"),
        ("Газ жылдамдығы*", "14,2 м/с"),
        ("Газ ылғалдылығы*", "11,2 % об."),
        ("Кислород · Оттегі*", "20,4 % об."),
        ("Сынама алу әдістемесі (НҚ)*", "СТ РК 1"),
        ("мерзімі*", "пылемер DM-2, зав. № 48213, поверен до 14.03.2027"),
        ("Әдістемеден ауытқулар", "Исключено 14:30:00–14:33:40: продувка"),
        ("Алған (Т.А.Ә., қолы)*", "А. М. Жумабаева"),
        ("Кәсіпорын өкілі (Т.А.Ә., қолы)*", "Е. Т. Оспанов"),
    ],
)
def test_that_what_is_known_stands_beside_its_name(act, label, value):
    where = act.find(label)
    assert where >= 0
    assert act[where + len(label) :].lstrip().startswith(value)


def test_that_samples_have_a_row_each_with_their_times(act):
    for row in ("1 13:50–14:20 Пыль 30", "2 14:21–14:54 Пыль 33", "3 14:56–15:26 Пыль 30"):
        assert row in act


def test_that_an_expired_verification_is_marked_as_on_the_protocol(act):
    assert "СРОК ПОВЕРКИ ИСТЁК" in act


def test_that_the_act_says_that_there_is_no_official_form(act):
    assert "Утверждённая форма акта не найдена" in act


def test_that_fields_of_water_are_named_as_not_meant_for_gas(act):
    where = act.index("Не заполняется для этой среды")
    assert "(Отходящие газы" in act[where : where + 120]
    assert "pH на месте" in act[where:]


NUMBERS = [
    each
    for each in FIELDS
    if each.type == "number" and not each.repeats and each.unit not in ("", "pcs")
]


@pytest.mark.parametrize("field", NUMBERS, ids=lambda each: each.id)
def test_that_a_figure_that_is_not_known_is_a_line_with_its_unit(unknown, field):
    label = f"{field.label.ru}{'*' if field.is_required else ''}"
    where = unknown.find(label)
    assert where >= 0
    assert unknown[where + len(label) :].lstrip().startswith(unit(field.unit, "ru"))


@pytest.fixture(scope="module")
def unknown(unchanged):
    """Return the words of the act of a session that knows nothing beside its samples."""
    paper = copy(unchanged, languages=("ru",))
    session = Session.from_json(paper.entries[PATH])
    bare = tuple(replace(each, conditions=GasConditions()) for each in session.samples)
    return words(edited(paper, samples=bare, load_pct=None, regime="", point=""))


def test_that_readings_across_the_section_have_a_place_each(sampled):
    edited(sampled, samples=())
    four = len(sampled.pdf(kind=Kind.SAMPLING, sessions=(ID,)))
    del sampled.entries["points/p1/traverse"]
    assert len(sampled.pdf(kind=Kind.SAMPLING, sessions=(ID,))) != four


def test_that_a_condition_entered_once_keeps_its_uncertainty(sampled):
    edited(sampled, given={"t_gas": Given(value=82.0, u=2.0), "p_static": Given(value=-35.0)})
    found = words(sampled, sessions=(ID,))
    assert "82 ± 2 °C" in found
    assert "−35 Па" in found or "-35 Па" in found


def test_that_absolute_pressure_is_not_passed_off_as_static(act):
    where = act.index("Статикалық қысым")
    assert "91,8 кПа Па" in act[where : where + 120]


def test_that_samples_of_several_quantities_at_one_time_are_one_row(sampled):
    session = Session.from_json(sampled.entries[PATH])
    other = Quantity(
        channel="so2", parameter={"ru": "SO2"}, basis="eu-dry", samples=session.samples[:1]
    )
    edited(sampled, others=(other,))
    found = words(sampled, sessions=(ID,))
    assert "1 13:50–14:20 Пыль, SO2 30" in found
    assert "2 14:21–14:54 Пыль 33" in found


def test_that_many_quantities_are_numbered(sampled):
    session = Session.from_json(sampled.entries[PATH])
    others = tuple(
        Quantity(channel=f"q{n}", parameter={"ru": f"В{n}"}, basis="eu-dry", samples=at)
        for n, at in enumerate((session.samples, (), session.samples[:1]))
    )
    edited(sampled, others=others)
    found = words(sampled, sessions=(ID,))
    assert "1) Пыль; 2) В0; 3) В1; 4) В2" in found
    assert "13:50–14:20 1–2, 4 30" in found
    assert "14:21–14:54 1–2 33" in found


def test_that_a_planned_sample_has_a_blank_act_of_its_own(sampled):
    found = pages(sampled.pdf(kind=Kind.SAMPLING))
    heads = [each for each in found if "Акт отбора проб: ХПК, Выпуск № 1" in each]
    assert heads
    assert "проб: 2; по 20 мин; отбирает: Лаборатория" in heads[0]
    assert not any("Акт отбора проб: Пыль" in each for each in found)


def test_that_the_blank_act_of_water_asks_nothing_of_gas(sampled):
    found = " ".join(each for each in pages(sampled.pdf(kind=Kind.SAMPLING)) if "ХПК" in each)
    where = found.index("Не заполняется для этой среды")
    assert "Скорость газа" in found[where : where + 300]
    assert "Температура воды" in found


def test_that_the_report_has_acts_of_sessions_only(sampled):
    keys = list(sampled.built(kind=Kind.REPORT).starts)
    assert [key for key in keys if key.startswith("act-")] == [f"act-{ID}"]


def test_that_sessions_can_be_picked(sampled):
    keys = list(sampled.built(kind=Kind.SAMPLING, sessions=(ID,)).starts)
    assert keys[0] == f"act-{ID}"
    assert not any(key.startswith("act-planned") for key in keys)
    with pytest.raises(NothingToPrintError):
        sampled.pdf(kind=Kind.SAMPLING, sessions=("none",))


def test_that_an_audit_without_measurements_and_plan_has_no_acts(sampled):
    del sampled.entries[PATH]
    for row in ("plan/m1", "plan/m2"):
        del sampled.entries[row]
    with pytest.raises(NothingToPrintError):
        sampled.pdf(kind=Kind.SAMPLING)


def test_that_an_unreadable_session_keeps_its_place_among_the_numbers(sampled):
    sampled.entries["@session/0"] = {"id": "x"}
    found = words(sampled)
    assert "Сеанс измерения не читается" in found
    assert "№ 014-0014-2" in found


def test_that_act_and_protocol_agree(sampled):
    found = words(sampled, sessions=(ID,))
    protocol = " ".join(pages(sampled.pdf(kind=Kind.PROTOCOL, sessions=(ID,))))
    shared = (
        "№ 014-0014-1",
        "СТ РК 1",
        "пылемер DM-2, зав. № 48213, поверен до 14.03.2027",
        "Исключено 14:30:00–14:33:40: продувка",
        "Событие 1, 14:56:00: стряхивание рукавов",
        "Рукавный фильтр · Қап сүзгі, работает · жұмыс істейді, перепад давления 1 150 Па",
        "13:50–14:20",
    )
    for each in shared:
        assert each in found, each
        assert each in protocol, each


def test_that_the_same_input_gives_the_same_bytes(sampled):
    assert sampled.pdf(kind=Kind.SAMPLING) == sampled.pdf(kind=Kind.SAMPLING)


@pytest.mark.parametrize(
    "hostile",
    ["Ж" * 300, "строка\n" * 40, "<b>жирно & <para>", "слово " * 400],
    ids=["unbroken", "lines", "markup", "long"],
)
def test_that_hostile_words_are_printed_whole(sampled, hostile):
    sampled.entries |= {"@plant/address": hostile, "points/p1/place": answer(hostile)}
    sampled.entries |= {"plan/m2/where": answer(hostile), "customer": answer(hostile)}
    edited(sampled, regime=hostile, point=hostile, source=f"0014 {hostile}")
    found = flat(words(sampled))
    assert found.count(flat(hostile)) >= 5


def answer(text):
    return Answer(text=text, value=text).to_json()


def test_that_a_team_names_who_recorded(sampled):
    sampled.entries["@team/b"] = {"name": "Б. Б. Второй", "role": "auditor", "place": 2}
    found = words(sampled, sessions=(ID,))
    assert "А. М. Жумабаева" not in found[found.index("Отобрал") :]
    sampled.authorship[PATH] = Authored("b", "2026-11-22T10:00:00.000Z")
    found = words(sampled, sessions=(ID,))
    assert "Б. Б. Второй" in found[found.index("Отобрал") :]


SECRET = {"is": True, "grounds": "договор"}


def test_that_the_ministry_gets_no_act_of_a_secret_measurement(sampled):
    sent = Sent(channel="dust", address="wat_02", value="9.6", unit="mg/m3", at="2026-11-22T11:00Z")
    edited(sampled, sent=(sent,))
    sampled.entries["wat_02#confidential"] = SECRET
    found = words(sampled, sessions=(ID,), layout="ministry")
    assert "Не печатается" in found
    assert "пылемер" not in found
    assert "пылемер" in words(sampled, sessions=(ID,), layout="bureau")


def test_that_the_ministry_gets_no_secret_register_of_points(sampled):
    sampled.entries["points#confidential"] = SECRET
    found = words(sampled, sessions=(ID,), layout="ministry")
    assert "крыша цеха" not in found
    assert "3,2 м" not in found
    assert "отм. 18 м" in found


def test_that_signatures_stand_on_a_page_with_what_is_signed(sampled):
    sampled.languages = ("ru", "kk")
    signed = [page for page in pages(sampled.pdf(kind=Kind.SAMPLING)) if "7. Подписи" in page]
    assert signed
    assert all("6. Методика и приборы" in page for page in signed)
