"""From the sector data of methodologists (YAML) to a pack folder.

``python -m kta_desktop.packs.sector_yaml SECTOR.yaml OUT_DIR``. What the sector data lack (short
titles, ids of our units, bases and averaging, Kazakh wording of facts, rules that warn) stands in
``OUT_DIR/overlay.toml``. Nothing is dropped: what has no column goes to ``more`` or ``extra.json``.
"""

import argparse
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from kta_desktop.packs import layout, sector_rows
from kta_desktop.packs.rows import json_text, read_toml, sheet_text, toml_text
from kta_desktop.packs.sector_facts import by_hand
from kta_desktop.packs.sector_levels import completed, narrowed
from kta_desktop.packs.sector_names import Names
from kta_desktop.packs.sector_survey import choices, survey
from kta_desktop.packs.typography import row_set_well

OVERLAY = "overlay.toml"
DRAFTS = "kazakh.toml"
LANGUAGE = "kk"  # whose texts are drafts, where a sector has them


class _Loader(yaml.CSafeLoader):
    """YAML whose numbers with a point stay decimal."""


def _decimal(loader: yaml.CSafeLoader, node: yaml.ScalarNode) -> Decimal:
    return Decimal(str(loader.construct_scalar(node)).replace("_", ""))


_Loader.add_constructor("tag:yaml.org,2002:float", _decimal)


def read_sector(text: str) -> dict[str, Any]:
    """Return the sector data of a YAML text.

    Raises:
        yaml.YAMLError: If it is not YAML.
    """
    data = yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader with decimal numbers
    return dict(data)


def files(sector: Mapping[str, Any], overlay: Mapping[str, Any]) -> dict[str, str]:
    """Return the files of the pack folder, name to text."""
    sector = translated(sector, overlay.get(LANGUAGE, {}))
    sector = completed(reworded(sector, overlay.get("wording", {})), overlay)
    levels = [narrowed(row, sector, overlay) for row in sector["levels"]]
    sector = {**sector, "facts": _facts(sector, overlay), "levels": levels}
    names = Names(sector, overlay)
    tables: dict[layout.TableLayout, Iterable[Mapping[str, Any]]] = {
        layout.SURVEY: map(row_set_well, survey(sector, names)),
        layout.CHOICES: map(row_set_well, choices(sector, names)),
        layout.TECHNIQUES: sector_rows.techniques(sector, names),
        layout.LEVELS: sector_rows.levels(sector, names),
        layout.SOURCES: map(names.source, sector["sources"]),
        layout.MONITORING: sector_rows.plain(sector["monitoring"], names),
        layout.RANGES: sector_rows.ranges(sector, names),
        layout.FORMULAS: sector_rows.plain(sector["formulas"], names),
        layout.BASES: sector_rows.bases(sector, names),
        layout.AVERAGING: sector_rows.averaging(sector, names),
        **{table: sector_rows.labelled(sector, table.file, names) for table in _SCOPE},
    }
    if LANGUAGE not in sector["pack"]["languages"]:
        tables = {table: map(_without_drafts, rows) for table, rows in tables.items()}
    found = {f"{table.file}.csv": sheet_text(table, rows) for table, rows in tables.items()}
    found[layout.EXTRA] = json_text(sector["extra"]) + "\n"
    found[layout.PACK] = toml_text(_pack(sector, overlay))
    return found


def _facts(sector: Mapping[str, Any], overlay: Mapping[str, Any]) -> list[Any]:
    """Return the facts; those of ``asked_first`` before all others, for these may hang on them."""
    first = overlay.get("asked_first", ())
    told = [one for fact in sector["facts"] for one in by_hand(fact)]
    return sorted(told, key=lambda fact: fact["id"] not in first)


def translated(data: Any, texts: Mapping[str, str]) -> Any:
    """Return sector data with Kazakh beside every Russian text that has a draft in ``texts``."""
    if isinstance(data, Mapping):
        found = {key: translated(value, texts) for key, value in data.items()}
        draft = texts.get(str(data.get("ru")))
        return {**found, LANGUAGE: draft} if draft and not data.get(LANGUAGE) else found
    if isinstance(data, list):
        return [translated(value, texts) for value in data]
    return data


