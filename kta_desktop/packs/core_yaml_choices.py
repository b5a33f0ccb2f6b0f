"""Rows of ``choices.csv`` of the common checklist: its own options, and reference tables."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kta_desktop.packs.core_yaml_names import set_list, table_list
from kta_desktop.packs.sector_names import question_name
from kta_desktop.paths import RESOURCES

Fields = Mapping[str, Any]

# Columns of reference tables that choice filters read.
ATTRIBUTES = ("quantity", "medium")
_WORDED = ("", "label_", "symbol_", "name_")  # what comes before ru, kk, en in their headings
_LANGUAGES = ("ru", "kk", "en")
_TABLE = ".csv"


def choices(core: Fields) -> Iterator[dict[str, Any]]:
    """Yield the rows of ``choices.csv``: shared sets, options of one question, tables."""
    for name, options in core["option_sets"].items():
        yield from _options(set_list(name), options)
    for question in core["questions"]:
        yield from _options(question_name(question["id"]), question.get("options", ()))
    for table in _tables(core["questions"]):
        yield from _reference(table)


def _options(list_name: str, options: Iterable[Fields]) -> Iterator[dict[str, Any]]:
    for option in options:
        label = {lang: option.get(lang) for lang in _LANGUAGES}
        rest = {name: value for name, value in option.items() if name not in ("id", *_LANGUAGES)}
        yield {"list_name": list_name, "name": option["id"], "label": label, **rest}


def _tables(questions: Iterable[Fields]) -> list[str]:
    """Return the reference tables that questions and columns choose from, each once."""
    rows = (row for question in questions for row in (question, *question.get("columns", ())))
    named = (row.get("options_from") or "" for row in rows)
    return sorted({name.removesuffix(_TABLE) for name in named if name.endswith(_TABLE)})


def _reference(table: str) -> Iterator[dict[str, Any]]:
    path = RESOURCES / "reference" / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    worded = next(prefix for prefix in _WORDED if f"{prefix}ru" in rows[0])
    for row in rows:
        yield {
            "list_name": table_list(table),
            "name": row["id"],
            "label": {lang: row[f"{worded}{lang}"] for lang in _LANGUAGES},
            **{name: row[name] for name in ATTRIBUTES if name in row},
        }
