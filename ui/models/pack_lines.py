"""Packs, their mistakes, changes and levels as rows of words."""

from collections.abc import Sequence
from decimal import Decimal

from kta_desktop import formatting
from kta_desktop.domain.definition import Definition
from kta_desktop.domain.levels import Level
from kta_desktop.i18n import _, language
from kta_desktop.services.authoring import Comparison, Difference, Inspection
from kta_desktop.services.packs import PackFault, PackInfo
from ui.models.lines_model import Line

_STATES = {"added": "+", "changed": "≠", "removed": "−"}


def pack_heads() -> tuple[str, ...]:
    """Return the headings of the list of packs."""
    return (_("Pack"), _("Checked"))


def pack_line(pack: PackInfo) -> Line:
    """Return a pack: title, counts, how many of its levels a person has checked."""
    told = [pack.id, pack.version, languages_of(pack)]
    if pack.origin == "installed":
        told.append(_("installed, signed by {person}").format(person=pack.signed_by))
    return Line(
        cells=(
            "\n".join(
                (
                    pack.title.get(language()),
                    " · ".join(told),
                    _counts(pack.questions, pack.techniques, pack.levels),
                )
            ),
            checked_of(pack.verified, pack.levels),
        ),
        item=pack.id,
        icon=("shield-check", "ok") if pack.origin == "installed" else ("package", "tx2"),
    )


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
    for lang, state in pack.languages.items():
        mark = words.get(state, state)
        found.append(f"{lang} ({mark})" if mark else lang)
    return ", ".join(found)


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
    return (_("What"), _("Id"), _("Title"), _("What differs"))


def parts_of(comparison: Comparison) -> tuple[Difference, Difference, Difference]:
    """Return what differs among questions, levels and techniques."""
    return comparison.questions, comparison.levels, comparison.techniques


def change_lines(comparison: Comparison) -> list[Line]:
    """Return every added, changed and removed question, level and technique."""
    words = (_("Question"), _("Level"), _("Technique"))
    pairs = zip(words, parts_of(comparison), strict=True)
    return [line for word, part in pairs for line in _lines_of(word, part)]


def level_heads() -> tuple[str, ...]:
    """Return the headings of the levels."""
    return (_("Level"), _("Figure"), _("Where it stands"), _("Checked"))


def level_line(level: Level, definition: Definition) -> Line:
    """Return a level: what is limited, the figure, its source, and whether a person checked it."""
    lang = language()
    return Line(
        cells=(
            f"{level.parameter.get(lang)}\n{level.id}",
            figure(level),
            level.locus or place(level, definition),
            checked_words(level),
        ),
        item=level,
        icon=("circle-check", "ok") if level.may_yield_verdict else ("circle-help", "nd"),
    )


def figure(level: Level) -> str:
    """Return the bounds of a level with the unit, such as ``0,3–3,0 м³/т``."""
    lang = language()
    bounds = [
        formatting.number(Decimal(bound), lang)
        for bound in (level.lower, level.upper)
        if bound is not None
    ]
    if not bounds:
        return "—"
    sign = "< " if level.lower_is_less_than else ""
    unit = formatting.unit(level.unit, lang) or level.unit
    return f"{sign}{'–'.join(bounds)} {unit}".strip()


def place(level: Level, definition: Definition) -> str:
    """Return document and locus of a level."""
    titles = {source.id: source.title for source in definition.sources}
    return ". ".join(filter(None, (titles.get(level.source or "", ""), level.locus)))


def checked_words(level: Level) -> str:
    """Return how far the figure was checked, or by whom and when."""
    if level.checked_by:
        day = formatting.date(level.checked_on or "", language())
        return f"{level.checked_by}, {day}"
    words = {
        "verified": _("read in the source"),
        "memory": _("from memory, not checked"),
        "unsure": _("doubtful, not checked"),
    }
    return words.get(level.confidence or "", _("not checked"))


def _lines_of(word: str, part: Difference) -> Sequence[Line]:
    return [
        Line(
            cells=(f"{_STATES[state]} {word}", item.name, item.title.get(language()), item.fields),
            item=(word, item.name),
        )
        for state in _STATES
        for item in getattr(part, state)
    ]


def opened_line(inspection: Inspection, item: object) -> Line:
    """Return a pack that is looked at, but not in use."""
    definition = inspection.definition
    errors = sum(fault.is_error for fault in inspection.faults)
    told = [inspection.path.name, inspection.version]
    told.append(_("mistakes: {count}").format(count=errors) if errors else _("not installed"))
    title = definition.title.get(language()) if definition else inspection.pack_id
    words = [title or inspection.path.name, " · ".join(filter(None, told))]
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
