"""What differs between two versions of a checklist, in the words of those who write it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, TypeAlias

from kta_desktop.domain.definition import Definition, Level, Question, Technique
from kta_desktop.domain.texts import Text

_Row: TypeAlias = Question | Level | Technique
_LANGUAGES = ("ru", "kk", "en")


@dataclass(frozen=True, slots=True)
class Difference:
    """What was added, changed and removed among the rows of one kind."""

    added: "tuple[Changed, ...]" = ()
    changed: "tuple[Changed, ...]" = ()
    removed: "tuple[Changed, ...]" = ()

    def __len__(self) -> int:
        """Return how many rows differ."""
        return len(self.added) + len(self.changed) + len(self.removed)


@dataclass(frozen=True, slots=True)
class Edit:
    """One column in which two versions of a row differ.

    Attributes:
        field: Its name in the pack, such as ``upper``.
        lang: Language of a text; empty for what is in none.
        before: What stood there, as text; empty if nothing.
        after: What stands there now.
    """

    field: str
    lang: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A row that differs.

    Attributes:
        name: Name of the question, id of the level or technique.
        title: What it is called: in the newer version, if it is there.
        edits: Columns that differ; empty if all is new or gone.
    """

    name: str
    title: Text
    edits: tuple[Edit, ...] = ()

    @property
    def fields(self) -> str:
        """The columns that differ, such as ``label (ru, kk), upper``."""
        found: dict[str, list[str]] = {}
        for edit in self.edits:
            found.setdefault(edit.field, []).append(edit.lang)
        told = ((name, ", ".join(filter(None, langs))) for name, langs in found.items())
        return ", ".join(f"{name} ({langs})" if langs else name for name, langs in told)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two versions of a checklist; each part may be empty."""

    questions: Difference = Difference()
    levels: Difference = Difference()
    techniques: Difference = Difference()

    @property
    def is_same(self) -> bool:
        """Whether no question, level or technique differs."""
        return not (self.questions or self.levels or self.techniques)


def compare(old: Definition | None, new: Definition) -> Comparison:
    """Return what ``new`` adds, changes and removes; without ``old`` everything is added."""
    return Comparison(
        _difference(_questions(old), _questions(new)),
        _difference(_levels(old), _levels(new)),
        _difference(_techniques(old), _techniques(new)),
    )


def _questions(definition: Definition | None) -> dict[str, _Row]:
    return {} if definition is None else {row.name: row for row in definition.questions}


def _levels(definition: Definition | None) -> dict[str, _Row]:
    return {} if definition is None else {row.id: row for row in definition.levels}


def _techniques(definition: Definition | None) -> dict[str, _Row]:
    return {} if definition is None else {row.id: row for row in definition.techniques}


def _difference(old: Mapping[str, _Row], new: Mapping[str, _Row]) -> Difference:
    both = [name for name in new if name in old and new[name] != old[name]]
    return Difference(
        added=tuple(Changed(name, _title(new[name])) for name in new if name not in old),
        changed=tuple(
            Changed(name, _title(new[name]), tuple(_changed(old[name], new[name]))) for name in both
        ),
        removed=tuple(Changed(name, _title(old[name])) for name in old if name not in new),
    )


def _title(row: _Row) -> Text:
    if isinstance(row, Question):
        return row.label
    return row.parameter if isinstance(row, Level) else row.title


def _changed(old: Any, new: Any) -> Iterable[Edit]:
    """Yield the columns in which two rows of one kind differ."""
    for field in fields(new):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if before == after:
            continue
        if isinstance(after, Text) and isinstance(before, Text):
            yield from _texts(field.name, before, after)
        elif field.name == "more":
            yield from _entries(before or {}, after or {})
        else:
            yield Edit(field.name, "", _said(before), _said(after))


def _texts(field: str, old: Text, new: Text) -> Iterable[Edit]:
    for lang in _LANGUAGES:
        before, after = getattr(old, lang), getattr(new, lang)
        if before != after:
            yield Edit(field, lang, before, after)


def _entries(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterable[Edit]:
    for name in sorted({*old, *new}):
        if old.get(name) != new.get(name):
            yield Edit(name, "", _said(old.get(name)), _said(new.get(name)))


def _said(value: Any) -> str:
    """Return a value as text; of options and columns their names, of objects their JSON."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ", ".join(str(getattr(item, "name", item)) for item in value)
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return str(value)