def reworded(data: Any, wording: Mapping[str, str]) -> Any:
    """Return sector data with every text put as the overlay words it.

    ``wording`` is for words that speak of files and of how the data were made, wherever they stand.
    """
    if isinstance(data, str):
        for found, wanted in wording.items():
            data = data.replace(found, wanted)
        return data
    if isinstance(data, Mapping):
        return {key: reworded(value, wording) for key, value in data.items()}
    if isinstance(data, list):
        return [reworded(value, wording) for value in data]
    return data


def _without_drafts(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row of a pack that has no Kazakh texts, so that none wait to be proof-read."""
    return {key: value for key, value in row.items() if key not in _STATES}


_STATES = ("kk_state", f"{layout.KTA}kk_state")
_SCOPE = (layout.ACTIVITIES, layout.EXCLUSIONS, layout.SUBSECTORS)
CORE = "core"
_INCLUDED = (CORE, "nfm-common")
_PACK_KEYS = ("id", "alias", "version", "status", "languages", "includes", "basis", "notes")


def _pack(sector: Mapping[str, Any], overlay: Mapping[str, Any]) -> dict[str, Any]:
    """Return the content of ``pack.toml``."""
    own = sector["pack"]
    texts = overlay.get("pack", {})
    names = Names(sector, overlay)
    media = {medium: names.expression(text) for medium, text in own["media_when"].items()}
    state = {"kk_state": "draft"} if LANGUAGE in own["languages"] else {}
    return {
        **{key: own[key] for key in _PACK_KEYS if own.get(key) is not None},
        "notes": _notes(own, texts),
        "includes": _includes(own),
        "languages": _languages(own),
        **state,
        "known_gaps": [_merged(gap, None) for gap in own["known_gaps"]],
        "title": _merged(own["title"], texts.get("title")),
        "sector": _merged(own["sector"], texts.get("sector")),
        "checklist": _merged(own["checklist_title"], texts.get("checklist")),
        "benchmark": _merged(own.get("benchmark_label"), texts.get("benchmark")),
        "book": texts.get("book", {"state": "none"}),
        "media_when": media,
        "confidence_legend": {**own["confidence_legend"], **texts.get("confidence_legend", {})},
        "units": overlay.get("units", {}),
    }


def _notes(own: Mapping[str, Any], texts: Mapping[str, Any]) -> list[str]:
    """Return the notes, those that the overlay words otherwise by their number from 1."""
    told = texts.get("notes", {})
    return [str(told.get(str(number), note)) for number, note in enumerate(own["notes"], 1)]


def _includes(own: Mapping[str, Any]) -> list[str]:
    """Return what a pack includes: the checklist of every audit before all else.

    Those that only others include leave it to them.
    """
    named = [name for name in own.get("includes") or () if name != CORE]
    return named if own["id"] in _INCLUDED else [CORE, *named]


def _languages(own: Mapping[str, Any]) -> dict[str, str]:
    """Return the state of each language; a bare list of languages is in the state of the pack."""
    told = own["languages"]
    return dict(told) if isinstance(told, Mapping) else dict.fromkeys(told, str(own["status"]))


def _merged(own: Mapping[str, Any] | None, added: Mapping[str, Any] | None) -> dict[str, Any]:
    return {key: value for key, value in {**(added or {}), **(own or {})}.items() if value}


def read_overlay(folder: Path) -> dict[str, Any]:
    """Return what stands beside a pack for its making: the overlay, and the Kazakh drafts.

    Raises:
        OSError: If a file cannot be read.
        ValueError: If it is not TOML.
    """
    found: dict[str, Any] = {}
    for name in (OVERLAY, DRAFTS):
        if (folder / name).exists():
            found |= read_toml(folder / name)
    return found


def convert(source: Path, target: Path) -> list[Path]:
    """Write the pack folder of a sector file and return the files written.

    Raises:
        OSError: If a file cannot be read or written.
        yaml.YAMLError: If the source is not YAML.
    """
    overlay = read_overlay(target)
    written = files(read_sector(source.read_text(encoding="utf-8")), overlay)
    target.mkdir(parents=True, exist_ok=True)
    for name, text in written.items():
        (target / name).write_text(text, encoding="utf-8", newline="")
    return [target / name for name in written]


def main() -> None:
    """Convert one sector file, as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path, help="sector data, YAML")
    parser.add_argument("target", type=Path, help="pack folder")
    options = parser.parse_args()
    convert(options.source, options.target)


if __name__ == "__main__":
    main()
