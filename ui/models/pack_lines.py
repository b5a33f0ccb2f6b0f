"""Packs, their mistakes and changes as rows of words."""

from collections.abc import Callable, Sequence
from typing import Any

from kta_desktop.domain.definition import Definition
from kta_desktop.domain.texts import Text
from kta_desktop.i18n import N_, _, language
from kta_desktop.services.authoring import Changed, Comparison, Difference, Edit, Inspection
from kta_desktop.services.packs import PackFault, PackInfo
from ui.models.lines_model import Line

_STATES = {
    "added": ("plus", "ok", N_("Added")),
    "changed": ("pencil", "ac", N_("Changed")),
    "removed": ("trash-2", "er", N_("Removed")),
}
_ORDER = ("ru", "kk", "en")
_LONGEST = 160  # signs of what stood before or stands now; the tip has the whole
_FIGURE = {"lower", "upper", "lower_is_less_than", "upper_is_less_than"}
_MARKS = {"confidence", "checked_by", "checked_on"}
_FIELDS = {
    "number": N_("number"),
    "section": N_("section"),
    "type": N_("type of answer"),
    "label": N_("wording"),
    "short": N_("short title"),
    "hint": N_("hint"),
    "guidance_hint": N_("guidance"),
    "relevant": N_("condition"),
    "when": N_("condition"),
    "when_text": N_("condition in words"),
    "calculation": N_("calculation"),
    "constraint": N_("check"),
    "constraint_message": N_("message of the check"),
    "required": N_("mandatory"),
    "required_when": N_("mandatory if"),
    "default": N_("value at the start"),
    "unit": N_("unit"),
    "units": N_("other units"),
    "choices": N_("options"),
    "columns": N_("columns"),
    "blank_reasons": N_("reasons for a blank"),
    "evidence": N_("evidence"),
    "techniques": N_("techniques"),
    "levels": N_("levels"),
    "source": N_("document"),
    "locus": N_("table, page"),
    "confidence": N_("confidence"),
    "lower": N_("lower bound"),
    "upper": N_("upper bound"),
    "direction": N_("which side is better"),
    "averaging": N_("averaging"),
    "basis": N_("reference conditions"),
    "overrides": N_("exception to"),
    "effect": N_("what the exception does"),
    "requires": N_("what has to be shown"),
    "checked_by": N_("checked by"),
    "checked_on": N_("checked on"),
    "parameter": N_("what is limited"),
    "title": N_("title"),
    "rule": N_("rule"),
    "applicability": N_("applicability"),
    "note": N_("footnote"),
}


def pack_heads() -> tuple[str, ...]:
    """Return the headings of the list of packs."""
    return (_("Pack"), _("Checked"))


def pack_line(pack: PackInfo) -> Line:
    """Return a pack: its sector, counts, how many of its levels may judge."""
    told = [pack.id, pack.version, languages_of(pack)]
    if pack.origin == "installed":
        told.append(_("installed, signed by {person}").format(person=pack.signed_by))
    if pack.shipped_version:
        told.append(
            _("the program has a newer one: {version}").format(version=pack.shipped_version)
        )
    counts = _counts(pack.questions, pack.techniques, pack.levels)
    return Line(
        cells=(
            "\n".join((_capital(sector_of(pack)), " · ".join(told), counts)),
            checked_of(pack.verified, pack.levels),
        ),
        item=pack.id,
        icon=("shield-check", "ok") if pack.origin == "installed" else ("package", "tx2"),
    )


def sector_of(pack: PackInfo) -> str:
    """Return which plants a pack is for; the title of its checklist if it does not say."""
    return pack.sector.get(language()) or pack.title.get(language())


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def checked_of(checked: int, levels: int) -> str:
    """Return how many of the levels may judge, a dash where there are none."""
    return f"{checked} / {levels}" if levels else "—"


def _counts(questions: int, techniques: int, levels: int) -> str:
    return _("questions {questions}, techniques {techniques}, levels {levels}").format(
        questions=questions, techniques=techniques, levels=levels
    )


def languages_of(pack: PackInfo) -> str:
    """Return the languages of a pack, drafts marked."""
    words = {"draft": _("draft"), "checked": ""}
    found = []
    for lang, state in sorted(pack.languages.items(), key=lambda each: _place(each[0])):
        mark = words.get(state, state)
        found.append(f"{lang} ({mark})" if mark else lang)
    return ", ".join(found)


