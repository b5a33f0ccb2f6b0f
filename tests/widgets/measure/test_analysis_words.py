"""What the analysis page says of a session in one sentence."""

from types import SimpleNamespace

from kta_desktop.measurement.errors import ConditionMissingError
from ui.widgets.analysis_words import summary_words


def found(reason):
    return SimpleNamespace(statistics=None, course=SimpleNamespace(reason=reason))


def test_that_readings_without_a_condition_are_not_called_bad():
    said = summary_words(found(ConditionMissingError(quantity="temperature")))
    assert "температура" in said
    assert said != summary_words(found(None))
