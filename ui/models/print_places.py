"""Where in a document its sections and sessions stand."""

from itertools import pairwise

from kta_desktop.i18n import language
from kta_desktop.services.print_centre import Stock
from kta_desktop.services.printing import SheetInfo
from ui.models.print_choices import OTHERS


def lengths(sheet: SheetInfo, stock: Stock) -> dict[str, int]:
    """Return how many pages each section and session has, by name or id; the rest as ``OTHERS``."""
    known = {line.name for line in stock.sections} | {line.id for line in stock.sessions}
    starts = sorted(sheet.starts.items(), key=lambda pair: pair[1])
    found: dict[str, int] = {}
    for (key, start), (_next, end) in pairwise([*starts, ("", sheet.pages + 1)]):
        name = key.partition("-")[2]
        name = name if name in known else OTHERS
        found[name] = found.get(name, 0) + end - start
    return found


def captions(sheet: SheetInfo, stock: Stock) -> dict[int, str]:
    """Return the title of the section that each page belongs to; pages count from 0."""
    lang = language()
    titles = {line.name: f"{line.number}. {line.title.get(lang)}" for line in stock.sections}
    begun = {start: titles.get(key.partition("-")[2], "") for key, start in sheet.starts.items()}
    found, title = {}, ""
    for page in range(1, sheet.pages + 1):
        title = begun.get(page, title)
        found[page - 1] = title
    return found
