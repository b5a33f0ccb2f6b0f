"""Rows of ``survey.csv`` and ``choices.csv`` from sections, questions and facts."""

from collections.abc import Iterator, Mapping
from typing import Any

from kta_desktop.packs.layout import KTA
from kta_desktop.packs.sector_anchors import resting
from kta_desktop.packs.sector_facts import needed_when
from kta_desktop.packs.sector_names import Names
from kta_desktop.packs.typography import capital

Fields = Mapping[str, Any]

YES_NO = "yes_no"
GRADED = "yes_no_partial_na"
_WORDS: Mapping[str, Mapping[str, str]] = {
    "yes": {"ru": "Да", "kk": "Иә", "en": "Yes"},
    "partial": {"ru": "Частично", "kk": "Ішінара", "en": "Partly"},
    "no": {"ru": "Нет", "kk": "Жоқ", "en": "No"},
    "na": {"ru": "Неприменимо", "kk": "Қолданылмайды", "en": "Not applicable"},
}
_FIXED = {YES_NO: ("yes", "no"), GRADED: ("yes", "partial", "no", "na")}
_TYPES: Mapping[str, str] = {
    "number": "decimal",
    "text": "text",
    "date": "date",
    "photo": "image",
    "bool": f"select_one {YES_NO}",
    "yes_no_partial_na": f"select_one {GRADED}",
}
_DRAFT = {f"{KTA}kk_state": "draft"}
FACTS = "facts"
_FACTS_TITLE = {
    "ru": "Сведения для выбора уровней",
    "kk": "Деңгейлерді таңдауға қажет мәліметтер",
    "en": "Facts that choose the levels",
}
_FACTS_SHORT = {"ru": "Для выбора уровней", "kk": "Деңгейлерді таңдау", "en": "Choosing levels"}
_FACT_HINT = {
    "ru": "От ответа зависит, с каким уровнем НДТ сравнивать. Без него оценки не будет.",
    "kk": "Қай ЕҚТ деңгейімен салыстыру осы жауапқа байланысты. Онсыз баға берілмейді.",
    "en": "The answer decides which BAT level applies. Without it there is no verdict.",
}
_FACT_TYPES = {
    "bool": f"select_one {YES_NO}",
    "number": "decimal",
    "date": "date",
    "single": "select_one {list}",
    "multi": "select_multiple {list}",
}
# Which answers can be the value of a fact without more words.
_SAME = {("multi", "multi"), ("single", "single"), ("number", "number"), ("date", "date")}
_OWN_COLUMNS = ("id", "section", "order", "text", "type", "unit", "unit_options", "options")


def survey(sector: Fields, names: Names) -> Iterator[dict[str, Any]]:
    """Yield the rows of ``survey.csv``: sections with their questions, and the facts.

    The facts that are asked stand last, or first where the overlay says so: where a plant cannot be
    told which questions are for it before they are answered.
    """
    asked = {question["id"]: question for question in sector["questions"]}
    rows = [_fact(fact, asked, names) for fact in sector["facts"]]
    needed = _needed(sector, rows, names)
    own = [*_asked_facts([row for row in rows if needed.get(row["name"])], needed, sector, names)]
    first = names.facts_first
    yield from own if first else ()
    yield from _sections(sector, names)
    yield from () if first else own
    yield from (row for row in rows if not needed.get(row["name"]))


def _needed(sector: Fields, rows: list[dict[str, Any]], names: Names) -> Mapping[str, str | None]:
    """Return when each fact is needed that nobody else sets."""
    found = {}
    unset = [row["name"] for row in rows if row["calculation"] is None]
    for fact, row in zip(sector["facts"], rows, strict=True):
        if row["name"] in unset:
            later = frozenset(unset[unset.index(row["name"]) :])
            found[row["name"]] = needed_when(fact, later, sector, names)
    return found


def _sections(sector: Fields, names: Names) -> Iterator[dict[str, Any]]:
    """Yield the sections with their questions."""
    for section in sector["sections"]:
        label = section["title"]
        yield {
            "type": "begin_group",
            "name": names.section(section["id"]),
            "label": label,
            f"{KTA}number": names.order(section),
            f"{KTA}short": names.short(section["id"]),
            "id": section["id"],
            **_DRAFT,
        }
        for question in sector["questions"]:
            if question["section"] == section["id"]:
                told = resting(question, sector, names.overlay.get("anchored_questions"))
                yield from _question(told, section, names)
        yield {"type": "end_group"}


