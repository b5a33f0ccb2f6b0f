"""Widths of columns and rows taller than a page."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.platypus import KeepTogether

from kta_desktop.packs.reference_layouts import Treatment
from kta_desktop.reports.layout import Closing, fit_widths, height_of, paged_rows
from kta_desktop.reports.signatures import signatures, team_signatures
from kta_desktop.reports.style import PAD, para
from kta_desktop.reports.typefaces import markup, printable


def test_that_columns_fill_the_width_and_none_is_narrower_than_its_word():
    found = fit_widths([30, 40], [60, 200], 180)
    assert sum(found) == pytest.approx(180)
    assert found[0] >= 30
    assert found[1] >= 40


def test_that_words_that_do_not_fit_are_told():
    assert fit_widths([100, 100], [100, 100], 180) is None


sizes = st.lists(st.tuples(st.floats(1, 50), st.floats(0, 300)), min_size=1, max_size=6)


@given(sizes, st.floats(50, 500))
def test_that_widths_always_add_up(pairs, total):
    least = [need for need, _more in pairs]
    found = fit_widths(least, [need + more for need, more in pairs], total)
    if found is None:
        assert sum(least) > total
    else:
        assert sum(found) == pytest.approx(total)
        assert all(width >= need - 1e-6 for width, need in zip(found, least, strict=True))


def test_that_a_row_that_fits_stays_one():
    rows = paged_rows([[para("1")], [para("слово " * 50)]], [40, 200], 700)
    assert len(rows) == 1


def test_that_every_piece_of_a_tall_row_fits_a_page():
    rows = paged_rows([[para("1")], [para("слово " * 3000)], [para("да")]], [40, 200, 60], 300)
    assert len(rows) > 2
    for row in rows:
        assert height_of(row[1], 200 - 2 * PAD) <= 300 - 2 * PAD
    assert rows[1][0] == []


def test_that_markup_in_answers_is_text():
    assert markup("<b>&</b>") == "&lt;b&gt;&amp;&lt;/b&gt;"


def test_that_lines_of_an_answer_are_kept():
    assert markup("раз\nдва\r\nтри") == "раз<br/>два<br/>три"


@given(st.text(max_size=60))
def test_that_any_text_can_be_set(text):
    para(text).wrap(120, 1000)
    printable(text)


def test_that_what_is_signed_stands_with_the_signatures_below_a_head():
    heads, last, signed = [para("head")], para("last row"), KeepTogether([para("signature")])
    closing = Closing(heads, [last, signed])

    def split(room, *, at_top):
        closing._frame = SimpleNamespace(_atTop=at_top, _width=300, _height=600)
        closing._doctemplateAttr = lambda _name: lambda: closing._frame
        closing.canv = None
        closing.wrap(300, room)
        return closing.split(300, room)

    assert [type(part).__name__ for part in split(500, at_top=False)] == ["Sentence", "Sentence"]
    assert split(500, at_top=True)[0] is heads[0]
    broken = split(10, at_top=False)
    assert type(broken[0]).__name__ == "_FrameBreak"
    assert broken[1] is heads[0]


def test_that_a_layout_without_signatures_has_no_lines_to_sign():
    layout = SimpleNamespace(signatures=Treatment.LEAVE_OUT)
    assert signatures(SimpleNamespace(layout=layout)) == []
    assert team_signatures(SimpleNamespace(layout=layout)) == []
