"""Measurement sessions on paper."""

import re
from dataclasses import replace

import pypdfium2
import pytest

from kta_desktop.domain.measurement import Session


def text(paper):
    document = pypdfium2.PdfDocument(paper.pdf())
    found = [document[n].get_textpage().get_text_range() for n in range(len(document))]
    document.close()
    return re.sub(r"\s+", " ", " ".join(found))


@pytest.fixture(scope="module")
def printed(unchanged):
    """Return the words of the sheet as it comes, for claims that change nothing."""
    return text(unchanged)


def edited(paper, **changes):
    """Change the session of the audit."""
    path = next(path for path in paper.entries if path.startswith("@session/"))
    session = replace(Session.from_json(paper.entries[path]), **changes)
    paper.entries[path] = session.to_json()


@pytest.mark.parametrize(
    "words",
    [
        "Протокол измерений № 014-0014-1: Пыль Өлшеу хаттамасы № 014-0014-1: Шаң",
        "0014, сушилка РС-2, труба Ø 0,80 м",
        "пылемер DM-2, зав. № 48213, поверен до 14.03.2027",
        "СРОК ПОВЕРКИ ИСТЁК",
        "13:50–14:20",
        "Проба 2: 8,5",
        "10 верх",
        "2 низ",
        "Исключено 14:30:00–14:33:40: продувка",
        "Событие 1, 14:56:00: стряхивание рукавов",
        "6,2 · 355,45 ÷ 273,15 = 8,068 мг/м³",
        "8,90299 ÷ (1 − 0,112) = 10,03 мг/Нм³",
        "9,6 ± 1,2 мг/Нм³",
        "8,9 ± 1,1 мг/Нм³ (ЭК РК, ст. 202 п. 5)",
        "0,04425 г/с",
        "19c0" * 16,
    ],
)
def test_that_a_protocol_says_all_that_makes_the_figure(printed, words):
    assert words in printed


def test_that_the_class_of_evidence_comes_before_any_figure(printed):
    found = printed
    start = found.index("Протокол измерений")
    assert found.index("Измерено аудитором (справочно)", start) < found.index("2–10", start)
    assert "нужна аккредитованная лаборатория" in found


def test_that_readings_of_a_simulator_are_named_so(paper):
    assert "ПОКАЗАНИЯ УЧЕБНОГО ПРИБОРА" not in text(paper)
    edited(paper, simulated=True)
    assert "ПОКАЗАНИЯ УЧЕБНОГО ПРИБОРА" in text(paper)


def test_that_a_session_without_samples_says_so(paper):
    paper.traces = {}
    edited(paper, samples=(), ended_at=None)
    assert "Нет ни одной полной пробы" in text(paper)


def test_that_a_condition_that_is_not_known_is_a_sentence(paper):
    edited(paper, basis="eu-dry-o2-3")
    path = next(path for path in paper.entries if path.startswith("@session/"))
    session = Session.from_json(paper.entries[path])
    unknown = replace(session.samples[0].conditions, o2_pct=None)
    edited(paper, samples=tuple(replace(s, conditions=unknown) for s in session.samples))
    assert "Расчёт, проба" not in text(paper)


def test_that_unknown_reference_conditions_are_named_by_their_id(paper):
    edited(paper, basis="нет-таких")
    assert "нет-таких" in text(paper)


def test_that_a_session_that_cannot_be_read_is_not_passed_over_in_silence(paper):
    path = next(path for path in paper.entries if path.startswith("@session/"))
    paper.entries[path] = {"id": "x"}
    assert "Сеанс измерения не читается" in text(paper)


def test_that_a_failing_session_is_on_the_first_page(paper):
    found = text(paper)
    assert found.index("Пыль · Шаң, 0014, сушилка") < found.index("8. Водный баланс 8. Су балансы")
