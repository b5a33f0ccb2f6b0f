"""Claims that every pack of a sector carries every entry of the sector data, field by field.

The data are read beside the checkout, or where ``KTA_SECTOR_DATA`` says; without them the claims
are skipped. Packs are read here by csv, json and tomllib alone, so that what the converter and the
reader of the program would drop both alike is seen too. What the overlay replaces is replaced in
the expectation: wording, places, units, conditions, averaging, names; what it adds comes behind.
The printed table of counts is shown by ``pytest -rA``.
"""

import csv
import json
import os
import re
import tomllib
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from kta_desktop.paths import RESOURCES

csv.field_size_limit(1 << 25)
PACKS = RESOURCES / "packs"
BESIDE = RESOURCES.parent.parent / "shared" / "domain" / "packs"
FILES = sorted(Path(os.environ.get("KTA_SECTOR_DATA") or BESIDE).glob("*.yaml"))
LANGUAGES = {"ru": "Русский (ru)", "kk": "Қазақша (kk)", "en": "English (en)"}
KTA = "bind::kta:"
TYPED = str.maketrans("₀₁₂₃₄₅₆₇₈₉²³–—", "012345678923--", "°")  # what is printed, as it was typed
TEXTS = {"title", "rule", "applicability", "parameter", "process", "frequency", "relaxation"}
TEXTS |= {"when_text", "name", "use", "text", "label", "note", "kind_text", "qualifier"}
LISTS = {"subsectors", "techniques", "levels", "averaging", "basis", "monitoring", "inherits"}
NUMBER = re.compile(r"-?\d+(\.\d+)?")
KINDS = {"table": "begin_repeat", "single": "select_one", "multi": "select_multiple"}
KINDS |= {"number": "decimal", "photo": "image", "text": "text", "date": "date"}
KINDS |= {"bool": "select_one", "yes_no_partial_na": "select_one"}

pytestmark = pytest.mark.skipif(
    not FILES, reason="no sector data beside the checkout (KTA_SECTOR_DATA names their folder)"
)


class Loader(yaml.CSafeLoader):
    """YAML whose numbers with a point stay decimal."""


Loader.add_constructor(
    "tag:yaml.org,2002:float",
    lambda loader, node: Decimal(str(loader.construct_scalar(node)).replace("_", "")),
)


def bare(value):
    """Return a value to compare: empty parts left out, typed, numbers in one form, 2.50 as 2.5."""
    if isinstance(value, dict):
        found = {str(key): bare(part) for key, part in value.items()}
        return {key: part for key, part in found.items() if part not in ("", {}, [])}
    if isinstance(value, list | tuple):
        return [bare(part) for part in value]
    if value is None or value is False:
        return ""
    text = "true" if value is True else str(value).strip().translate(TYPED)
    text = format(Decimal(text), "f") if isinstance(value, Decimal | float) else text
    return format(Decimal(text).normalize(), "f") if NUMBER.fullmatch(text) else text


def reworded(data, wording):
    if isinstance(data, str):
        for found, wanted in wording.items():
            data = data.replace(found, wanted)
        return data
    if isinstance(data, dict):
        return {key: reworded(value, wording) for key, value in data.items()}
    return [reworded(part, wording) for part in data] if isinstance(data, list) else data