def _asked_facts(
    rows: list[dict[str, Any]], needed: Mapping[str, str | None], sector: Fields, names: Names
) -> Iterator[dict[str, Any]]:
    """Yield the section of facts that conditions need and no question sets."""
    if not rows:
        return
    last = max((section["order"] for section in sector["sections"]), default=0)
    order = 1 if names.facts_first else 1 + last
    words = names.overlay.get("facts_section", {})
    yield {
        "type": "begin_group",
        "name": names.name(FACTS),
        "label": words.get("title", _FACTS_TITLE),
        f"{KTA}number": order,
        f"{KTA}short": words.get("short", _FACTS_SHORT),
        **_DRAFT,
    }
    for place, row in enumerate(rows, 1):
        yield {
            **row,
            "type": _FACT_TYPES[row["fact_type"]].format(list=row["list"]),
            "relevant": None if needed[row["name"]] == "true()" else needed[row["name"]],
            "label": _added(names, row["id"]).get("question", row["label"]),
            "hint": _FACT_HINT,
            "choice_filter": _added(names, row["id"]).get("choice_filter"),
            f"{KTA}short": names.short_question(row["id"]),
            f"{KTA}number": f"{order}.{place}",
        }
    yield {"type": "end_group"}


def choices(sector: Fields, names: Names) -> Iterator[dict[str, Any]]:
    """Yield the rows of ``choices.csv``."""
    for list_name, options in _FIXED.items():
        for option in options:
            yield {"list_name": list_name, "name": option, "label": _WORDS[option]}
    for question in sector["questions"]:
        added = names.overlay.get("choices", {}).get(question["id"], {})
        yield from _options(names.name(question["id"]), question.get("options") or (), added)
    groups = {row["id"]: row.get("group") for row in sector["scope"]["subsectors"]}
    for fact in sector["facts"]:
        added = _added(names, fact["id"])
        values = fact.get("values") or ()
        if "choice_filter" in added:  # which group of sub-sectors an option is of
            values = [{**value, "group": groups.get(value["id"])} for value in values]
        yield from _options(names.name(fact["id"]), values, added.get("values", {}))


