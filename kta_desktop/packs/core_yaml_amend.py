"""The common checklist with the corrections and additions of its overlay.

An entry of ``[questions]``, ``[columns]``, ``[repeats]`` or ``[options]`` says ``why`` and ``by``
which document; what else it says replaces fields of the row of that name, an empty text takes a
field away. A row that does not exist yet is added behind the one that ``after`` names; an entry of
``[sets]`` is a list of options that the checklist does not have.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Fields = Mapping[str, Any]
KINDS = ("questions", "columns", "options", "sets", "repeats")  # of entries
_TOLD = ("why", "by", "after")  # of an entry itself, not of the row it changes
_DEMANDED = frozenset({"why", "by"})
_FOLDERS = re.compile(r"(?:[\w-]+/)+(?=[\w-]+\.md)")  # of documents: they say nothing elsewhere


class OverlayError(ValueError):
    """An entry of the overlay gives no reason, or changes something that does not exist."""


def amended(core: Fields, overlay: Fields) -> dict[str, Any]:
    """Return the checklist as the overlay mends it.

    Raises:
        OverlayError: If an entry cannot be followed.
    """
    entries = {kind: overlay.get(kind, {}) for kind in KINDS}
    found: dict[str, Any] = _worded(core, overlay.get("words", {}))
    questions = _merged(found["questions"], entries["questions"])
    questions = _with_parts(questions, "columns", entries["columns"])
    found["questions"] = _with_parts(questions, "options", entries["options"])
    found["option_sets"] |= {name: entry["options"] for name, entry in entries["sets"].items()}
    sets = [{"id": name, "options": rows} for name, rows in found["option_sets"].items()]
    sets = _with_parts(sets, "options", entries["options"])
    found["option_sets"] = {row["id"]: row["options"] for row in sets}
    found["repeats"] = _merged(found["repeats"], entries["repeats"])
    _demand(entries, frozenset(_known(found)))
    return found


def _worded(value: Any, words: Mapping[str, str]) -> Any:
    """Return ``value`` with the words that the overlay replaces, however deep they stand."""
    if isinstance(value, str):
        value = _FOLDERS.sub("", value)
        for found, wanted in words.items():
            value = value.replace(found, wanted)
        return value
    if isinstance(value, Mapping):
        return {name: _worded(item, words) for name, item in value.items()}
    return [_worded(item, words) for item in value] if isinstance(value, list) else value


def _merged(rows: Iterable[Fields], entries: Mapping[str, Fields]) -> list[dict[str, Any]]:
    """Return rows with those that entries change, and those that they add behind another."""
    found: list[dict[str, Any]] = []
    for row in rows:
        found.append(_changed(row, entries.get(row["id"], {})))
        found += _followers(row["id"], entries)
    return found


def _followers(identifier: str, entries: Mapping[str, Fields]) -> list[dict[str, Any]]:
    """Return the rows that are added behind ``identifier``, and behind those in turn."""
    found: list[dict[str, Any]] = []
    for name, entry in entries.items():
        if entry.get("after") == identifier:
            found += [_changed({"id": name}, entry), *_followers(name, entries)]
    return found


def _changed(row: Fields, entry: Fields) -> dict[str, Any]:
    if not entry:
        return dict(row)
    fields = {name: value for name, value in entry.items() if name not in _TOLD}
    taken_away = {name for name, value in fields.items() if value == ""}
    reason = {"amended": {name: entry[name] for name in _TOLD if name in _DEMANDED & set(entry)}}
    return {
        name: value for name, value in {**row, **fields, **reason}.items() if name not in taken_away
    }


def _with_parts(
    rows: Iterable[Fields], part: str, entries: Mapping[str, Fields]
) -> list[dict[str, Any]]:
    """Return rows with the columns or options that entries called ``row.part`` change or add."""
    found: list[dict[str, Any]] = []
    for row in rows:
        mark = f"{row['id']}."
        own = {
            name.removeprefix(mark): entry
            for name, entry in entries.items()
            if name.startswith(mark)
        }
        parts = {part: _merged(row.get(part, ()), own)} if own else {}
        found.append({**row, **parts})
    return found


def _known(mended: Fields) -> Iterator[str]:
    """Yield what entries may be called: every row, and every column and option of one."""
    sets = [{"id": name, "options": rows} for name, rows in mended["option_sets"].items()]
    for row in (*mended["questions"], *mended["repeats"], *sets):
        yield row["id"]
        for part in (*row.get("columns", ()), *row.get("options", ())):
            yield f"{row['id']}.{part['id']}"


def _demand(entries: Mapping[str, Mapping[str, Fields]], known: frozenset[str]) -> None:
    """Raise if an entry changes what is not there, or says nothing of its reason."""
    for rows in entries.values():
        for name, entry in rows.items():
            if name not in known or not all(entry.get(told) for told in _DEMANDED):
                raise OverlayError(name)
