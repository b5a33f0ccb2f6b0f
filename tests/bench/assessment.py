"""How long an audit takes to assess: all of it, and what one edit changes.

The audit of the demonstration with 2,400 further answers, 200 indicators with a level of their own
and 60 sessions. Floors of the same run: computing the form of the same answers once; taking over
the same edit in the form alone. Times are of the processor.
"""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from kta_desktop.domain.answers import Answer, Origin
from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.definition import Level, Question, QuestionType, Text
from kta_desktop.services import assessing, auditing, demo, filling, workspace
from kta_desktop.services.assessing import Assessing

ANSWERS, INDICATORS, SESSIONS = 2_400, 200, 60
GOAL_FULL_MS, GOAL_EDIT_MS = 300, 20
_TURNS, _EDITS = 5, 40
_DAY = date(2026, 11, 22)
Row = tuple[str, float, str]


def run() -> Iterator[Row]:
    """Yield name, figure and unit of each measurement."""
    record = _audit()
    form = _least(lambda: filling.form(record.definition, record.entries))
    state = filling.form(record.definition, record.entries)
    known = assessing.known_of(record, state, _DAY)
    found = assessing.assess(known)
    full = _least(lambda: assessing.assess(known))
    yield f"{len(found.indicators)} indicators, {len(record.entries)} entries", full, "ms"
    yield f"all of it / its goal of {GOAL_FULL_MS} ms (goal ≤ 1)", full / GOAL_FULL_MS, "×"
    yield "all of it / computing the form", full / form, "×"
    bare, edited = _edits(record, following=False), _edits(record, following=True)
    yield "after one edit, p50", statistics.median(edited), "ms"
    yield "after one edit, worst", max(edited), "ms"
    yield f"worst / its goal of {GOAL_EDIT_MS} ms (goal ≤ 1)", max(edited) / GOAL_EDIT_MS, "×"
    yield (
        "p50 / the edit in the form alone",
        statistics.median(edited) / max(statistics.median(bare), 0.01),
        "×",
    )


def _least(work: Callable[[], object]) -> float:
    times = []
    for _turn in range(_TURNS):
        begun = time.thread_time()
        work()
        times.append(time.thread_time() - begun)
    return 1000 * min(times)


def _edits(record: AuditRecord, *, following: bool) -> list[float]:
    """Return how long each of some edits takes in a form, or in one with its assessment."""
    state = filling.form(record.definition, record.entries)
    follower = Assessing(state, _DAY)
    follower.refresh()
    times = []
    for number in range(_EDITS):
        begun = time.thread_time()
        state.apply(f"figure_{number}", _answer(number + 7))
        if following:
            follower.refresh()
        times.append(1000 * (time.thread_time() - begun))
    return times


def _audit() -> AuditRecord:
    record = _demonstration()
    definition = record.definition
    section = definition.sections[0].name
    figures = [_figure(section, number) for number in range(INDICATORS)]
    others = [_question(section, f"other_{number}", ()) for number in range(ANSWERS)]
    entries: dict[str, JsonValue] = dict(record.entries)
    for number, question in enumerate((*(q for q, _level in figures), *others)):
        entries[question.name] = _answer(number)
    entries |= dict(_sessions(record))
    larger = replace(
        definition,
        questions=(*definition.questions, *(q for q, _level in figures), *others),
        levels=(*definition.levels, *(level for _question, level in figures)),
    )
    return replace(record, definition=larger, entries=entries)


def _demonstration() -> AuditRecord:
    with tempfile.TemporaryDirectory() as folder:
        made = demo.prepare(Path(folder) / "demo")
        ws = workspace.open_workspace(made.path, made.passphrase)
        try:
            return auditing.load(ws, made.audit)
        finally:
            ws.close()


def _figure(section: str, number: int) -> tuple[Question, Level]:
    level = Level(
        id=f"level-{number}",
        kind="AEL",
        medium="water_direct",
        parameter=Text(ru=f"показатель {number}"),
        upper=str(50 + number),
        unit="mg/l",
        when="true()",
        confidence="verified",
    )
    return _question(section, f"figure_{number}", (level.id,)), level


def _question(section: str, name: str, levels: tuple[str, ...]) -> Question:
    return Question(
        name=name,
        number=name,
        section=section,
        type=QuestionType.DECIMAL,
        label=Text(ru=name),
        unit="mg/l",
        levels=levels,
    )


def _answer(number: int) -> JsonValue:
    text = f"{number % 97}.5"
    answer = Answer(text=text, value=text, unit="mg/l", origin=Origin.MEASURED_ACCREDITED)
    return replace(answer, uncertainty="1.5").to_json()


def _sessions(record: AuditRecord) -> Iterator[tuple[str, JsonValue]]:
    found = next(v for path, v in record.entries.items() if path.startswith("@session/"))
    if not isinstance(found, dict):
        raise TypeError(found)
    for number in range(SESSIONS):
        name = f"session-{number:04}"
        yield f"@session/{name}", {**found, "id": name}
