"""The evidence of an audit as rows of a workbook: every file with its hash."""

from collections.abc import Iterator

from kta_desktop.domain.answers import Evidence
from kta_desktop.forms.state import Place
from kta_desktop.i18n import N_
from kta_desktop.packs.reference import evidence_kinds
from kta_desktop.reports.context import Context
from kta_desktop.reports.workbook.leaf import NARROW, WIDE, WIDEST, Column, Leaf
from kta_desktop.reports.workbook.leaf import Row as Cells
from kta_desktop.reports.workbook.words import (
    INSTANCE,
    NUMBER,
    PATH,
    QUESTION,
    instance,
    moment,
    yes_no,
)

TITLE = N_("Evidence files")
ABOUT = N_("Every file that proves an answer; the hash says that it is the file that was attached")
MARK, FILE, KIND = N_("Number on the sheets"), N_("File"), N_("Kind")
CAPTION, MEDIA, SIZE = N_("Caption"), N_("Type of file"), N_("Size")
HASH, TAKEN, SECRET = N_("SHA-256"), N_("Taken at"), N_("Trade secret")


def evidence_leaf(context: Context) -> Leaf:
    """Return the sheet of all attachments."""
    word, lang = context.tongue.word, context.tongue.first
    columns = (
        Column(word(MARK), width=NARROW),
        Column(word(NUMBER), width=NARROW),
        Column(word(QUESTION), width=WIDEST),
        Column(word(INSTANCE), width=WIDE),
        *(Column(word(head), width=WIDE) for head in (FILE, CAPTION)),
        Column(word(KIND)),
        Column(word(MEDIA)),
        Column(word(SIZE), _BYTES[lang], NARROW),
        *(Column(word(head)) for head in (TAKEN, SECRET)),
        Column(word(HASH), width=WIDEST),
        Column(word(PATH), width=WIDE),
    )
    return Leaf(
        name=context.tongue.say(TITLE), about=word(ABOUT), columns=columns, rows=_rows(context)
    )


_BYTES = {"ru": "Б", "kk": "Б", "en": "B"}


def _rows(context: Context) -> Iterator[Cells]:
    for section in context.sections():
        for place in context.state.places(section.name):
            for item in context.state.evidence(place.address):
                yield (
                    context.names[item.id],
                    place.question.number,
                    context.tongue.line(place.question.label),
                    instance(context, place.address),
                    item.name,
                    item.caption,
                    _kind(context, item),
                    item.media_type,
                    item.size,
                    moment(item.taken_at, context.zone),
                    _marked(context, place, item),
                    item.sha256,
                    place.address,
                )


def _marked(context: Context, place: Place, item: Evidence) -> str:
    return yes_no(context, value=True) if context.is_file_marked(place.address, item) else ""


def _kind(context: Context, item: Evidence) -> str:
    label = next((kind.label for kind in evidence_kinds() if kind.id == item.kind), None)
    return context.tongue.line(label) if label else item.kind
