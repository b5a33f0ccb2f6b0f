"""A sheet of the common checklist that is being filled in."""

import pytest

from kta_desktop.domain.answers import Answer
from kta_desktop.services import filling, packs


@pytest.fixture(scope="package")
def definition():
    """Return the common checklist, compiled."""
    return packs.compiled("core")[0]


class Sheet:
    """Rows are named by a word, numbers are given as texts; the state is always made anew."""

    def __init__(self, definition):
        self.definition = definition
        self.entries = {}

    def put(self, address, value, unit=None):
        """Answer the question at ``address``."""
        found = tuple(value) if isinstance(value, list) else value
        self.entries[address] = Answer(value=found, unit=unit).to_json()
        return self

    def blank(self, address, reason):
        """Give a reason why there is no answer."""
        self.entries[address] = Answer(blank=reason).to_json()
        return self

    def instance(self, repeat, row, **answers):
        """Add an instance of a repeat, or a row of a table, with its answers."""
        path = f"{repeat}/{row}"
        self.entries[path] = {"order": float(len(self.entries) + 1)}
        for name, value in answers.items():
            self.put(f"{path}/{name}", value)
        return self

    def part(self, repeat, row, **answers):
        """Add an instance of ``core_rep_<repeat>`` whose questions begin like ``core_src_``."""
        prefix = {"product": "prod", "outlet": "out", "source": "src"}.get(repeat, repeat)
        named = {f"core_{prefix}_{name}": value for name, value in answers.items()}
        return self.instance(f"core_rep_{repeat}", row, **named)

    @property
    def state(self):
        """The state of the form as filled in so far."""
        return filling.form(self.definition, self.entries)

    def figure(self, address):
        """Return the number at ``address``; None if there is none."""
        value = self.state.value(address)
        return None if value in (None, "") else float(value)

    def told(self, address):
        """Return what the rules of the checklist say at ``address``, in Russian."""
        words = [problem.text.ru for problem in self.state.problems(address)]
        return [text for text in words if text]


@pytest.fixture
def sheet(definition):
    """Return an empty sheet."""
    return Sheet(definition)
