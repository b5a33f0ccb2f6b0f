"""Plants with a name: their answers, what they are asked, and which levels they are held to."""

import json
from dataclasses import dataclass

import pytest

from kta_desktop.assessment.levels import InForce, standing
from kta_desktop.domain.definition import Definition
from kta_desktop.forms.state import FormState
from kta_desktop.paths import RESOURCES
from kta_desktop.services import packs

ANSWERS = RESOURCES.parent / "tests" / "files" / "profiles"


@dataclass(frozen=True)
class Plant:
    """A plant whose answers are filled in.

    Attributes:
        definition: Of its pack.
        state: Its answers.
        levels: What each level comes to, by id.
    """

    definition: Definition
    state: FormState
    levels: dict[str, InForce]

    @property
    def asked(self):
        """Names of the sector's own questions that it is asked, without the facts."""
        return {name for name, concept in self._shown() if ".fact." not in concept}

    @property
    def facts(self):
        """Names of the facts that it is asked for."""
        return {name for name, concept in self._shown() if ".fact." in concept}

    @property
    def undecided_questions(self):
        """Names of what is shown only because nobody knows whether it is for the plant."""
        return {name for name, _concept in self._shown() if self.state.is_flagged(name)}

    @property
    def held_to(self):
        """Ids of the levels of the pack that the plant is held to."""
        return {name for name, found in self.levels.items() if found.applies is True}

    @property
    def open(self):
        """Ids of the levels of which it is undecided whether they are for the plant."""
        return {name for name, found in self.levels.items() if found.applies is None}

    def _shown(self):
        own = f"{self.definition.pack}."
        for question in self.definition.questions:
            is_own = question.is_asked and question.concept.startswith(own)
            if is_own and self.state.is_relevant(question.name):
                yield question.name, question.concept


@pytest.fixture(scope="session")
def compiled():
    """Return a function that compiles a pack, each once."""
    found = {}

    def made(pack):
        if pack not in found:
            found[pack] = packs.compiled(pack)[0]
        return found[pack]

    return made


@pytest.fixture(scope="session")
def plant(compiled):
    """Return a function that gives a named plant, some of its answers changed."""

    def made(name, **changed):
        data = json.loads((ANSWERS / f"{name}.json").read_text(encoding="utf-8"))
        definition = compiled(data["pack"])
        state = FormState(definition, dict(_entries({**data["answers"], **changed})))
        levels = {each.subject.id: each for each in standing(definition, state)}
        return Plant(definition, state, levels)

    return made


def _entries(answers):
    """Yield the entries of answers: one value, several choices, or rows of a table."""
    for name, value in answers.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            for place, row in enumerate(value, 1):
                yield f"{name}/r{place}", {"order": float(place)}
                for column, cell in row.items():
                    yield f"{name}/r{place}/{column}", {"value": cell}
        else:
            yield name, {"value": value}


@pytest.fixture(scope="session")
def named():
    """Return a function that gives names of ids of the sector data, such as ``GEN-01..05 REC-02``.

    ``GEN-01..05`` are ``GEN-01`` to ``GEN-05``.
    """

    def listed(text):
        found = set()
        for word in text.split():
            first, _dots, last = word.partition("..")
            stem = first.rstrip("0123456789")
            start = first[len(stem) :]
            for number in range(int(start), int(last or start) + 1):
                found.add(f"{stem}{number:0{len(start)}}".lower().replace("-", "_"))
        return found

    return listed