class Pack:
    """A pack folder as it stands, with the overlay it was made by and the data it was made from."""

    def __init__(self, path):
        told = yaml.load(path.read_text(encoding="utf-8"), Loader=Loader)  # noqa: S506 - a safe loader
        self.folder = PACKS / told["pack"]["id"]
        self.overlay = {}
        for name in ("overlay.toml", "kazakh.toml"):
            if (self.folder / name).exists():
                self.overlay |= tomllib.loads((self.folder / name).read_text(encoding="utf-8"))
        self.told = reworded(told, self.overlay.get("wording", {}))
        self.settings = tomllib.loads((self.folder / "pack.toml").read_text(encoding="utf-8"))
        self.extra = json.loads((self.folder / "extra.json").read_text(encoding="utf-8"))
        self.survey = self.rows("survey")
        self.options = {}
        for row in self.rows("choices"):
            self.options.setdefault(row["list_name"], []).append(row)

    def rows(self, table):
        """Return the rows of a table: texts as mappings, what ``more`` holds beside the columns."""
        with (self.folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            return [self.row(cells, table) for cells in csv.DictReader(file)]

    def row(self, cells, table):
        found = {}
        own = {f"{KTA}ael", f"{KTA}bat", f"{KTA}units", f"{KTA}evidence"}
        for column, cell in cells.items():
            name, _, language = column.rpartition("::")
            if language in LANGUAGES.values():
                lang = next(key for key, word in LANGUAGES.items() if word == language)
                found.setdefault(name, {})[lang] = cell
            elif column in own or (column in LISTS and table != "survey"):
                found[column] = cell.split()
            elif column in ("more", f"{KTA}more"):
                more = json.loads(cell) if cell else {}
                assert not set(more) & set(cells), (self.folder.name, table, set(more))
                found |= more
            else:
                found[column] = cell
        return found

    def name(self, identifier):
        name = re.sub(r"[^a-z0-9]+", "_", identifier.lower()).strip("_")
        name = name if name[:1].isalpha() else f"q_{name}"
        prefix = f"{self.overlay['prefix']}_" if "prefix" in self.overlay else ""
        return name if name.startswith(prefix) else prefix + name

    def expression(self, text):
        return re.sub(r"\$\{([^}]+)\}", lambda m: f"${{{self.name(m[1])}}}", text) if text else None

    def unit(self, text):
        found = self.overlay.get("units", {}).get(text, text)
        return found["id"] if isinstance(found, dict) else found

    def averaged(self, identifiers):
        rows = self.overlay.get("averaging", {})
        own = ((rows.get(name, {}).get("id", name), name) for name in identifiers)
        found = [each for one, name in own for each in (one, *rows.get(name, {}).get("also", ()))]
        return list(dict.fromkeys(found))

    def conditions(self, identifiers, medium):
        known = self.overlay.get("bases", {})
        if known.get(medium) == "":  # kilograms per tonne have no conditions of a gas
            return []
        together = known.get(" ".join(identifiers))
        found = [together] if together else [known.get(name, name) for name in identifiers]
        return list(dict.fromkeys(name for name in found if name))

    def place(self, words):
        for found, wanted in self.overlay.get("loci", {}).items():
            words = words.replace(found, wanted)
        return words


@pytest.fixture(scope="module", params=FILES, ids=lambda path: path.stem)
def pack(request):
    return Pack(request.param)


def told_row(pack, row):
    found = {key: value for key, value in row.items() if key not in ("locus", "more")}
    more = row.get("more") or {}
    assert not set(more) & set(found), row["id"]
    found |= more
    for key in ("when", "requires", "upper_expr"):
        if key in found:
            found[key] = pack.expression(found[key])
    return found


def same(pack, row, actual, changed):
    expected = bare(told_row(pack, row) | changed)
    found = bare({key: value for key, value in actual.items() if key not in LEFT_OUT})
    where = (pack.folder.name, row["id"])
    for key, value in expected.items():
        got = found.pop(key, None)
        assert as_told(got, value) == value, (*where, key)
    extra = {key for key, value in found.items() if set(value or ()) != {"kk"}}
    assert not extra, (*where, extra, found)
    same_place(pack, row, actual)


def as_told(got, value):
    """Return what was found without the Kazakh drafts that are an addition of the overlay."""
    if isinstance(got, dict) and isinstance(value, dict):
        kept = {key for key in got if key != "kk" or "kk" in value}
        return {key: as_told(got[key], value.get(key)) for key in kept}
    if isinstance(got, list) and isinstance(value, list) and len(got) == len(value):
        return [as_told(one, other) for one, other in zip(got, value, strict=True)]
    return got


LEFT_OUT = {"kk_state", f"{KTA}kk_state", "locus", "place", "checked_by", "checked_on"}
LEFT_OUT |= {"unit_text", "unit_per", f"{KTA}locus"}


def same_place(pack, row, actual):
    place = row.get("locus") or {}
    words = actual.get(f"{KTA}locus", actual.get("locus")) or ""
    rest = dict(actual.get("place") or {})
    anchors = rest.pop("anchors", None)
    assert bare(rest) == bare({k: v for k, v in place.items() if k != "text"}), row["id"]
    if anchors is not None:
        assert anchors == place["text"]
        assert words, row["id"]
    elif place.get("text"):
        assert words == pack.place(place["text"]).strip(), row["id"]
    for part in () if place.get("text") else ("document", "table", "page", "section"):
        assert str(place.get(part) or "") in words, row["id"]


def unit_of(pack, text, actual):
    """Claim that the wording of a unit is kept where its id differs, and return the id."""
    if text is not None and pack.unit(text) != text:
        assert actual["unit_text"] == text
    return pack.unit(text)


def levels_of(pack, entry, row):
    """Claim that a question names its levels first; what the overlay adds stands behind them."""
    told = entry["maps_to"].get("levels", [])
    found = row[f"{KTA}ael"]
    assert found[: len(told)] == told, entry["id"]
    assert found == told or entry["id"] in pack.overlay["question_levels"], entry["id"]
    return found


def by_id(rows, key="id"):
    assert max(Counter(row[key] for row in rows).values(), default=1) == 1
    return {row[key]: row for row in rows}


def pairs(pack, entries, table):
    called = {wanted: found for found, wanted in pack.overlay.get("scope_ids", {}).items()}
    rows = by_id([{**row, "id": called.get(row["id"], row["id"])} for row in pack.rows(table)])
    more = pack.overlay.get("exceptions", {}) if table == "levels" else ()
    assert list(rows) == [*(each["id"] for each in entries), *more], (pack.folder.name, table)
    return [(entry, rows[entry["id"]]) for entry in entries]


def test_that_techniques_are_told_field_by_field(pack):
    for entry, row in pairs(pack, pack.told["techniques"], "techniques"):
        rule = dict(entry["rule"] or {})
        for found, wanted in pack.overlay.get("rules", {}).items():
            rule = {lang: (text or "").replace(found, wanted) for lang, text in rule.items()}
        same(pack, entry, row, {"rule": rule})


def test_that_levels_and_exceptions_are_told_field_by_field(pack):
    told = by_id(pack.told["levels"])
    for entry, row in pairs(pack, pack.told["levels"], "levels"):
        changed = {
            **bounds(entry, row),
            "concept": f"{pack.folder.name}.{entry['id'].lower()}",
            "unit": unit_of(pack, entry["unit"], row),
            "averaging": pack.averaged(entry["averaging"]),
            "basis": pack.conditions(entry["basis"], entry["medium"]),
            "notes": [note for note in entry.get("notes", ()) if "confidence" in note],
            "note": None,
            "parameter": {k: v for k, v in entry["parameter"].items() if k != "text"},
            "parameter_text": entry["parameter"].get("text"),  # as printed, beside the wording
        }
        note = row.pop("note")
        if len(changed["basis"]) < len(entry["basis"]) or "basis_origin" in row:
            assert row.pop("basis_origin") == entry["basis"], entry["id"]
        scope = row.pop("scope_when", None)  # derived: which exceptions are of a plant's kind
        assert scope is None or "${" in scope, entry["id"]
        same(pack, narrowed(pack, entry), row, changed)
        for each in entry.get("notes", ()):
            mark = "" if each["mark"] is None else f"[{each['mark']}] "
            for lang in LANGUAGES:
                assert f"{mark}{each.get(lang) or ''}".strip() in note[lang] or not each.get(lang)
        for bound in entry.get("inherits", ()):
            base = told[entry["overrides"]]
            assert (base[bound], base[f"{bound}_op"]) == (entry[bound], entry[f"{bound}_op"])


def narrowed(pack, entry):
    told = pack.overlay.get("levels", {}).get(entry["id"], {})
    also, when = told.get("also"), entry["when"] or told.get("when")
    together = also if when in (None, "true()") else f"({when}) and {also}"
    return {**entry, "when": together, "when_origin": when} if also else {**entry, "when": when}


def bounds(entry, row):
    found = {"lower_op": ">" if entry["lower_op"] == ">" else None, "upper_op": None}
    for bound in ("lower", "upper"):
        own = bound not in entry.get("inherits", ())
        found[bound] = entry[bound] if own else None
        found[f"{bound}_is_less_than"] = own and entry[f"{bound}_op"] == "<"
        assert entry[f"{bound}_op"] in (None, "<", "<=", ">", ">="), entry["id"]
        assert NUMBER.fullmatch(row[bound] or "0"), entry["id"]
    return found


def test_that_monitoring_rows_formulas_and_ranges_are_told_field_by_field(pack):
    for table in ("monitoring", "formulas", "ranges"):
        for entry, row in pairs(pack, pack.told[table], table):
            in_ours = {"unit": unit_of(pack, entry["unit"], row)} if table == "ranges" else {}
            same(pack, entry, row, in_ours)


def test_that_activities_exclusions_and_sub_sectors_are_told_field_by_field(pack):
    for table in ("activities", "exclusions", "subsectors"):
        for entry, row in pairs(pack, pack.told["scope"][table], table):
            label = {lang: entry.get(lang) for lang in LANGUAGES}
            same(pack, entry, row, {"label": label, "ru": None, "kk": None, "en": None})


def test_that_sources_are_told_field_by_field(pack):
    for entry, row in pairs(pack, pack.told["sources"], "sources"):
        same(pack, entry, row, pack.overlay.get("sources", {}).get(entry["id"], {}))


def test_that_reference_conditions_are_told_field_by_field(pack):
    known = pack.overlay.get("bases", {})
    for entry, row in pairs(pack, pack.told["bases"], "bases"):
        reference = row.pop("reference")
        assert reference == known.get(entry["id"], entry["id"])
        same(pack, entry, row, {})


def test_that_averaging_periods_are_told_field_by_field(pack):
    rows = by_id(pack.rows("averaging"), "origin")
    for entry in pack.told["averaging"]:
        row = rows.pop(entry["id"])
        row["id"], row["origin"] = row.pop("origin"), ""
        label = {"ru": entry["ru"], "en": entry["en"], "kk": entry.get("kk")}
        same(pack, entry, row, {"label": label, "ru": None, "en": None, "kk": None})
    assert set(rows) <= set(pack.overlay.get("averaging", {}))


def test_that_sections_and_questions_are_told_field_by_field(pack):
    groups = {row["id"]: row for row in pack.survey if row["type"] == "begin_group" and "id" in row}
    assert list(groups) == [section["id"] for section in pack.told["sections"]]
    for section in pack.told["sections"]:
        label = groups[section["id"]]["label"]
        assert bare(section["title"]).items() <= bare(label).items()
    rows = asked(pack)
    assert set(rows) == {entry["id"] for entry in pack.told["questions"]}
    for entry in pack.told["questions"]:
        question(pack, entry, dict(rows[entry["id"]]))


def asked(pack):
    outer = (row for row in pack.survey if row["type"] not in ("begin_group", "end_group"))
    return by_id([row for row in outer if row.get("id") and "fact_type" not in row])


def question(pack, entry, row):
    name, maps = pack.name(entry["id"]), entry["maps_to"]
    assert row.pop("type").split()[0] == KINDS[entry["type"]], entry["id"]
    assert row.pop("name") == name
    told = {entry["source"]}  # an anchor may name the document, that of a technique
    if "anchors" in (row.get("place") or {}):
        rows = [*pack.told["techniques"], *pack.told["levels"]] + pack.told["monitoring"]
        told |= {each["source"] for each in rows}
    assert (row[f"{KTA}source"] or None) in told, name
    show = None if entry["show_if"] in (None, "true()") else pack.expression(entry["show_if"])
    changed = {
        "label": entry["text"],
        "relevant": show,
        f"{KTA}concept": f"{pack.folder.name}.{entry['id'].lower()}",
        f"{KTA}unit": unit_of(pack, entry["unit"], row),
        f"{KTA}units": [pack.unit(unit) for unit in entry.get("unit_options") or ()],
        f"{KTA}ael": levels_of(pack, entry, row),
        f"{KTA}bat": maps.get("techniques", []),
        f"{KTA}evidence": [proof["kind"] for proof in entry["evidence"]],
        "proofs": [proof for proof in entry["evidence"] if proof.get("what")],
        "maps_to": {key: maps[key] for key in maps if key not in ("levels", "techniques")},
        f"{KTA}source": row[f"{KTA}source"],
        f"{KTA}confidence": entry["confidence"],
        **dict.fromkeys(("text", "type", "unit", "unit_options", "show_if", "evidence"), None),
        **dict.fromkeys(("options", "columns", "section", "order", "source", "confidence"), None),
    }
    assert bool(row.pop("units_apart", None)) == (
        entry["id"] in pack.overlay.get("units_apart", ())
    )
    ours = {f"{KTA}number", f"{KTA}short", f"{KTA}warn", f"{KTA}warn_message", "appearance"}
    same(pack, entry, {key: value for key, value in row.items() if key not in ours}, changed)
    if entry["type"] in ("single", "multi"):
        options(pack, entry.get("options") or (), name)
    columns(pack, entry, name)


def options(pack, told, name):
    rows = pack.options.get(name, [])
    assert [row["name"] for row in rows] == [option["id"] for option in told], name
    for option, row in zip(told, rows, strict=True):
        for lang in ("ru", "en"):  # an option begins with a capital
            told, found = bare(option.get(lang)), bare(row["label"][lang])
            assert (told[:1].lower(), told[1:]) == (found[:1].lower(), found[1:]), (name, told)
        assert bool(row["label"]["kk"]) >= bool(option.get("kk"))
        rest = {k: v for k, v in option.items() if k not in ("id", "ru", "kk", "en", "when")}
        held = {k: v for k, v in row.items() if k not in ("list_name", "name", "label", "group")}
        assert bare(held) == bare(rest), (name, option["id"])


def columns(pack, entry, name):
    names = [row.get("name") for row in pack.survey]
    start = names.index(name) + 1
    for place, column in enumerate(entry.get("columns") or ()):
        row = dict(pack.survey[start + place])
        own = re.sub(r"[^a-z0-9]+", "_", column["id"].lower()).strip("_")
        # Called like a fact that conditions speak of, it bears the name of its table too.
        assert row.pop("name") in (own, f"{name}_{own}")
        assert row.pop("type").split()[0] == KINDS[column["type"]]
        told = {**column, "id": f"{entry['id']}.{column['id']}"}
        concept = f"{pack.folder.name}.{told['id'].lower()}"
        changed = {
            "id": None,
            "label": {lang: column.get(lang) for lang in LANGUAGES},
            f"{KTA}concept": concept,
            f"{KTA}unit": unit_of(pack, column["unit"], row),
            **dict.fromkeys(("ru", "kk", "en", "type", "unit"), None),
        }
        same(pack, told, row, changed)
    if entry["type"] == "table":
        assert pack.survey[start + len(entry["columns"])]["type"] == "end_repeat"


def test_that_facts_are_told_field_by_field(pack):
    known = {fact["id"] for fact in pack.told["facts"]}
    rows = by_id([row for row in pack.survey if row.get("id") in known and "fact_type" in row])
    assert set(rows) == known
    for fact in pack.told["facts"]:
        row = rows[fact["id"]]
        name, added = pack.name(fact["id"]), pack.overlay.get("facts", {}).get(fact["id"], {})
        assert (row["name"], row["fact_type"]) == (name, fact["type"])
        label = fact["label"] if row["type"] in ("calculate", "hidden") else None
        for lang, text in (label or added.get("question", fact["label"])).items():
            assert bare(row["label"][lang]) == bare(text), (name, lang)
        assert row[f"{KTA}unit"] == (unit_of(pack, fact.get("unit"), row) or "")
        used = ("id", "type", "label", "values", "derive", "unit", "confidence")
        for key in set(fact) - set(used):
            expected = bare(fact[key])
            assert as_told(bare(row.get(key)), expected) == expected, (name, key)
        if fact.get("values"):
            options(pack, fact["values"], name)
        conditions = [fact.get("derive"), *(v.get("when") for v in fact.get("values") or ())]
        for condition in filter(None, conditions):
            assert pack.expression(condition) in row["calculation"], name


def test_that_settings_and_everything_beside_are_told(pack):
    told, settings = pack.told["pack"], pack.settings
    assert [name for name in settings["includes"] if name != "core"] == told["includes"]
    added = pack.overlay.get("pack", {})
    notes = {str(number): note for number, note in enumerate(told["notes"], 1)}
    assert settings["notes"] == [*(notes | added.get("notes", {})).values()]
    for key in ("id", "version", "status", "basis", "alias"):
        assert bare(settings.get(key)) == bare(told.get(key)), key
    assert set(settings["languages"]) == set(told["languages"])
    for key, ours in (("title", "title"), ("sector", "sector"), ("checklist_title", "checklist")):
        assert bare(told[key] or {}).items() <= bare(settings.get(ours, {})).items(), key
    benchmark = bare(told.get("benchmark_label") or {})
    assert benchmark.items() <= bare(settings["benchmark"]).items()
    assert as_told(bare(settings["known_gaps"]), gaps := bare(told["known_gaps"])) == gaps
    legend = told["confidence_legend"] | added.get("confidence_legend", {})
    assert settings["confidence_legend"] == legend
    media = {medium: pack.expression(when) for medium, when in told["media_when"].items()}
    assert settings["media_when"] == media
    assert as_told(bare(pack.extra), bare(pack.told["extra"])) == bare(pack.told["extra"])


def counted(pack):
    told, techniques, levels = pack.told, pack.rows("techniques"), pack.rows("levels")
    added, levels = len(pack.overlay.get("facts_added", ())), levels[: len(told["levels"])]
    facts = [row for row in pack.survey if "fact_type" in row]
    questions = list(asked(pack).values())
    alone = [row for row in (*questions, *facts) if is_cell(row)]
    lists = {pack.name(entry["id"]) for entry in told["questions"] if entry.get("options")}
    kinds = ("monitoring", "ranges", "formulas", "sources")
    return {
        "techniques": split(told["techniques"], techniques, "parent", no=True),
        "sub-techniques": split(told["techniques"], techniques, "parent"),
        "levels": split(told["levels"], levels, "overrides", no=True),
        "exceptions": split(told["levels"], levels, "overrides"),
        **{kind: (len(told[kind]), len(pack.rows(kind))) for kind in kinds},
        "questions": (len(told["questions"]), len(questions)),
        "options": (inside(told, "options"), sum(len(pack.options[name]) for name in lists)),
        "columns": (inside(told, "columns"), sum(map(is_cell, pack.survey)) - len(alone)),
        "facts": (len(told["facts"]) + added, sum("-" not in row["id"] for row in facts)),
    }


def is_cell(row):
    return row["type"] in ("decimal", "text", "date") or row["type"].startswith("select_one yes_no")


def split(told, rows, key, *, no=False):
    return tuple(sum(bool(row.get(key)) != no for row in side) for side in (told, rows))


def inside(told, key):
    return sum(len(entry.get(key) or ()) for entry in told["questions"])


def test_that_both_sides_count_alike(pack):
    counts = counted(pack)
    told = (f"{kind} {ours}/{theirs}" for kind, (theirs, ours) in counts.items())
    print(f"{pack.folder.name}:", *told)  # noqa: T201 - the table that is asked for
    assert {kind for kind, (theirs, ours) in counts.items() if theirs != ours} == set()
