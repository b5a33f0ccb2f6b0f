"""What the page of measurements says."""

import numpy as np
import pytest

from kta_desktop import i18n
from kta_desktop.domain.verdict import NotCompared, Verdict
from kta_desktop.services.session_plan import iso_day
from ui.widgets.measure_scene import Curve, Line, nearest, value_range
from ui.widgets.measure_words import REASONS, VERDICTS, reading


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_that_every_verdict_and_reason_has_words(language):
    assert set(VERDICTS) == set(Verdict)
    assert set(REASONS) == set(NotCompared)
    texts = [*(words[0] for words in VERDICTS.values()), *REASONS.values()]
    assert [text for text in texts if i18n.catalogue(language).gettext(text) == text] == []


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "—"), (6.14, "6,1"), (118.4, "118"), (0.086, "0,086"), (0.5, "0,50"), (0.0, "0,000")],
)
def test_that_a_reading_has_as_many_digits_as_it_means(value, text):
    assert reading(value) == text


def test_that_no_value_is_read_across_a_gap():
    curve = Curve(
        line=Line.RAW,
        name="",
        x=np.array([0.0, 1.0, 2.0, 60.0]),
        y=np.array([5.0, 6.0, np.nan, 7.0]),
    )
    assert nearest(curve, 1.2, within=2.0) == 6.0
    assert nearest(curve, 30.0, within=2.0) is None
    assert value_range([curve]) == (5.0, 7.0)
    assert value_range([]) is None


@pytest.mark.parametrize(
    ("text", "iso"),
    [("14.03.2027", "2027-03-14"), ("2027-03-14", "2027-03-14"), ("31.02.2027", None), ("", None)],
)
def test_that_a_day_is_read_as_people_write_it(text, iso):
    assert iso_day(text) == iso
