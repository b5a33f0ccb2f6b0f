"""What a protocol says beside its figures: form fields, numbers, footer, laboratories."""

import re
from dataclasses import replace

import pypdfium2
import pytest

from kta_desktop.domain.answers import Answer
from kta_desktop.domain.measurement import OPEN_END, Event, Exclusion, Instrument, Quantity, Session
from kta_desktop.reports.form_fields import field
from kta_desktop.reports.numbering import document_number
from kta_desktop.reports.order import Kind
from tests.unit.reports.act_material import checklist, filled
from tests.unit.reports.material import session as made_session

ID = made_session().id
PATH = f"@session/{ID}"


def pages(data):
    document = pypdfium2.PdfDocument(data)
    found = [document[n].get_textpage().get_text_range() for n in range(len(document))]
    document.close()
    return [re.sub(r"\s+", " ", each) for each in found]


def words(paper, **order):
    return " ".join(pages(paper.pdf(kind=Kind.PROTOCOL, **order)))


def flat(text):
    return re.sub(r"[\s·]+", "", text)


def edited(paper, **changes):
    session = replace(Session.from_json(paper.entries[PATH]), **changes)
    paper.entries[PATH] = session.to_json()


@pytest.mark.parametrize(
    ("audit", "source", "place", "number"),
    [
        ("KTA-2026-014", "0014 · сушилка", 1, "014-0014-1"),
        ("KTA-2026-014", "№ 6001, склад", 12, "014-6001-12"),
        ("KTA-2026-014", "сушилка РС-2", 2, "014-2"),
        ("учебный", "0014", 1, "учебный-0014-1"),
        ("", "", 3, "3"),
    ],
)
def test_that_numbers_follow_from_audit_source_and_session(audit, source, place, number):
    session = made_session(source=source)
    assert document_number(audit, session, place) == number


def test_that_a_session_that_cannot_be_read_has_a_number_all_the_same():
    assert document_number("KTA-2026-014", None, 4) == "014-4"


COMMON = (
    "acts",
    "lab",
    "analysis-date",
    "conditions",
    "method",
    "lod",
    "below-lod",
    "limit-source",
)


@pytest.mark.parametrize("languages", [("ru",), ("kk",), ("ru", "kk")], ids="+".join)
def test_that_the_fields_of_the_form_are_on_the_protocol(paper, languages):
    paper.languages = languages
    found = flat(words(paper))
    for name in (*COMMON, "limit-source", "note-samples"):
        for lang in languages:
            assert flat(field(f"protocol-{name}").label.get(lang)) in found, name


def test_that_a_protocol_of_an_auditor_claims_no_accreditation(paper):
    found = words(paper)
    assert "Лаборатория не участвовала" in found
    assert "Номер аттестата" not in found
    assert "Руководитель лаборатории" not in found


def test_that_a_laboratory_has_lines_for_its_certificate_and_its_head(paper):
    edited(paper, evidence_class="measured_accredited")
    found = flat(words(paper))
    for name in ("accreditation-no", "accreditation-valid", "in-scope", "head"):
        assert flat(field(f"protocol-{name}").label.ru) in found, name
    assert "нужнааккредитованнаялаборатория" not in found


def test_that_the_footer_names_the_raw_readings(paper):
    assert "Исходные показания, SHA-256 19c0…19c0" in words(paper)


def test_that_the_footer_names_the_raw_file(paper):
    name = "DUST_0014.csv"
    edited(paper, recorded="file", files=("19c0" * 16,))
    paper.entries["wwt_02#evidence:0192f0c8-0000-7000-8000-000000000900"] = {
        "id": "0192f0c8-0000-7000-8000-000000000900",
        "sha256": "19c0" * 16,
        "name": name,
        "media_type": "text/csv",
        "size": 10,
    }
    assert f"Исходный файл {name}, SHA-256 19c0…19c0" in words(paper)
    edited(paper, files=("19c0" * 16, "ab" * 32))
    assert "Исходных файлов: 2, первый DUST_0014.csv" in words(paper)


def test_that_a_session_that_runs_has_the_footer_of_the_record(paper):
    edited(paper, raw_sha256=None, ended_at=None)
    assert "Отпечаток записи" in words(paper)


def test_that_a_sample_says_what_was_left_out_of_it_and_what_happened(paper):
    found = words(paper)
    assert re.search(r"2 14:21–14:54 .{30,60} исключено 3 мин 40 с: продувка", found)
    assert re.search(r"3 14:56–15:26 .{30,60} события: 1", found)


def test_that_exclusions_are_counted_only_as_far_as_they_lie_in_a_sample(paper):
    around = Exclusion(
        start="2026-11-22T08:40:00.000Z", end="2026-11-22T09:00:00.000Z", reason="прогрев"
    )
    edited(paper, exclusions=(around,))
    assert "исключено 10 мин: прогрев" in words(paper)


def test_that_a_reason_of_the_program_is_in_the_language_of_the_sheet(paper):
    lost = Exclusion(
        start="2026-11-22T08:40:00.000Z",
        end="2026-11-22T09:00:00.000Z",
        reason="Нет показаний: потеря связи",
    )
    edited(paper, exclusions=(lost,))
    paper.languages = ("kk",)
    found = words(paper)
    assert found.count("Көрсеткіш жоқ: байланыс үзілді") == 2  # beside the sample and in the list
    assert "потеря связи" not in found


def test_that_both_temperatures_are_told(paper):
    found = words(paper)
    assert "Среднее при 273,15" in found
    assert "8,9 ± 1,1 мг/Нм³ (ЭК РК, ст. 202 п. 5)" in found


