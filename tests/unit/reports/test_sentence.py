"""Paragraphs break as reportlab breaks them, and tell that the setting goes on."""

import pytest
from reportlab.platypus import Paragraph

from kta_desktop.domain.fieldpath import note
from kta_desktop.reports.by_address import ByAddress
from kta_desktop.reports.order import Kind, Order
from kta_desktop.reports.pulse import beat, listening
from kta_desktop.reports.sheet import sheet_pdf
from kta_desktop.reports.source import Source
from kta_desktop.reports.style import para, style
from kta_desktop.reports.typefaces import markup

TEXTS = (
    "Сколько воды забрано из скважин на мойку танков в базовом году, по журналу учёта?",
    "Қондырғының соңғы паспорты мен тексеру бойынша газ тазартудың күйін сипаттаңыз",
    "3,25\u00a0±\u00a00,16\u00a0м³/т;  два   пробела и\u00a0неразрывный",
    "Ақбұлақсүтөнеркәсіптікақбұлақсүтөнеркәсіптік слово",
    "строка\nещё строка ≤ 5 ₸ → дальше",
    "перенос\u00adмягкий и мягкий\u00adперенос",
    "a",
)


def lines(paragraph, width):
    """Return the height of a paragraph and the words of its lines."""
    _width, height = paragraph.wrap(width, 1000)
    found = paragraph.blPara.lines
    words = [line[1] if isinstance(line, tuple) else [w.text for w in line.words] for line in found]
    return height, [" ".join(each) for each in words]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("width", [40.0, 77.7, 120.0, 333.0])
def test_that_lines_break_where_reportlab_breaks_them(text, width):
    ours, theirs = para(text), Paragraph(markup(text), style("body"))
    assert lines(ours, width) == lines(theirs, width)
    assert ours.blPara.kind == theirs.blPara.kind
    assert lines(ours, 55.0) == lines(Paragraph(markup(text), style("body")), 55.0)
    assert lines(ours, width) == lines(para(text), width)


def test_that_both_parts_of_a_torn_paragraph_hold_its_text():
    whole = para(" ".join(f"слово{n}" for n in range(60)))
    whole.wrap(120, 1000)
    first, second = whole.split(120, 60)
    _height, said = lines(first, 120)
    _height, rest = lines(second, 120)
    assert " ".join([*said, *rest]).split() == [f"слово{n}" for n in range(60)]


def test_that_what_looks_like_markup_is_shown_as_typed():
    _height, said = lines(para("a <b>b</b> &amp; c"), 500)
    assert said == ["a <b>b</b> &amp; c"]


def test_that_a_text_is_found_below_its_question_and_not_below_its_namesake():
    known = ByAddress({"wat_1/r/m3": 1, note("wat_1"): 2, "wat_10": 3, "wat_1": 4, "s/r/wat_1": 5})
    assert dict(known.of("wat_1")) == {"wat_1/r/m3": 1, note("wat_1"): 2, "wat_1": 4}
    assert dict(known.of("s/r/wat_1")) == {"s/r/wat_1": 5}
    assert list(known.of("wat_2")) == []
    assert known["wat_10"] == 3
    assert len(known) == 5


class Stopped(Exception):  # noqa: N818
    """Somebody asked to stop."""


@pytest.mark.parametrize("beats", [1, 40, 300])
def test_that_the_setting_can_be_stopped_at_any_text(paper, beats):
    seen = 0

    def report(_share):
        nonlocal seen
        seen += 1
        if seen >= beats:
            raise Stopped

    source = Source(record=paper.audit(), images=paper.image, printed_at=paper.printed_at)
    with pytest.raises(Stopped):
        sheet_pdf(Order(kind=Kind.FILLED, languages=("ru",)), source, report)
    assert seen == beats


def test_that_only_the_listener_of_this_document_is_told():
    told = []
    with listening(lambda: told.append("outer")):
        with listening(lambda: told.append("inner")):
            beat()
        beat()
    beat()
    assert told == ["inner", "outer"]