def _place(lang: str) -> int:
    return _ORDER.index(lang) if lang in _ORDER else len(_ORDER)


def fault_heads() -> tuple[str, ...]:
    """Return the headings of the list of mistakes."""
    return (_("Sheet"), _("Row"), _("Column"), _("Question"), _("What is wrong"))


def fault_line(fault: PackFault) -> Line:
    """Return a mistake with its place as in the workbook."""
    return Line(
        cells=(
            fault.sheet,
            str(fault.row or ""),
            fault.column,
            fault.question,
            fault.sentence(language()),
        ),
        item=fault,
        icon=("circle-alert", "er") if fault.is_error else ("triangle-alert", "wr"),
    )


def change_heads() -> tuple[str, ...]:
    """Return the headings of the comparison with the installed version."""
    return (_("What"), _("Title"), _("What differs"))


def parts_of(comparison: Comparison) -> tuple[Difference, Difference, Difference]:
    """Return what differs among questions, levels and techniques."""
    return comparison.questions, comparison.levels, comparison.techniques


def change_lines(comparison: Comparison, kind: str = "all") -> list[Line]:
    """Return the added, changed and removed rows of one kind, or of ``all``."""
    words = {
        "questions": _("Question"),
        "levels": _("Level"),
        "techniques": _("Technique"),
    }
    pairs = zip(words.items(), parts_of(comparison), strict=True)
    return [
        line
        for (name, word), part in pairs
        if kind in ("all", name)
        for line in _lines_of(word, part)
    ]


def _lines_of(word: str, part: Difference) -> Sequence[Line]:
    return [
        Line(
            cells=(
                f"{word}\n{_(words)}",
                f"{item.title.get(language())}\n{item.name}",
                "\n".join([*(_edit(edit, _brief) for edit in item.edits), *_unmarked(item)]),
            ),
            item=(word, item.name),
            icon=(picture, tone),
            tips=("", "", "\n".join(_edit(edit, _whole) for edit in item.edits)),
        )
        for state, (picture, tone, words) in _STATES.items()
        for item in getattr(part, state)
    ]


def _unmarked(item: Changed) -> list[str]:
    """Return a warning if a figure is another one and its mark «checked» is not."""
    fields = {edit.field for edit in item.edits}
    if not fields & _FIGURE or fields & _MARKS:
        return []
    return [_("The figure differs, the mark of its check does not: compare it with the source.")]


def _edit(edit: Edit, said: Callable[[str], str]) -> str:
    """Return what stood in a column and what stands there now."""
    name = _(_FIELDS[edit.field]) if edit.field in _FIELDS else edit.field
    lead = f"{name} ({edit.lang})" if edit.lang else name
    return f"{lead}: {said(edit.before)} → {said(edit.after)}"


def _whole(text: str) -> str:
    return text or _("nothing")


def _brief(text: str) -> str:
    text = _whole(text)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}…"


def opened_line(inspection: Inspection, item: object) -> Line:
    """Return a pack that is looked at, but not in use."""
    definition = inspection.definition
    errors = sum(fault.is_error for fault in inspection.faults)
    warnings = len(inspection.faults) - errors
    told = [inspection.path.name, inspection.version]
    told.append(_("mistakes: {count}").format(count=errors) if errors else _("not installed"))
    told += [_("warnings: {count}").format(count=warnings)] if warnings else []
    title = _sector(definition) if definition else inspection.pack_id
    words = [_capital(title) or inspection.path.name, " · ".join(filter(None, told))]
    checked = "—"
    if definition is not None:
        asked = sum(question.is_asked for question in definition.questions)
        words.append(_counts(asked, len(definition.techniques), len(definition.levels)))
        judging = sum(level.may_yield_verdict for level in definition.levels)
        checked = checked_of(judging, len(definition.levels))
    return Line(
        cells=("\n".join(words), checked),
        item=item,
        icon=("circle-alert", "er") if errors else ("file-text", "ac"),
    )


def _sector(definition: Definition) -> str:
    """Return which plants an opened pack is for; the title of its checklist if it does not say."""
    settings: Any = (definition.more or {}).get("pack", {})
    sector = {lang: text for lang, text in settings.get("sector", {}).items() if lang in _ORDER}
    return Text(**sector).get(language()) or definition.title.get(language())
