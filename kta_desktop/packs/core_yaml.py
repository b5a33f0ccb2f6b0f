"""From the common checklist of methodologists (YAML) to the pack that all others include.

``python -m kta_desktop.packs.core_yaml CORE.yaml OUT_DIR``. What had to be mended or added beside
the law stands in ``OUT_DIR/overlay.toml``, each entry with its reason and the document behind it.
Nothing is dropped: what has no column goes to ``more`` or ``extra.json``. Lists of options that
the checklist names as tables are drawn from ``resources/reference``.
"""

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kta_desktop.packs import layout
from kta_desktop.packs.core_yaml_amend import KINDS, amended
from kta_desktop.packs.core_yaml_choices import ATTRIBUTES, choices
from kta_desktop.packs.core_yaml_names import CITED
from kta_desktop.packs.core_yaml_survey import survey
from kta_desktop.packs.rows import json_text, read_toml, sheet_text, toml_text
from kta_desktop.packs.sector_yaml import OVERLAY, read_sector
from kta_desktop.paths import RESOURCES

Fields = Mapping[str, Any]

_EXTRA = ("meta", "rules", "value_attributes", "statutory_groups")
# Tables that expressions look figures up in.
_LOOKED_UP = ("fuels",)


def files(core: Fields, overlay: Fields) -> dict[str, str]:
    """Return the files of the pack folder, path in it to text."""
    mended = amended(core, overlay)
    found = {
        "survey.csv": sheet_text(layout.SURVEY, survey(mended, overlay)),
        "choices.csv": sheet_text(layout.CHOICES, choices(mended), ATTRIBUTES),
        "sources.csv": sheet_text(layout.SOURCES, _sources(overlay["sources"])),
    }
    for table in (layout.TECHNIQUES, layout.LEVELS, layout.MONITORING, layout.RANGES):
        found[f"{table.file}.csv"] = sheet_text(table, ())
    for name in _LOOKED_UP:
        place = RESOURCES / "reference" / f"{name}.csv"
        found[f"{layout.FILES}/{name}.csv"] = place.read_text(encoding="utf-8")
    extra = {name: mended[name] for name in _EXTRA}
    found[layout.EXTRA] = json_text(extra | {"amended": _reasons(overlay)}) + "\n"
    found[layout.PACK] = toml_text(_pack(mended["meta"], overlay))
    return found


def _pack(meta: Fields, overlay: Fields) -> dict[str, Any]:
    """Return the content of ``pack.toml``."""
    drafts = dict.fromkeys(meta["languages"], "checked") | {"kk": meta["kk_state"]}
    return {
        "id": meta["pack_id"],
        "version": meta["version"],
        "status": "draft",
        "includes": [],
        "notes": [meta["official_form"], meta["role"], meta["kk_note"]],
        "kk_state": meta["kk_state"],
        "languages": drafts,
        "title": meta["titles"],
        "sector": overlay["pack"]["sector"],
        "checklist": meta["titles"],
        "book": {"state": "none"},
        "confidence_legend": meta["confidence_legend"],
    }


def _sources(sources: Mapping[str, Fields]) -> list[dict[str, Any]]:
    """Return the documents without what only says how to cite them."""
    return [{k: v for k, v in source.items() if k != CITED} for source in sources.values()]


def _reasons(overlay: Fields) -> list[dict[str, str]]:
    """Return what was mended beside the law, with the reason and the document of each."""
    return [
        {"what": f"{kind} {name}", "why": entry["why"], "by": entry["by"]}
        for kind in KINDS
        for name, entry in overlay.get(kind, {}).items()
    ]


def convert(source: Path, target: Path) -> list[Path]:
    """Write the pack folder of the common checklist and return the files written.

    Raises:
        OSError: If a file cannot be read or written.
        yaml.YAMLError: If the source is not YAML.
    """
    place = target / OVERLAY
    written = files(read_sector(source.read_text(encoding="utf-8")), read_toml(place))
    (target / layout.FILES).mkdir(parents=True, exist_ok=True)
    for name, text in written.items():
        (target / name).write_text(text, encoding="utf-8", newline="")
    return [target / name for name in written]


def main() -> None:
    """Convert the common checklist, as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path, help="common checklist, YAML")
    parser.add_argument("target", type=Path, help="pack folder with its overlay")
    options = parser.parse_args()
    convert(options.source, options.target)


if __name__ == "__main__":
    main()
