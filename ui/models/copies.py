"""Answers that were taken over from an earlier audit and wait to be confirmed."""

from collections.abc import Iterator
from datetime import UTC, datetime

from kta_desktop.domain import fieldpath
from kta_desktop.domain.answers import Answer
from kta_desktop.domain.ids import id_time_ms
from kta_desktop.forms import entry
from kta_desktop.forms.state import FormState
from kta_desktop.i18n import _
from kta_desktop.services.answering import Edit


def copied_words(state: FormState, address: str) -> str:
    """Return what the chip of a copied answer says, with the year of the audit it is from."""
    origins = (answer.copied_from for _path, answer in _copied(state, address))
    years = {year for origin in origins if (year := _year(origin or ""))}
    if not years:
        return _("from an earlier audit, confirm it")
    return _("from {year}, confirm it").format(year=", ".join(sorted(years)))


def confirming(state: FormState, address: str) -> list[Edit]:
    """Return the edits that make a copied answer, and the cells of a copied table, one's own."""
    return [
        Edit(path, entry.stored(entry.confirmed(answer)))
        for path, answer in _copied(state, address)
    ]


def _copied(state: FormState, address: str) -> Iterator[tuple[str, Answer]]:
    answer = state.answer(address)
    if answer.copied_from is not None:
        yield address, answer
    for row in state.rows(address):
        for name, cell in row.cells.items():
            if cell.copied_from is not None:
                yield fieldpath.cell(address, row.id, name), cell


def _year(audit: str) -> str:
    """Return the year in which an audit was begun: its id carries the time."""
    try:
        stamp = id_time_ms(audit)
    except ValueError:
        return ""
    return str(datetime.fromtimestamp(stamp / 1000, UTC).year)
