"""The form of a pack that may be full of mistakes: enough of it to try its expressions on."""

from kta_desktop.domain.definition import Definition, Text
from kta_desktop.packs import lookup
from kta_desktop.packs.context import Context
from kta_desktop.packs.survey import survey


def form(context: Context) -> Definition:
    """Return questions, groups and tables of a pack and of what it includes, right or wrong."""
    packs = (*context.included, context.folder)
    surveys = [survey(pack, context.lists, context.tables) for pack in packs]
    files = {
        name: rows for pack in packs for name, rows in lookup.files(pack, context.lists).items()
    }
    return Definition(
        pack=str(context.folder.pack.get("id", "")),
        version="",
        title=Text(),
        sections=tuple(section for each in surveys for section in each.sections),
        groups=tuple(group for each in surveys for group in each.groups),
        questions=tuple(question for each in surveys for question in each.questions),
        files=files,
    )
