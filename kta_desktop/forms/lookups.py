"""Functions that look values up in the tables of a pack (``files/<name>.csv``)."""

from collections.abc import Mapping, Sequence

from kta_desktop.forms.errors import UnknownListError
from kta_desktop.forms.functions_kit import Argument, Function, is_blank, text_of
from kta_desktop.forms.scope import Scope
from kta_desktop.forms.values import Value

_CSV = ".csv"


def file_name(name: str) -> str:
    """Return the name of a table as the definition has it: without ``.csv``."""
    return name.removesuffix(_CSV)


def _pulldata(arguments: Sequence[Argument], scope: Scope, at: int) -> Value:
    """Return the cell of the first row that has a key: ``pulldata('file', column, column, key)``.

    Missing for a missing key, and where no row has it.
    """
    file, column, key_column = (text_of(each(), at) for each in arguments[:3])
    key = arguments[3]()
    table = file_name(file)
    if table not in scope.world.files:
        raise UnknownListError(at=at, name=file)
    if is_blank(key):
        return None
    rows = scope.world.rows_with(table, key_column, text_of(key, at))
    return rows[0].get(column) or None if rows else None


LOOKUPS: Mapping[str, Function] = {"pulldata": Function(4, 4, in_scope=_pulldata)}
