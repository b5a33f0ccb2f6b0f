"""The survey in two writings: the plain columns for phones, what is ours in columns of its own.

Where a phone cannot take a cell as it is, the plain column gets an equivalent and
``bind::kta:own_<column>`` keeps ours; reading the workbook takes ours back. (Without ``own_``
some engines would take the attribute for their own.)
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kta_desktop.forms.errors import ExpressionError
from kta_desktop.forms.nodes import written
from kta_desktop.forms.parser import parse
from kta_desktop.i18n import _
from kta_desktop.packs.errors import PackUnreadableError
from kta_desktop.packs.faults import WARNING, PackFault
from kta_desktop.packs.layout import KTA
from kta_desktop.packs.workbook_outline import Place, names_of, places
from kta_desktop.packs.workbook_standard import Names, NoStandardError, standard
from kta_desktop.packs.workbook_tables import Table

_TABLE = "table-list"
_EXPRESSIONS = (
    "relevant",
    "constraint",
    "required",
    "calculation",
    "default",
    "readonly",
    "repeat_count",
)
_FILTER = "choice_filter"
_CELLS = ("name", "appearance")


def own_column(column: str) -> str:
    """Return the column that keeps our writing of ``column``."""
    return f"{KTA}own_{column}"


OWN: Mapping[str, str] = {own_column(name): name for name in (*_CELLS, *_EXPRESSIONS, _FILTER)}
Row = Mapping[str, str]


def spread(
    header: Sequence[str], rows: Sequence[Sequence[str]]
) -> tuple[list[str], list[list[str]]]:
    """Return header and rows of the survey as the workbook has them.

    Raises:
        PackUnreadableError: If the folder uses a column that is kept for this.
    """
    kept = [name for name in OWN if name in header]
    if kept:
        reason = _("the column {column} is kept for workbooks").format(column=kept[0])
        raise PackUnreadableError(path="survey.csv", reason=reason)
    if len(set(header)) < len(header):  # told by the check of the pack
        return list(header), [list(row) for row in rows]
    cells = [dict(zip(header, row, strict=True)) for row in rows]
    plain = list(plain_rows(cells))
    used = [
        own
        for own, name in OWN.items()
        if any(one.get(name) != two.get(name) for one, two in zip(cells, plain, strict=True))
    ]
    full = [
        [*(new[name] for name in header), *(_kept(old, new, OWN[own]) for own in used)]
        for old, new in zip(cells, plain, strict=True)
    ]
    return [*header, *used], full


def _kept(old: Row, new: Row, column: str) -> str:
    return "" if old.get(column) == new.get(column) else old.get(column, "")


def plain_rows(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield each row as a phone understands it."""
    where = places(rows)
    names = names_of(rows, where)
    for row, place in zip(rows, where, strict=True):
        yield _plain(row, place, names)


def _plain(row: Row, place: Place, names: Names) -> Row:
    found = dict(row)
    name = row.get("name", "").strip()
    if place.repeat is not None and names.of(place.repeat, name) != name:
        found["name"] = names.of(place.repeat, name)
    looks = row.get("appearance", "").split()
    if row.get("type", "").startswith("begin_repeat") and _TABLE in looks:
        found["appearance"] = " ".join(look for look in looks if look != _TABLE)
    for column in (*_EXPRESSIONS, _FILTER):
        if row.get(column):
            found[column] = _standard(column, row[column], place, names, row.get("type", ""))
    return found


def _standard(column: str, text: str, place: Place, names: Names, kind: str) -> str:
    """Return an expression for phones; the cell as it is if it needs no other or is none."""
    try:
        node = parse(text, bare_names=column == _FILTER)
        found = standard(node, names, place.repeat)
    except ExpressionError:  # told by the check of the pack
        return text
    except NoStandardError:
        return "''" if column == "calculation" and kind.startswith("calculate") else ""
    return text if found == node else written(found)


def joined(table: Table) -> tuple[Table, tuple[PackFault, ...]]:
    """Return the survey as the folder has it, and where only the plain writing was changed."""
    own = [name for name in table.header if name in OWN]
    if not own or len(set(table.header)) < len(table.header):  # told by the check of the pack
        return table, ()
    cells = [dict(zip(table.header, row, strict=True)) for row in table.rows]
    header = tuple(name for name in table.header if name not in OWN)
    found = [_taken(row, own) for row in cells]
    rows = tuple(tuple(row.get(name, "") for name in header) for row in found)
    faults = _changed(table, cells, found, own)
    return replace(table, header=header, rows=rows), tuple(faults)


def _taken(row: Row, own: Sequence[str]) -> Row:
    return {**row, **{OWN[name]: row[name] for name in own if row[name]}}


def _changed(
    table: Table, cells: Sequence[Row], found: Sequence[Row], own: Sequence[str]
) -> Iterator[PackFault]:
    """Yield the cells whose plain writing is not the one that ours would get."""
    for place, (row, new) in enumerate(zip(cells, plain_rows(found), strict=True)):
        for name in own:
            column = OWN[name]
            if row[name] and row.get(column, "") != new.get(column, ""):
                fault = table.fault("own-expression", place, column, right=name)
                yield replace(fault, severity=WARNING)
