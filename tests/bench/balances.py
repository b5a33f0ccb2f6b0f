"""How long balances and load of a plant take, against making the form they are read from."""

import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from kta_desktop.assessment.balances import balances
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.loads import load
from kta_desktop.domain.answers import Answer
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.services import filling, packs

STREAMS, SOURCES, STAGES = 60, 80, 12
ROUNDS = 15
_KINDS = (("water", "m3/year"), ("energy", "GJ/year"), ("material", "t/year"), ("effluent", "m3/h"))


def run() -> list[tuple[str, float, str]]:
    """Return name, figure and unit of each measurement.

    The floor builds the state of the same form; all take turns, so that whatever else the machine
    does slows them alike.
    """
    definition, _sha256 = packs.compiled("core")
    entries = _entries()
    known = Known(
        definition=definition, state=filling.form(definition, entries), today=date(2026, 11, 23)
    )
    floor, balanced, loaded = [], [], []
    for _round in range(ROUNDS):
        floor.append(_timed(lambda: filling.form(definition, entries)))
        balanced.append(_timed(lambda: balances(known)))
        loaded.append(_timed(lambda: load(known)))
    both = min(balanced) + min(loaded)
    return [
        ("balances of 60 streams and load of 80 sources", both * 1000, "ms"),
        ("the same by making their form", both / min(floor), "times"),
    ]


def _entries() -> dict[str, JsonValue]:
    entries: dict[str, JsonValue] = {}
    _put(entries, "core_hours_year", "8000", "100")
    for number in range(STREAMS):
        kind, unit = _KINDS[number % len(_KINDS)]
        row = _row(entries, "core_streams", number)
        _put(entries, f"{row}/amount", str(100 + number), "5")
        told = {
            "stage": f"Стадия {number % STAGES}",
            "direction": "in" if number % 3 else "out",
            "kind": kind,
            "unit": unit,
            "what": f"поток {number}",
            "peer": f"Стадия {(number + 1) % STAGES}" if number % 5 == 0 else "цех",
        }
        for name, text in told.items():
            _put(entries, f"{row}/{name}", text)
    for number in range(SOURCES):
        row = _row(entries, "core_rep_source", number)
        _put(entries, f"{row}/core_src_no", f"{number:04} источник")
        _put(entries, f"{row}/core_src_hours", "6000")
        for place, substance in enumerate(("nox", "co", "dust")):
            line = _row(entries, f"{row}/core_src_pollutants", place)
            _put(entries, f"{line}/substance", substance)
            _put(entries, f"{line}/g_s", str(Decimal("0.3") + number), "0.02")
    return entries


def _row(entries: dict[str, JsonValue], repeat: str, number: int) -> str:
    path = f"{repeat}/r{number}"
    entries[path] = {"order": float(number)}
    return path


def _put(entries: dict[str, JsonValue], path: str, value: str, u: str | None = None) -> None:
    entries[path] = Answer(text=value, value=value, uncertainty=u).to_json()


def _timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start
