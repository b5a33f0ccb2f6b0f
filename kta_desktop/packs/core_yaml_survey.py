"""Rows of ``survey.csv`` of the common checklist: sections, repeats, questions, tables."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kta_desktop.packs.core_yaml_names import expression, option_list, origin, section_name
from kta_desktop.packs.layout import KTA
from kta_desktop.packs.sector_names import question_name

Fields = Mapping[str, Any]

_DRAFT = {f"{KTA}kk_state": "draft"}
_LANGUAGES = ("ru", "kk", "en")
_TYPES: Mapping[str, str] = {
    "number": "decimal",
    "integer": "integer",
    "text": "text",
    "date": "date",
    "calculate": "calculate",
    "document": "file",
    "photo": "image",
    "table": "begin_repeat",
    "single": "select_one {list}",
    "yes_no_partial_na": "select_one {list}",
    "multi": "select_multiple {list}",
}
_LOOKS = {"table": "table-list", "yes_no_partial_na": "likert"}
_PURE = "1"  # unit of numbers that have none
# Fields that have a column of their own, or are read for one.
_READ = frozenset(
    {
        "number", "section", "repeat", "concept", "type", "text", "short", "hint", "options",
        "options_from", "show_if", "required", "blank_reasons", "evidence", "constraint",
        "formula", "unit", "units", "unit_from", "columns", "legal_ref", "legal_confidence",
        "study_ref", "confidential", "look", "filter",
    }
)  # fmt: skip
_COLUMN_READ = frozenset({*_READ, *_LANGUAGES, "id", "message", "severity"})


def survey(core: Fields, overlay: Fields) -> Iterator[dict[str, Any]]:
    """Yield the rows of ``survey.csv`` in the order of the paper."""
    repeats = {repeat["id"]: repeat for repeat in core["repeats"]}
    for section in core["sections"]:
        yield {
            "type": "begin_group",
            "name": section_name(section["id"]),
            "label": {lang: section[lang] for lang in _LANGUAGES},
            f"{KTA}number": section["id"],
            f"{KTA}short": section["short"],
            "id": section["id"],
            **_DRAFT,
        }
        own = [question for question in core["questions"] if question["section"] == section["id"]]
        yield from _questions(own, repeats, overlay)
        yield {"type": "end_group"}


def _questions(
    questions: Iterable[Fields], repeats: Mapping[str, Fields], overlay: Fields
) -> Iterator[dict[str, Any]]:
    """Yield the questions of a section; those of a repeat stand together inside it."""
    inside: str | None = None
    for question in questions:
        repeat = question.get("repeat")
        if repeat != inside and inside is not None:
            yield {"type": "end_repeat"}
        if repeat != inside and repeat is not None:
            yield _repeat(repeats[repeat])
        inside = repeat
        yield from _question(question, overlay)
    if inside is not None:
        yield {"type": "end_repeat"}


def _repeat(repeat: Fields) -> dict[str, Any]:
    return {
        "type": "begin_repeat",
        "name": question_name(repeat["id"]),
        "label": repeat["title"],
        f"{KTA}short": repeat["short"],
        f"{KTA}concept": repeat["concept"],
        "relevant": expression(repeat.get("show_if")),
        "id": repeat["id"],
        "key": question_name(repeat["key_question"]),
        "min": repeat["min"],
        "amended": repeat.get("amended"),
        **_DRAFT,
    }


def _question(question: Fields, overlay: Fields) -> Iterator[dict[str, Any]]:
    name = question_name(question["id"])
    kind = question["type"]
    found = origin(question, overlay["sources"])
    more = {key: value for key, value in question.items() if key not in _READ}
    yield {
        **more,
        "type": _TYPES[kind].format(list=option_list(question, name)),
        "name": name,
        "label": question["text"],
        "hint": question.get("hint"),
        "relevant": expression(question.get("show_if")),
        "required": _required(question["required"]),
        "calculation": expression(question.get("formula")),
        "appearance": question.get("look") or _LOOKS.get(kind),
        **_rules(question),
        **_measure(question),
        f"{KTA}number": question["number"],
        f"{KTA}short": question["short"],
        f"{KTA}concept": question["concept"],
        f"{KTA}blank_reasons": question["blank_reasons"],
        f"{KTA}evidence": [question["evidence"]["level"], *question["evidence"].get("kinds", ())],
        f"{KTA}confidential": "yes" if question["confidential"] else None,
        f"{KTA}source": found["source"],
        f"{KTA}locus": found["locus"],
        f"{KTA}confidence": found["confidence"],
        "sources": found.get("sources"),
        **_DRAFT,
    }
    for column in question.get("columns", ()):
        yield _column(column, name, overlay["messages"])
    if kind == "table":
        yield {"type": "end_repeat"}


def _required(wanted: bool | str) -> str | None:  # noqa: FBT001 - a value, not a switch
    """Return the cell of ``required``: yes, or the condition under which it is."""
    if isinstance(wanted, str):
        return expression(wanted)
    return "yes" if wanted else None


def _measure(row: Fields) -> dict[str, Any]:
    """Return the units of a number; where another question tells the unit, it has none here."""
    told = row.get("unit_from")
    unit = row.get("unit")
    return {
        f"{KTA}unit": None if told or unit == _PURE else unit,
        f"{KTA}units": [] if told else row.get("units", []),
        "unit_from": question_name(told) if told else None,
    }


def _rules(question: Fields) -> dict[str, Any]:
    """Return the rules of an answer: the first hard one, the first soft one, the rest."""
    rules = list(question.get("constraint", ()))
    hard = next((rule for rule in rules if rule["severity"] == "error"), None)
    soft = next((rule for rule in rules if rule["severity"] == "warning"), None)
    rest = [rule for rule in rules if rule is not hard and rule is not soft]
    found: dict[str, Any] = {}
    if hard is not None:
        found |= {"constraint": expression(hard["expr"]), "constraint_message": hard["message"]}
    if soft is not None:
        found |= {
            f"{KTA}warn": expression(soft["expr"]),
            f"{KTA}warn_message": soft["message"],
        }
    further = [
        {
            "expression": expression(rule["expr"]),
            "severity": rule["severity"],
            "message": rule["message"],
        }
        for rule in rest
    ]
    return found | ({"rules": further} if further else {})


def _column(column: Fields, table: str, messages: Mapping[str, Fields]) -> dict[str, Any]:
    rule = column.get("constraint")
    name = question_name(column["id"])
    more = {key: value for key, value in column.items() if key not in _COLUMN_READ}
    return {
        **more,
        "type": _TYPES[column["type"]].format(list=option_list(column, f"{table}_{name}")),
        "name": name,
        "label": {lang: column[lang] for lang in _LANGUAGES},
        "hint": column.get("hint"),
        "required": _required(column.get("required", False)),
        "relevant": expression(column.get("show_if")),
        "calculation": expression(column.get("formula")),
        "choice_filter": column.get("filter"),
        "constraint": expression(rule),
        "constraint_message": column.get("message") or (messages[rule] if rule else None),
        f"{KTA}severity": column.get("severity"),
        **_measure(column),
        f"{KTA}concept": column["concept"],
        **_DRAFT,
    }
