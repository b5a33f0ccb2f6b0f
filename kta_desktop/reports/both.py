"""Filled and blank sheets in one document: behind what is known of a section, room for the rest."""

from collections.abc import Sequence
from dataclasses import replace

from kta_desktop.reports.blank.sheet import Blank, blank_chapters
from kta_desktop.reports.context import Context
from kta_desktop.reports.page import Chapter

_SECTION, _BLANK = "section-", "blank-"


def with_blanks(context: Context, filled: Sequence[Chapter]) -> list[Chapter]:
    """Return chapters with the blank sheet of each section behind its filled one.

    A section of which nothing is filled in yet stands where it belongs, blank. The keys of blank
    sheets are ``blank-<section>``.
    """
    record = context.record
    blank = Blank(
        definition=record.definition,
        sha256=record.definition_sha256,
        order=context.order,
        printed_at=context.printed_at,
        audit=record.number,
        plant=record.plant.name,
        is_demo=record.is_demo,
        state=context.state,
    )
    made = {each.key.removeprefix(_SECTION): each for each in blank_chapters(blank)}
    known = {each.key: each for each in filled}
    order = [section.name for section in context.sections()]
    first = next((n for n, each in enumerate(filled) if each.key.startswith(_SECTION)), 0)
    before = [each for each in filled[:first] if not each.key.startswith(_SECTION)]
    behind = [each for each in filled[first:] if not each.key.startswith(_SECTION)]
    pairs: list[Chapter] = []
    for name in order:
        pairs += [known[key] for key in (f"{_SECTION}{name}",) if key in known]
        pairs += [_renamed(made[key], known) for key in (name,) if key in made]
    return [*before, *pairs, *behind]


def _renamed(chapter: Chapter, known: dict[str, Chapter]) -> Chapter:
    """Return a blank chapter under a key of its own, in the outline beside its filled one."""
    name = chapter.key.removeprefix(_SECTION)
    beside = known.get(chapter.key)
    within = beside.within if beside is not None else chapter.within
    return replace(chapter, key=f"{_BLANK}{name}", within=within)
