"""Scenarios as the auditor states them.

The two that the program proposes are stored when one of them is first changed, or a third one
added: from then on they hold the measures that they held at that moment.
"""

from collections.abc import Mapping, Sequence
from string import ascii_lowercase

from kta_desktop.assessment.known import Known
from kta_desktop.assessment.plan import Plan, Scenario
from kta_desktop.assessment.plan_records import BASELINE_ID, PLAN
from kta_desktop.domain import fieldpath
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.i18n import language
from kta_desktop.services.answering import Edit
from kta_desktop.services.plan_errors import (
    ScenarioGoneError,
    ScenarioLastError,
    ScenarioNameError,
)
from kta_desktop.services.plan_table import Table, record, table_of

PATH = fieldpath.record(PLAN, "scenarios")


def add_scenario(known: Known, plan: Plan, name: str) -> list[Edit]:
    """Add a scenario; it begins with all measures.

    Raises:
        ScenarioNameError: If it has no name, or that of another.
    """
    names = _names(plan)
    key = free_id(names)
    stored = _stored({**names, key: _name(name, names)})
    held = _held(plan, table_of(known))
    joined = [
        record(row, "scenarios", [*ids, key])
        for row, ids in held.items()
        if 0 < len(ids) < len(names)
    ]
    return [*joined, stored]


def rename_scenario(known: Known, plan: Plan, scenario: str, name: str) -> list[Edit]:
    """Give a scenario another name.

    Raises:
        ScenarioGoneError: If there is none.
        ScenarioNameError: If it has no name, or that of another.
    """
    names = _names(plan)
    _demand(scenario, names)
    others = {key: said for key, said in names.items() if key != scenario}
    return [*_adopted(known, plan), _stored({**names, scenario: _name(name, others)})]


def remove_scenario(known: Known, plan: Plan, scenario: str) -> list[Edit]:
    """Take a scenario away; with the last one the proposed ones are back.

    Raises:
        ScenarioGoneError: If there is none.
        ScenarioLastError: If measures are in no other one that is left.
    """
    names = _names(plan)
    _demand(scenario, names)
    left = [key for key in names if key != scenario]
    table = table_of(known)
    held = _held(plan, table)
    edits = _adopted(known, plan) if left else []
    alone = [row for row, ids in held.items() if ids == [scenario]]
    if left and alone:
        raise ScenarioLastError(names=table.names(alone))
    by_path = {edit.path: edit for edit in edits}
    for row, ids in held.items():
        if scenario in ids:
            edit = record(row, "scenarios", [key for key in ids if key in left])
            by_path[edit.path] = edit
    stored = _stored({key: names[key] for key in left})
    return [*(each for each in by_path.values() if each.path != PATH), stored]


def assign(known: Known, plan: Plan, row: str, scenarios: Sequence[str]) -> list[Edit]:
    """State in which scenarios a measure is.

    Raises:
        PlanGoneError: If the measure is not in the table.
        ScenarioGoneError: If there is no such scenario.
        ScenarioLastError: If it would be in none.
    """
    names = _names(plan)
    table = table_of(known)
    table.demand(row)
    for each in scenarios:
        _demand(each, names)
    if not scenarios:
        raise ScenarioLastError(names=table.names([row]))
    mine = record(row, "scenarios", [key for key in names if key in scenarios])
    others = [each for each in _adopted(known, plan) if each.path != mine.path]
    return [*others, mine, *([_stored(names)] if _is_proposed(plan) else [])]


def free_id(taken: Mapping[str, str]) -> str:
    """Return the first letter, or letter with a number, that no scenario has."""
    for round_ in range(len(taken) + 1):
        for letter in ascii_lowercase:
            key = f"{letter}{round_ or ''}"
            if key not in taken:
                return key
    raise ValueError(taken)


def _names(plan: Plan) -> dict[str, str]:
    """Return id to name of the scenarios beside the baseline."""
    return {each.id: each.name.get(language()) for each in _beside(plan)}


def _beside(plan: Plan) -> list[Scenario]:
    return [each for each in plan.scenarios if each.id != BASELINE_ID]


def _is_proposed(plan: Plan) -> bool:
    return any(each.is_proposed for each in _beside(plan))


def _adopted(known: Known, plan: Plan) -> list[Edit]:
    """Return what keeps the measures of proposed scenarios in them; nothing if they are stated."""
    if not _is_proposed(plan):
        return []
    held = _held(plan, table_of(known))
    everywhere = len(_beside(plan))
    return [record(row, "scenarios", ids) for row, ids in held.items() if 0 < len(ids) < everywhere]


def _held(plan: Plan, table: Table) -> dict[str, list[str]]:
    """Return row to the scenarios that hold it, of the measures that say so or whose plan does."""
    found: dict[str, list[str]] = {}
    for row in table.rows:
        named = table.note(row.id).list_of("scenarios")
        ids = [
            each.id
            for each in _beside(plan)
            if (_is_in(row.id, each) if each.is_proposed else each.id in named)
        ]
        found[row.id] = ids
    return found


def _is_in(row: str, scenario: Scenario) -> bool:
    return row in scenario.steps or row in scenario.replaced


def _stored(names: Mapping[str, str]) -> Edit:
    value: list[JsonValue] = [{"id": key, "name": name} for key, name in names.items()]
    return Edit(PATH, value or None)


def _name(typed: str, others: Mapping[str, str]) -> str:
    name = " ".join(typed.split())
    if not name or name.casefold() in {each.casefold() for each in others.values()}:
        raise ScenarioNameError(name=name)
    return name


def _demand(scenario: str, names: Mapping[str, str]) -> None:
    if scenario not in names:
        raise ScenarioGoneError(scenario=scenario)
