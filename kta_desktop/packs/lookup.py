"""Tables that expressions look things up in: those of ``files``, and lists named as such."""

import re
from collections.abc import Iterator, Mapping

from kta_desktop.domain.definition import Choice
from kta_desktop.packs.layout import SURVEY
from kta_desktop.packs.load import PackFolder
from kta_desktop.packs.rows import Sheet
from kta_desktop.packs.survey import Lists

_INSTANCE = re.compile(r"""instance\(\s*["']([^"']{1,100})["']\s*\)""")
# Columns of the survey that hold expressions.
EXPRESSIONS = (
    "relevant",
    "calculation",
    "constraint",
    "required",
    "readonly",
    "default",
    "choice_filter",
    "repeat_count",
    "bind::kta:warn",
    SURVEY.more,
)


def files(folder: PackFolder, options: Lists) -> dict[str, tuple[Mapping[str, str], ...]]:
    """Return the tables of the folder ``files``, and the lists that ``instance()`` names."""
    found = {name: _rows(sheet) for name, sheet in folder.files.items()}
    for name in sorted(set(instances(folder))):
        if name not in found and name in options:
            found[name] = tuple(_row(choice) for choice in options[name])
    return found


def instances(folder: PackFolder) -> Iterator[str]:
    """Yield what the expressions of the survey name in ``instance()``."""
    for row in folder.rows(SURVEY):
        for column in EXPRESSIONS:
            yield from _INSTANCE.findall(row.get(column))


def _rows(sheet: Sheet) -> tuple[Mapping[str, str], ...]:
    header = [name for name in sheet.header if name]
    return tuple({name: row.get(name) for name in header} for row in sheet.rows)


def _row(choice: Choice) -> Mapping[str, str]:
    """Return an option as a row; ``label`` is its Russian text, as in a form of one language."""
    return {"name": choice.name, "label": choice.label.get("ru"), **(choice.more or {})}