def test_that_laboratory_protocols_are_a_part_of_their_own(paper):
    paper.definition = checklist()
    paper.entries |= filled()
    built = paper.built(kind=Kind.PROTOCOL)
    assert list(built.starts)[:2] == [f"session-{ID}", "lab-protocols"]
    found = pages(built.data)[built.starts["lab-protocols"] - 1]
    assert "Протоколы лабораторий" in found
    assert "Протокол 214-В: нет акта отбора, результат только справочный" in found
    assert "Протокол 9: аттестат действовал до 31.01.2025" in found


def test_that_who_picks_sessions_gets_no_list_of_laboratories(paper):
    paper.definition = checklist()
    paper.entries |= filled()
    assert list(paper.built(kind=Kind.PROTOCOL, sessions=(ID,)).starts)[:1] == [f"session-{ID}"]
    assert "lab-protocols" not in paper.built(kind=Kind.PROTOCOL, sessions=(ID,)).starts
    assert "lab-protocols" not in paper.built(kind=Kind.FILLED).starts


def test_that_a_session_of_days_and_many_quantities_is_printed_whole(paper):
    first = made_session().samples[0]
    samples = tuple(
        replace(
            first,
            number=n + 1,
            start=f"2026-11-22T{n // 4:02}:{n % 4 * 15:02}:00.000Z",
            end=f"2026-11-22T{n // 4:02}:{n % 4 * 15 + 14:02}:00.000Z",
        )
        for n in range(60)
    )
    edited(
        paper,
        samples=samples,
        started_at="2026-11-22T00:00:00.000Z",
        ended_at="2026-11-22T15:00:00.000Z",
        exclusions=tuple(
            Exclusion(
                start=f"2026-11-22T{n // 4:02}:{n % 4 * 15:02}:00.000Z",
                end=f"2026-11-22T{n // 4:02}:{n % 4 * 15 + 2:02}:00.000Z",
                reason=f"причина {n} " * 30,
            )
            for n in range(50)
        ),
        events=tuple(
            Event(at=f"2026-11-22T03:{n:02}:00.000Z", text=f"событие {n}") for n in range(40)
        ),
        others=tuple(
            Quantity(channel=f"q{n}", parameter={"ru": f"Вещество {n}"}, basis="eu-dry")
            for n in range(11)
        ),
    )
    paper.traces, paper.languages = {}, ("ru",)
    found = words(paper)
    for sentence in ("60 19:45–19:59", "событие 39", "причина 19", "Измерения выполнил"):
        assert sentence in found, sentence
    assert "1.12 Вещество 10" in found
    assert found.count("Нет ни одной полной пробы") == 11


def test_that_a_pause_that_runs_has_no_end(paper):
    pause = Exclusion(start="2026-11-22T10:00:00.000Z", end=OPEN_END, reason="пауза")
    edited(paper, exclusions=(pause,), ended_at=None)
    found = words(paper)
    assert "Исключено 15:00:00–…: пауза" in found
    assert "9999" not in found


def test_that_unknown_reference_conditions_are_why_nothing_is_worked_out(paper):
    edited(paper, basis="нет-таких")
    found = words(paper)
    assert "Расчёт, проба" not in found
    assert "Условия приведения «нет-таких»" in found


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        ("12", "норматив 12,9 (12 при 293,15 K)"),
        ("300", "норматив 322 (300 при 293,15 K): выше шкалы"),
    ],
)
def test_that_the_limit_is_on_the_chart_at_its_conditions(paper, limit, said):
    edited(paper, limit=limit)
    assert said in words(paper)


def test_that_a_limit_at_another_oxygen_is_not_drawn(paper):
    edited(paper, limit="12", basis="eu-dry-o2-3")
    found = words(paper)
    assert "норматив 12,9" not in found
    assert "12 мг/м³" in found


@pytest.mark.parametrize("others", ["measured_accredited", "measured_plant", "asm"])
def test_that_nobody_of_the_team_signs_for_what_others_measured(paper, others):
    edited(paper, evidence_class=others)
    found = words(paper)
    assert "А. М. Жумабаева" not in found[found.index("Измерения выполнил") :]
    assert "Лаборатория не участвовала" not in found


def test_that_a_verification_is_held_against_the_day_at_the_plant(paper):
    instrument = Instrument(name="пылемер", serial="1", verified_until="2026-11-22")
    start = "2026-11-22T20:00:00.000Z"  # 01:00 of the next day at the plant
    edited(paper, instruments=(instrument,), started_at=start, ended_at=None)
    assert "СРОК ПОВЕРКИ ИСТЁК" in words(paper)


@pytest.mark.parametrize(("word", "hostile"), [("Ж", "Ж" * 300), ("строка", "строка\n" * 40)])
def test_that_hostile_words_leave_the_protocol_whole(paper, word, hostile):
    device = Instrument(name=hostile, serial=hostile, certificate=hostile)
    told = {"ru": hostile, "kk": hostile}
    edited(paper, regime=hostile, point=hostile, instruments=(device,), parameter=told)
    assert words(paper).count(word) >= 6 * hostile.count(word)


def test_that_names_longer_than_a_page_are_printed_to_their_end(paper):
    long = "слово " * 900 + "конец"
    paper.definition = checklist()
    paper.entries |= filled() | {"labs/l1/lab": Answer(text=long, value=long).to_json()}
    device = Instrument(name=long, serial="1")
    edited(paper, regime=long, point=long, instruments=(device,))
    assert words(paper).count("конец") == 4
