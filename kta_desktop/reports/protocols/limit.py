"""The emission limit on the chart of a session, brought to the conditions of the chart."""

from collections.abc import Iterator
from dataclasses import replace

from kta_desktop import formatting
from kta_desktop.domain.gas import Basis
from kta_desktop.domain.measurement import Session
from kta_desktop.i18n import N_, _
from kta_desktop.measurement.reference import KZ
from kta_desktop.measurement.reference import basis as find_basis
from kta_desktop.reports.calculation import at_temperature, round_to
from kta_desktop.reports.figures import Anchor, Figure, Item, Line, Role, Words
from kta_desktop.reports.protocols.figure import ROOM_ABOVE

LIMIT = N_("limit {value}")
LIMIT_HERE = N_("limit {value} ({given} at {kelvin} K)")
ABOVE = N_("{limit}: above the scale")
_DASH = (7.0, 2.0, 1.5, 2.0)


def with_limit(figure: Figure, session: Session, basis: Basis | None, lang: str) -> Figure:
    """Return the chart of a session with the line of its emission limit.

    A limit that is beyond the scale is named at the top: drawn to it, the readings would be flat.
    One that differs from the chart by more than the temperature, as by reference oxygen, is not
    drawn: it is another figure.

    Args:
        figure: From ``session_chart``.
        session: Its first quantity is drawn.
        basis: Conditions of the chart; None if they are not known.
        lang: Of numbers and words.
    """
    if session.limit is None or basis is None:
        return figure
    standard = find_basis(KZ)
    if replace(standard, id=basis.id, temperature_k=basis.temperature_k) != basis:
        return figure
    given = float(session.limit)
    here = at_temperature(given, standard, basis.temperature_k)
    words = _words(session.limit, here, standard, basis, lang)
    return replace(figure, items=(*figure.items, *_items(figure, here, words, lang)))


def _words(given: str, here: float, standard: Basis, basis: Basis, lang: str) -> str:
    value = formatting.number(round_to(here, 3), lang)
    if standard.temperature_k == basis.temperature_k:
        return _(LIMIT, lang).format(value=formatting.number(given, lang))
    kelvin = formatting.number(standard.temperature_k, lang, 2)
    shown = formatting.number(given, lang)
    return _(LIMIT_HERE, lang).format(value=value, given=shown, kelvin=kelvin)


def _items(figure: Figure, here: float, words: str, lang: str) -> Iterator[Item]:
    start, end = figure.x
    high = figure.y[1] / ROOM_ABOVE
    if here > high:
        said = _(ABOVE, lang).format(limit=words)
        yield Words(at=(end, high), text=said, anchor=Anchor.END, dx=-6, dy=-26, boxed=True)
        return
    line = ((start, here), (end, here))
    yield Line(points=line, width=1.2, dash=_DASH, role=Role.BOUND)
    dy = -11.0 if here > high * 0.9 else 4.0
    yield Words(at=(end, here), text=words, anchor=Anchor.END, dx=-6, dy=dy, boxed=True)
