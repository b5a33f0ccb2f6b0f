"""Secret figures that stand in open words too: a sheet cannot leave them out, a person can."""

import re
from collections.abc import Iterator
from decimal import Decimal

from kta_desktop.domain import fieldpath
from kta_desktop.domain.definition import QuestionType
from kta_desktop.forms.state import FormState, Place

_NUMBER = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?")
_FEWEST = 3  # digits: shorter figures stand everywhere by chance
_YEARS = range(1900, 2101)


def echoes(form: FormState) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the open questions whose words hold secret figures, with those of the figures.

    Args:
        form: The open form.
    """
    secret = _secret_figures(form)
    found = []
    for place in form.places():
        if not form.confidential(place.address).is_secret:
            told = (secret.get(figure) for figure in _figures(form, place))
            origins = tuple(dict.fromkeys(origin for origin in told if origin is not None))
            if origins:
                found.append((place.address, origins))
    return tuple(found)


def _secret_figures(form: FormState) -> dict[Decimal, str]:
    """Return telling figures, with the address of the first question that each is of."""
    found: dict[Decimal, str] = {}
    for place in form.places():
        address = place.address
        if form.confidential(address).is_secret:
            values = [form.value(address)]
            values += [
                form.value(fieldpath.cell(address, row.id, column.name))
                for row in form.rows(address)
                for column in place.question.columns
            ]
            for value in values:
                if isinstance(value, Decimal) and _is_telling(value):
                    found.setdefault(value, address)
    return found


def _figures(form: FormState, place: Place) -> Iterator[Decimal]:
    """Yield every number in the words of a question."""
    for text in _texts(form, place):
        for match in _NUMBER.finditer(text):
            yield Decimal(re.sub(r"\s", "", match[0]).replace(",", "."))


def _texts(form: FormState, place: Place) -> Iterator[str]:
    address = place.address
    yield form.note(address)
    yield form.confirmation(address)
    if place.question.type is QuestionType.TEXT:
        yield form.answer(address).text or ""
    names = {c.name for c in place.question.columns if c.type is QuestionType.TEXT}
    for row in form.rows(address):
        for name in names & row.cells.keys():
            if not form.confidential(fieldpath.cell(address, row.id, name)).is_secret:
                yield row.cells[name].text or ""


def _is_telling(value: Decimal) -> bool:
    """Whether a figure is one that hardly stands anywhere by chance."""
    digits = "".join(map(str, value.normalize().as_tuple().digits)).strip("0")
    if value == value.to_integral_value():
        return len(digits) > _FEWEST and value not in _YEARS
    return len(digits) >= _FEWEST
