"""Plants with a few answers of the common checklist, for balances and loads."""

from datetime import date
from decimal import Decimal
from functools import lru_cache

import pytest

from kta_desktop.assessment.balances import balances
from kta_desktop.assessment.host import filled
from kta_desktop.assessment.known import Known
from kta_desktop.domain.answers import Answer
from kta_desktop.services import packs

TODAY = date(2026, 11, 23)


@lru_cache(maxsize=1)
def core():
    """Return the common checklist, compiled once."""
    return packs.compiled("core")[0]


def of(known, kind):
    """Return the balance of a kind."""
    return next(each for each in balances(known) if each.of is kind)


def stage(balance, name=""):
    """Return the balance of a stage; of the plant without a name."""
    return next(each for each in balance.stages if each.name == name)


def near(value, expected):
    """Hold a figure to one that was worked out by hand to two places."""
    assert value == pytest.approx(Decimal(expected), abs=Decimal("0.01"))


class Plant:
    """Answers as they are entered, one call each."""

    def __init__(self):
        self.entries = {}
        self._rows = 0

    def answer(self, path, value, u=None, unit=None, origin="metered"):
        """Enter a number as text, an option by its id, or several as a tuple."""
        is_number = isinstance(value, str) and _is_number(value)
        answer = Answer(
            text=value if is_number else None,
            value=value,
            uncertainty=u,
            unit=unit,
            origin=origin if is_number else None,
        )
        self.entries[path] = answer.to_json()
        return self

    def words(self, path, text):
        """Enter a text."""
        self.entries[path] = Answer(text=text, value=text).to_json()
        return self

    def raw(self, path, answer):
        """Enter an answer as it is."""
        self.entries[path] = answer.to_json()
        return self

    def row(self, table, **cells):
        """Add a row, or an instance; a cell is a value, or a number with its U. Return its path."""
        self._rows += 1
        path = f"{table}/r{self._rows}"
        self.entries[path] = {"order": float(self._rows)}
        for name, given in cells.items():
            value, u = given if isinstance(given, tuple) else (given, None)
            if _is_number(value) or (len(value) < 25 and value.replace("-", "").isascii()):
                self.answer(f"{path}/{name}", value, u)
            else:
                self.words(f"{path}/{name}", value)
        return path

    def named(self, table, name, text, **cells):
        """Add a row with one text among its cells."""
        path = self.row(table, **cells)
        self.words(f"{path}/{name}", text)
        return path

    def known(self, records=None, sessions=()):
        """Return the plant as the assessment sees it."""
        return Known(
            definition=core(),
            state=filled(core(), self.entries),
            sessions=tuple(sessions),
            records=records or {},
            today=TODAY,
        )

    def stream(self, stage, direction, kind, amount, unit, what="поток", peer="", **more):
        """Add a row of the table of flows. Return the path of its amount."""
        cells = {"direction": direction, "kind": kind, "unit": unit, "amount": amount}
        path = self.row("core_streams", **{k: v for k, v in cells.items() if v})
        for name, text in {"stage": stage, "what": what, "peer": peer, **more}.items():
            if text:
                self.words(f"{path}/{name}", text)
        return f"{path}/amount"


def _is_number(text):
    return text.replace(".", "", 1).removeprefix("-").isdigit()
