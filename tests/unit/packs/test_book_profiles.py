"""Claims about plants with names: each shows exactly the questions and levels that are for it.

What is expected was read off the sector data by hand and stands, with its reasons, in
``tests/files/profiles``. ``[[otherwise]]`` says what another answer changes.
"""

import tomllib
from functools import cache
from pathlib import Path

import pytest

from kta_desktop.assessment.levels import in_force, standing
from kta_desktop.forms.state import FormState
from kta_desktop.services import packs

PROFILES = Path(__file__).parents[2] / "files" / "profiles"
NAMES = ("cement-kiln", "coal-boiler", "town-wastewater")


@cache
def _definition(pack):
    return packs.compiled(pack)[0]


def _read(name):
    return tomllib.loads((PROFILES / f"{name}.toml").read_text(encoding="utf-8"))


def _flat(groups):
    return {name for group in groups.values() for name in group}


class Plant:
    """A profile with what one of its variants changes.

    Attributes:
        state: The form with its answers.
        held: What each level comes to, by id.
    """

    def __init__(self, profile, other):
        self._profile, self._other = profile, other
        self.definition = _definition(profile["pack"])
        given = profile["answers"] | other.get("answers", {})
        entries = {name: {"value": value} for name, value in given.items() if value}
        self.state = FormState(self.definition, entries)
        found = standing(self.definition, self.state)
        self.held = {holding.subject.id: holding for holding in found}

    def expected(self, what):
        """Return the ids that the profile lists, with those that the variant adds and takes."""
        own = _flat(self._profile.get(what, {})) | set(self._other.get(f"more_{what}", ()))
        return own - set(self._other.get(f"fewer_{what}", ()))

    def told(self, what):
        """Return what the profile tells of levels that hold, as the variant changes it."""
        told = self._profile.get(what, {}) | self._other.get(what, {})
        return {name: value for name, value in told.items() if name in self.expected("levels")}

    def asked(self):
        """Return the addresses of what is asked, without the checklist of every audit."""
        own = (section for section in self.definition.sections if not section.pack)
        shown = (self.state.visible(section.name) for section in own)
        return {place.address for places in shown for place in places}

    def answering(self, *, decided):
        """Return the ids of the levels that hold, do not, or of which nobody knows."""
        return {name for name, holding in self.held.items() if holding.applies is decided}


def _variants():
    for name in NAMES:
        profile = _read(name)
        for number, other in enumerate([{}, *profile["otherwise"]]):
            yield pytest.param((profile, other), id=f"{name}-{number}" if number else name)


@pytest.fixture(params=list(_variants()))
def variant(request):
    return request.param


@pytest.fixture
def plant(variant):
    return Plant(*variant)


def test_that_a_plant_is_asked_exactly_what_is_for_it(plant):
    assert plant.asked() == plant.expected("questions")


def test_that_a_plant_is_held_to_exactly_its_levels(plant):
    assert plant.answering(decided=True) == plant.expected("levels")
    assert plant.answering(decided=None) == plant.expected("undecided")


def test_that_exceptions_take_the_place_of_their_levels(plant):
    found = {level: in_force(plant.definition, plant.state, level).level for level in plant.held}
    named = plant.told("in_force")
    assert {level: found[level].id for level in named} == named
    upper = plant.told("upper")
    assert {level: found[level].upper for level in upper} == upper


def test_that_an_open_exception_names_the_question_that_decides_it(plant, variant):
    for level, missing in variant[1].get("open", {}).items():
        assert plant.held[level].missing == tuple(missing), level
        assert plant.held[level].others, level


@pytest.mark.parametrize("name", NAMES)
def test_that_an_empty_form_shows_all_of_a_plant_and_decides_none_of_its_levels(name):
    profile = _read(name)
    empty, filled = Plant(profile | {"answers": {}}, {}), Plant(profile, {})
    assert filled.asked() <= empty.asked()
    assert filled.expected("levels") | filled.expected("undecided") <= empty.answering(decided=None)


def test_that_levels_of_another_metal_are_shown_to_a_titanium_plant_and_judge_nothing():
    profile = {"pack": "ti-mg", "answers": {"tm_01": ["slag", "chlorination", "mg_electrolysis"]}}
    plant = Plant(profile, {})
    analogues = {level.id for level in plant.definition.levels if level.kind == "analogue"}
    assert len(analogues) == 7
    shown = {name for name, found in plant.held.items() if found.level is not None}
    assert shown & analogues
    assert not plant.answering(decided=True) & analogues
