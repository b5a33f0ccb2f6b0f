"""Functions over chosen options and over the values of several rows."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from kta_desktop.forms.errors import NotATextError
from kta_desktop.forms.functions_kit import Argument, Function, items, operand, text_of
from kta_desktop.forms.values import ABSENT, Selection, Value, shown


def _selected(arguments: Sequence[Argument], at: int) -> Value:
    value, option = arguments[0](), arguments[1]()
    if not isinstance(option, str):
        raise NotATextError(at=at, found=shown(option))
    wanted = option.strip()
    if value is None or value == ():
        return None
    if value is ABSENT:
        return False
    if isinstance(value, str):
        return value == wanted or wanted in value.split(" ")
    return _among(value, wanted, at)


def _among(value: Value, option: str, at: int) -> bool | None:
    """Return whether ``option`` is in a list; unknown while an item of the list is missing."""
    match value:
        case Selection(chosen, undecided):
            return option in chosen or (None if option in undecided else False)
        case tuple():
            return option in value or (None if None in value else False)
        case _:
            raise NotATextError(at=at, found=shown(value))


def _options(value: Value, at: int) -> tuple[str, ...] | None:
    """Return the options that were chosen; None if that is unknown."""
    if value is None or (isinstance(value, Selection) and value.undecided):
        return None
    if isinstance(value, tuple):
        return tuple(text_of(item, at) for item in items(value))
    return tuple(text_of(value, at).split())


def _count_selected(arguments: Sequence[Argument], at: int) -> Value:
    options = _options(arguments[0](), at)
    return None if options is None else Decimal(len(options))


def _selected_at(arguments: Sequence[Argument], at: int) -> Value:
    """Return the option at a place counted from 0, an empty text beyond the last."""
    options, place = _options(arguments[0](), at), operand(arguments[1](), at)
    if options is None or place is None:
        return None
    return options[int(place)] if 0 <= int(place) < len(options) else ""


def _count(arguments: Sequence[Argument], _at: int) -> Value:
    value = arguments[0]()
    return None if value is None else Decimal(sum(1 for _item in items(value)))


def _count_non_empty(arguments: Sequence[Argument], _at: int) -> Value:
    return Decimal(sum(1 for _item in items(arguments[0]())))


LISTS: Mapping[str, Function] = {
    "selected": Function(2, 2, _selected, of_many=True),
    "count-selected": Function(1, 1, _count_selected, of_many=True),
    "selected-at": Function(2, 2, _selected_at, of_many=True),
    "count": Function(1, 1, _count, of_many=True),
    "count-non-empty": Function(1, 1, _count_non_empty, of_many=True),
}