def _options(
    list_name: str, options: list[Fields] | tuple[()], added: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    for option in options:
        label = {"ru": option["ru"], "en": option["en"]}
        label["kk"] = added.get(option["id"]) or option.get("kk")
        label = {lang: capital(text) if text else text for lang, text in label.items()}
        rest = {key: option[key] for key in option if key not in ("id", "ru", "kk", "en", "when")}
        yield {"list_name": list_name, "name": option["id"], "label": label, **rest}


def _question(question: Fields, section: Fields, names: Names) -> Iterator[dict[str, Any]]:
    is_table = question["type"] == "table"
    yield {
        **{key: value for key, value in question.items() if key not in _LEFT_OUT},
        **_columns(question, section, names),
        **_rule(question, names),
        **_DRAFT,
    }
    for column in question.get("columns") or ():
        yield _column(column, question, names)
    if is_table:
        yield {"type": "end_repeat"}


_LEFT_OUT = (*_OWN_COLUMNS, "columns", "show_if", "evidence", "maps_to", "source", "confidence")


def _columns(question: Fields, section: Fields, names: Names) -> dict[str, Any]:
    """Return what of a question has a column of its own, and the rest of its mapping."""
    maps = question["maps_to"]
    kind = question["type"]
    place = names.locus(question, {})
    looks = {"table": "table-list", "yes_no_partial_na": "likert"}
    return {
        "type": _type(kind, names.name(question["id"])),
        "name": names.name(question["id"]),
        "label": question["text"],
        "relevant": names.condition(question["show_if"]),
        "appearance": looks.get(kind),
        f"{KTA}number": f"{names.order(section)}.{question['order']}",
        f"{KTA}short": names.short_question(question["id"]),
        f"{KTA}concept": names.concept(question["id"]),
        f"{KTA}unit": names.unit(question["unit"]),
        f"{KTA}units": [names.unit(unit) for unit in question.get("unit_options") or ()],
        f"{KTA}ael": names.levels(question["id"], maps.get("levels", [])),
        f"{KTA}bat": maps.get("techniques", []),
        f"{KTA}evidence": [proof["kind"] for proof in question["evidence"]],
        f"{KTA}source": question["source"],
        f"{KTA}confidence": question["confidence"],
        f"{KTA}locus": place.pop("locus"),
        **place,
        **names.unit_words(question["unit"]),
        "locus": None,
        "id": question["id"],
        "proofs": [proof for proof in question["evidence"] if proof.get("what")],
        "units_apart": question["id"] in names.overlay.get("units_apart", ()) or None,
        "maps_to": {key: maps[key] for key in maps if key not in ("levels", "techniques")},
    }


def _rule(question: Fields, names: Names) -> dict[str, Any]:
    """Return the rule of the overlay that asks to confirm an unusual answer."""
    rule = names.overlay.get("warn", {}).get(question["id"])
    if rule is None:
        return {}
    return {f"{KTA}warn": rule["rule"], f"{KTA}warn_message": rule["message"]}


def _type(kind: str, list_name: str) -> str:
    match kind:
        case "table":
            return "begin_repeat"
        case "single":
            return f"select_one {list_name}"
        case "multi":
            return f"select_multiple {list_name}"
        case _:
            return _TYPES[kind]


def _column(column: Fields, question: Fields, names: Names) -> dict[str, Any]:
    used = ("id", "ru", "kk", "en", "type", "unit")
    identifier = f"{question['id']}.{column['id']}"
    return {
        **{key: value for key, value in column.items() if key not in used},
        "type": _TYPES[column["type"]],
        "name": names.column(question["id"], column["id"]),
        "label": {lang: column.get(lang) for lang in ("ru", "kk", "en")},
        f"{KTA}concept": names.concept(identifier),
        f"{KTA}unit": names.unit(column["unit"]),
        **names.unit_words(column["unit"]),
        **_DRAFT,
    }


def _fact(fact: Fields, asked: Mapping[str, Fields], names: Names) -> dict[str, Any]:
    """Return a fact: calculated where words allow it, else set by hand when it is needed."""
    calculation = _calculation(fact, asked, names)
    used = ("id", "type", "label", "values", "derive", "unit", "confidence")
    label = {"kk": _added(names, fact["id"]).get("label"), **fact["label"]}
    values = fact.get("values") or ()
    return {
        **{key: value for key, value in fact.items() if key not in used},
        "type": "hidden" if calculation is None else "calculate",
        "name": names.name(fact["id"]),
        "label": label,
        "calculation": calculation,
        f"{KTA}concept": names.concept(f"fact.{fact['id']}"),
        f"{KTA}unit": names.unit(fact.get("unit")),
        f"{KTA}confidence": fact.get("confidence"),
        **_DRAFT,
        **names.unit_words(fact.get("unit")),
        "id": fact["id"],
        "fact_type": fact["type"],
        "list": names.name(fact["id"]) if values else None,
    }


def _calculation(fact: Fields, asked: Mapping[str, Fields], names: Names) -> str | None:
    told = _added(names, fact["id"]).get("calculation") or fact.get("derive")
    if told:
        return names.expression(told)
    conditional = [value for value in fact.get("values") or () if value.get("when")]
    if conditional:
        return _chosen(fact["type"], conditional, names)
    question = asked.get(fact["set_by"] or "")
    return None if question is None else _taken(fact, question, names)


def _chosen(kind: str, values: list[Fields], names: Names) -> str:
    """Return the expression of a fact whose values have conditions of their own."""
    pairs = [(value["id"], str(names.expression(value["when"]))) for value in values]
    if kind == "multi":
        listed = ", ".join(f"'{identifier}', {when}" for identifier, when in pairs)
        return f"kta:values({listed})"
    text = "''"
    for identifier, when in reversed(pairs):
        text = f"if({when}, '{identifier}', {text})"
    return text


def _taken(fact: Fields, question: Fields, names: Names) -> str | None:
    """Return the answer of a question as a fact; None where the two are of different kinds."""
    name = names.name(question["id"])
    column = next((c for c in question.get("columns") or () if c["id"] == fact.get("column")), None)
    if column is not None and (fact["type"], column["type"]) == ("bool", "bool"):
        return f"selected(${{{name}}}/{names.column(question['id'], column['id'])}, 'yes')"
    if column is None and (fact["type"], question["type"]) in _SAME:
        return f"${{{name}}}"
    if (fact["type"], question["type"]) == ("bool", "yes_no_partial_na"):
        return f"${{{name}}} = 'yes' or ${{{name}}} = 'partial'"
    return None


def _added(names: Names, fact: str) -> Mapping[str, Any]:
    """Return what the overlay adds to a fact: Kazakh wording, how to ask for it, when."""
    return dict(names.overlay.get("facts", {}).get(fact, {}))
