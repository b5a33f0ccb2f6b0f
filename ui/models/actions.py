"""What the program can do, said in whole words: the actions that the search offers.

Every action has a key. Those listed here are known before their page is made; whatever else a page
names in its ``keys()`` is offered while it is shown.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kta_desktop.i18n import N_, _
from kta_desktop.services.finding_hits import Action

EVERYWHERE = ""
PAPER = "Ctrl+Shift+B"
"""Key of what needs an open audit and works on all its pages."""
_SPELT = {"PgDn": "PgDown", "Enter": "Return", "←": "Left"}
Keys = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Known:
    """One action.

    Attributes:
        page: Name of its page; ``EVERYWHERE`` if it works on all.
        keys: Its key.
        text: What it does.
        also: Other words it is looked for by.
    """

    page: str
    keys: str
    text: str
    also: str = ""


KNOWN = (
    Known("home", "Ctrl+N", N_("Begin a new audit"), N_("create start")),
    Known("home", "Ctrl+O", N_("Take in a package"), N_("import bundle file merge")),
    Known("checklist", "F7", N_("Go to the next question without an answer"), N_("empty blank")),
    Known("checklist", "F8", N_("Add evidence to the open question"), N_("photo file document")),
    Known("checklist", "F9", N_("Write a note to the open question"), N_("comment remark")),
    Known("checklist", "Ctrl+G", N_("Go to a question by its number"), N_("jump")),
    Known("checklist", "Ctrl+H", N_("Show the history of the answer"), N_("who when changed log")),
    Known("checklist", "Ctrl+Z", N_("Undo the last entry"), N_("take back cancel")),
    Known("checklist", "Ctrl+Y", N_("Bring back what was undone"), N_("redo repeat")),
    Known("checklist", "Alt+Y", N_("Confirm a warning with a reason"), N_("accept")),
    Known("checklist", "F4", N_("Show or hide the context of the question"), N_("hint pane level")),
    Known("bat", "Ctrl+D", N_("Put the audit beside the one before"), N_("repeat earlier change")),
    Known("print", "Ctrl+P", N_("Print the sheet"), N_("paper printer")),
    Known("print", "Ctrl+Shift+S", N_("Save the sheet as PDF"), N_("file export")),
    Known("print", "Ctrl+Shift+V", N_("Verify a print"), N_("code QR signature genuine")),
    Known("print", "Ctrl+Shift+E", N_("Sign the sheet with a key"), N_("signature PAdES p12")),
    Known("measure", "Ctrl+E", N_("Begin or end a measurement session"), N_("instrument record")),
    Known("exchange", "Ctrl+Enter", N_("Send the results"), N_("deliver exchange centre")),
    Known("exchange", "Ctrl+U", N_("Write the bundle to a stick"), N_("usb drive export centre")),
    Known(
        "exchange",
        "Ctrl+Shift+U",
        N_("Take in what a stick brings"),
        N_("usb drive receipts comments answer of the centre"),
    ),
    Known("exchange", "Shift+Ins", N_("Places of delivery"), N_("server folder WebDAV S3 centre")),
    Known(
        "exchange",
        "Ctrl+Shift+O",
        N_("Take audits back from the centre"),
        N_("lost laptop new computer recover"),
    ),
    Known("exchange", "Ctrl+I", N_("Show my card for the centre"), N_("key fingerprint QR")),
    Known(
        "exchange", "Ctrl+Shift+I", N_("Take in the card of the centre"), N_("key fingerprint QR")
    ),
    Known("intake", "F5", N_("Take in what auditors delivered"), N_("centre receive bundle")),
    Known("intake", "Ctrl+Enter", N_("Accept the version that is reviewed"), N_("review")),
    Known("intake", "Ctrl+R", N_("Return the version with comments"), N_("review reject")),
    Known(
        EVERYWHERE, "Ctrl+Shift+D", N_("Next colours: light, night, bright sun"), N_("theme dark")
    ),
    Known(EVERYWHERE, "Ctrl+Shift+G", N_("Large buttons for gloves, on or off"), N_("glove mode")),
    Known(EVERYWHERE, "Ctrl+Shift+L", N_("Next language: Russian, Kazakh, English"), "РУ ҚАЗ EN"),
    Known(EVERYWHERE, "Ctrl+Shift+J", N_("Show the journal of confirmations"), N_("log messages")),
    Known(
        EVERYWHERE,
        "Ctrl+Shift+K",
        N_("Convert a figure to reference conditions"),
        N_("calculator ppm mg normalise units"),
    ),
    Known(
        EVERYWHERE,
        PAPER,
        N_("Bring in sheets filled in by hand"),
        N_("scan photograph paper blank code QR"),
    ),
    Known(EVERYWHERE, "Alt+←", N_("Go back to the place before"), N_("return previous jump")),
    Known(
        EVERYWHERE,
        "Ctrl+,",
        N_("Open the settings"),
        N_("options preferences passphrase work as the centre"),
    ),
    Known(EVERYWHERE, "Ctrl+L", N_("Lock the program"), N_("passphrase leave")),
    Known(EVERYWHERE, "F1", N_("Show all keys of the screen"), N_("help shortcuts")),
)


def name_of(page: str, keys: str) -> str:
    """Return the name of the action of a key on a page."""
    return f"{page}:{keys}"


def split_name(name: str) -> tuple[str, str]:
    """Return page and key of an action, the key as Qt spells it."""
    page, _colon, keys = name.partition(":")
    steps = keys.split("+")
    steps[-1] = _SPELT.get(steps[-1], steps[-1])
    return page, "+".join(steps)


def known(titles: Mapping[str, str], now: Mapping[str, str]) -> list[Action]:
    """Return the actions that are known on the pages of ``titles`` and everywhere.

    Args:
        titles: Name of a page that can be shown now to its title in the interface language.
        now: What some keys of the shown page would do at this moment.
    """
    return [
        Action(
            name=name_of(each.page, each.keys),
            text=_(each.text),
            keys=each.keys,
            where=now.get(each.keys, "") or titles.get(each.page, ""),
            also=_(each.also) if each.also else "",
        )
        for each in KNOWN
        if each.page == EVERYWHERE or each.page in titles
    ]


def of_page(page: str, title: str, keys: Keys, has: Sequence[str]) -> list[Action]:
    """Return what the keys of a page do beside what is known of it.

    Args:
        page: Its name.
        title: Its title.
        keys: Its keys and what they do.
        has: Keys, as Qt spells them, that can be pressed for a person.
    """
    told = {each.keys for each in KNOWN if each.page in (page, EVERYWHERE)}
    return [
        Action(name=name_of(page, key), text=f"{text[:1].upper()}{text[1:]}", keys=key, where=title)
        for key, text in keys
        if key not in told and split_name(name_of(page, key))[1] in has
    ]


def to_pages(items: Iterable[tuple[str, str, str]]) -> list[Action]:
    """Return the actions that show a page: of each its name, key and title."""
    return [
        Action(name=name_of(page, ""), text=title, keys=keys, where=_("page"), also=_("go to show"))
        for page, keys, title in items
    ]
