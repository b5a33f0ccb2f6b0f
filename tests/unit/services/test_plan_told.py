"""What is told of a scenario, and that a sound one is told nothing of."""

from kta_desktop.services.plan_told import of_measures, told
from tests.unit.assessment import plans


def sentences(measures, **more):
    found = plans.of(measures, **more)
    return [(each.steps, each.sentence) for each in told(found, plans.scenario(found, "a"))]


def test_that_of_a_sound_scenario_nothing_is_told():
    measures = {"a": {"startup": "2027-05-01"}, "b": {"note": {"after": ["a"]}}}
    assert sentences(measures) == []


def test_that_everything_that_contradicts_itself_is_told_with_its_measures():
    measures = {
        "a": {"note": {"after": ["b"]}},
        "b": {"note": {"after": ["a"], "instead_of": ["c"]}},
        "c": {},
        "f": {"delivery": "2026-01-01", "note": {"after": ["d"]}},
        "d": {"note": {"status": "dropped"}},
        "e": {"delivery": "2031-05-01", "startup": "2031-01-01"},
    }
    found = sentences(measures, category="I")
    assert [steps for steps, _sentence in found] == [
        ("a", "b"),
        ("b", "c"),
        ("f", "d"),
        ("e",),
        ("e",),
        ("f",),
    ]
    assert all("Мера" in sentence and "{" not in sentence for _steps, sentence in found)


def test_that_each_measure_of_a_contradiction_says_it():
    found = plans.of({"a": {"note": {"instead_of": ["b"]}}, "b": {}, "c": {}})
    said = of_measures(found, plans.scenario(found, "a"))
    assert sorted(said) == ["a", "b"]
    assert said["a"] == said["b"]
    assert of_measures(found, plans.scenario(found, "baseline")) == {}
