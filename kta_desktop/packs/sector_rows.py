"""Rows of techniques, levels and the smaller tables, from sector data."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from kta_desktop.packs.sector_names import Names

Fields = Mapping[str, Any]
_DRAFT = {"kk_state": "draft"}
_BOUNDS = ("lower", "upper")


def techniques(sector: Fields, names: Names) -> Iterator[dict[str, Any]]:
    """Yield the rows of ``techniques.csv``."""
    by_id = {row["id"]: row for row in sector["techniques"]}
    for row in sector["techniques"]:
        yield {**row, "rule": names.rule(row), **names.locus(row, by_id), **_DRAFT}


def levels(sector: Fields, names: Names) -> Iterator[dict[str, Any]]:
    """Yield the rows of ``levels.csv``: levels and the exceptions to them."""
    for row in sector["levels"]:
        yield {
            **{key: value for key, value in row.items() if key not in _OPERATORS},
            **_bounds(row),
            **names.locus(row, {}),
            **names.unit_words(row["unit"]),
            **_DRAFT,
            "concept": names.concept(row["id"]),
            "unit": names.unit(row["unit"]),
            "when": names.expression(row["when"]),
            "requires": names.expression(row.get("requires")),
            "averaging": names.averaging(row["averaging"]),
            **_conditions(row, names),
            "parameter_text": row["parameter"].get("text"),
            "note": _footnotes(row.get("notes", ())),
            "notes": _rated(row.get("notes", ())),
        }


_OPERATORS = ("lower_op", "upper_op")


def _conditions(row: Fields, names: Names) -> dict[str, Any]:
    """Return the reference conditions; those of the pack too where ours are not one to one."""
    told = names.bases(row["basis"], row["medium"])
    origin = {} if len(told) == len(row["basis"]) else {"basis_origin": row["basis"]}
    told_in_names = {
        key: names.expression(row[key]) for key in _EXPRESSIONS if row.get(key) is not None
    }
    return {"basis": told, **origin, **told_in_names}


_EXPRESSIONS = ("upper_expr", "scope_when")


def _bounds(row: Fields) -> dict[str, Any]:
    """Return the bounds; those that an exception inherits stay empty until compiling."""
    inherited = row.get("inherits", ())
    found: dict[str, Any] = {
        name: None if name in inherited else _number(row[name]) for name in _BOUNDS
    }
    found["lower_is_less_than"] = row["lower_op"] == "<" and "lower" not in inherited
    found["upper_is_less_than"] = row["upper_op"] == "<" and "upper" not in inherited
    if row["lower_op"] == ">":
        found["lower_op"] = ">"
    return found


def _number(value: Decimal | int | None) -> Decimal | None:
    """Return a figure without a tail of zeros that no one printed."""
    if value is None:
        return None
    number = Decimal(value)
    return number.to_integral_value() if number == number.to_integral_value() else number


def _footnotes(notes: Iterable[Fields]) -> dict[str, str]:
    """Return the footnotes as one text per language, each with its mark, if any, in brackets."""
    return {
        lang: "\n".join(f"{_mark(note)}{note[lang]}" for note in notes if note.get(lang))
        for lang in ("ru", "kk", "en")
    }


def _mark(note: Fields) -> str:
    return "" if note["mark"] is None else f"[{note['mark']}] "


def _rated(notes: Iterable[Fields]) -> list[Fields]:
    """Return the footnotes again, one by one, where they say how far they were checked."""
    return [note for note in notes if "confidence" in note]


def ranges(sector: Fields, names: Names) -> Iterator[dict[str, Any]]:
    """Yield the rows of ``ranges.csv``: for orientation, never for a verdict."""
    for row in sector["ranges"]:
        figures = {name: _number(row[name]) for name in (*_BOUNDS, "mean")}
        words = names.unit_words(row["unit"])
        unit = {"unit": names.unit(row["unit"])}
        yield {**row, **figures, **unit, **words, **names.locus(row, {}), **_DRAFT}


def plain(rows: Iterable[Fields], names: Names) -> Iterator[dict[str, Any]]:
    """Yield rows of a table that needs nothing but names of the pack in its conditions."""
    for row in rows:
        when = {"when": names.expression(row["when"])} if "when" in row else {}
        yield {**row, **when, **names.locus(row, {}), **_DRAFT}


def bases(sector: Fields, names: Names) -> Iterator[dict[str, Any]]:
    """Yield the rows of ``bases.csv``: the pack's own conditions and ours they stand for."""
    for row in sector["bases"]:
        yield {**row, **names.locus(row, {}), "reference": "".join(names.bases([row["id"]]))}


def averaging(sector: Fields, names: Names) -> Iterator[dict[str, Any]]:
    """Yield the rows of ``averaging.csv`` under the pack's ids; ``origin`` is the source's.

    Periods that the overlay words (``ru``) and the sector data lack come last.
    """
    told = {row["id"] for row in sector["averaging"]}
    more = names.overlay.get("averaging", {}).items()
    own_rows = [{"id": name, **row} for name, row in more if "ru" in row and name not in told]
    for row in [*sector["averaging"], *own_rows]:
        added = names.overlay.get("averaging", {}).get(row["id"], {})
        label = {"ru": row["ru"], "en": row["en"], "kk": row.get("kk") or added.get("kk")}
        rest = {key: value for key, value in row.items() if key not in ("ru", "en", "kk")}
        own = {"id": names.averaging([row["id"]])[0], "origin": row["id"], "label": label}
        yield {**rest, **own, **names.locus(row, {}), **_DRAFT}


def labelled(sector: Fields, table: str, names: Names) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table of the scope, whose wording is their label.

    A pack to be included may call them otherwise: those that include it number theirs alike.
    """
    called = names.overlay.get("scope_ids", {})
    for row in sector["scope"][table]:
        label = {lang: row.get(lang) for lang in ("ru", "kk", "en")}
        rest = {key: value for key, value in row.items() if key not in label}
        own = {"id": called.get(row["id"], row["id"]), "label": label}
        yield {**rest, **own, **names.locus(row, {}), **_DRAFT}
