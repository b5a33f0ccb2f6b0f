"""Names of the sector data in the words of a pack: question names, units, averaging, bases."""

import re
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

_REFERENCE = re.compile(r"\$\{([^}]+)\}")
_NOT_NAME = re.compile(r"[^a-z0-9]+")
_CONDITIONS: Mapping[str, tuple[str, ...]] = {
    "questions": ("show_if",),
    "facts": ("derive",),
    "levels": ("when", "requires"),
    "monitoring": ("when",),
}
_RICH_LOCUS = ("document", "table", "page", "section")


def question_name(identifier: str) -> str:
    """Return the name of a question or fact: ``WAT-03`` gives ``wat_03``."""
    name = _NOT_NAME.sub("_", identifier.lower()).strip("_")
    return name if name[:1].isalpha() else f"q_{name}"


def _references(sector: Mapping[str, Any]) -> Iterator[str]:
    """Yield the facts and questions that conditions of the sector speak of."""
    for table, keys in _CONDITIONS.items():
        for row in sector[table]:
            for key in keys:
                yield from _REFERENCE.findall(str(row.get(key) or ""))


class Names:
    """What sector data call things, and what the pack calls them."""

    def __init__(self, sector: Mapping[str, Any], overlay: Mapping[str, Any]) -> None:
        self.pack: str = sector["pack"]["id"]
        self.overlay = overlay
        self._averaging = {
            identifier: str(row.get("id", identifier))
            for identifier, row in overlay.get("averaging", {}).items()
        }
        self._bases: Mapping[str, str] = overlay.get("bases", {})
        self._units: Mapping[str, Any] = overlay.get("units", {})
        prefix = overlay.get("prefix")
        self._prefix = f"{prefix}_" if prefix else ""
        self._levels = sector["levels"]
        self._taken = frozenset(
            self.name(row["id"]) for table in ("questions", "facts") for row in sector[table]
        )
        self._spoken_of = frozenset(map(self.name, _references(sector)))

    def name(self, identifier: str) -> str:
        """Return the name of a section, question or fact; packs to be included have a prefix."""
        name = question_name(identifier)
        return name if name.startswith(self._prefix) else f"{self._prefix}{name}"

    def section(self, identifier: str) -> str:
        """Return the name of a section; questions and facts keep theirs where both have one."""
        name = self.name(identifier)
        return f"{name}_section" if name in self._taken else name

    def column(self, question: str, identifier: str) -> str:
        """Return the name of a column of a table.

        One that is called like a fact or question that conditions speak of bears the name of its
        table too: ``${dye}`` has to mean one thing.
        """
        name = question_name(identifier)
        return f"{self.name(question)}_{name}" if name in self._spoken_of else name

    def expression(self, text: str | None) -> str | None:
        """Return an expression with the names of the pack."""
        if text is None:
            return None
        return _REFERENCE.sub(lambda match: f"${{{self.name(match[1])}}}", text)

    @property
    def facts_first(self) -> bool:
        """Whether the facts that are asked stand before all sections."""
        return bool(self.overlay.get("facts_section", {}).get("place") == "first")

    def order(self, section: Mapping[str, Any]) -> str:
        """Return the number of a section; packs to be included have numbers of their own kind."""
        number = int(section["order"]) + (1 if self.facts_first else 0)
        return f"{self.overlay.get('numbers', '')}{number}"

    def condition(self, text: str | None) -> str | None:
        """Return a condition of a question; none where it always holds."""
        return None if text in (None, "true()") else self.expression(text)

    def concept(self, identifier: str) -> str:
        """Return the concept of a question or level: an id that never changes."""
        return f"{self.pack}.{identifier.lower()}"

    def averaging(self, identifiers: Iterable[str]) -> list[str]:
        """Return the pack's ids of averaging periods, with those that one of them stands for."""
        rows = self.overlay.get("averaging", {})
        found = [
            name
            for told in identifiers
            for name in (self._averaging.get(told, told), *rows.get(told, {}).get("also", ()))
        ]
        return list(dict.fromkeys(found))

    def bases(self, identifiers: Iterable[str], medium: str = "") -> list[str]:
        """Return the ids of reference conditions in the reference table.

        Conditions that hold together can be one there (``"STD R8" = "eu-dry-o2-8"``); what is no
        condition of a gas stands for none (``outlet = ""``). So does all of a medium that has no
        conditions (``air_load = ""``: kilograms per tonne are the same at any of them).
        """
        told = [] if self._bases.get(medium) == "" else list(identifiers)
        together = self._bases.get(" ".join(told))
        found = [together] if together else [self._bases.get(name, name) for name in told]
        return list(dict.fromkeys(name for name in found if name))

    def unit(self, text: str | None) -> str | None:
        """Return the id of a unit in the reference table."""
        if text is None:
            return None
        found = self._units.get(text, text)
        return str(found["id"] if isinstance(found, Mapping) else found)

    def unit_words(self, text: str | None) -> dict[str, Any]:
        """Return what a unit says beyond its id: its wording, and per what it is counted."""
        found = self._units.get(text or "", text)
        if isinstance(found, Mapping):
            per = {"unit_per": dict(found["per"])} if "per" in found else {}
            return {"unit_text": text, **per}
        return {"unit_text": text} if found != text else {}

    def short(self, section: str) -> Mapping[str, str]:
        """Return the short title of a section."""
        return dict(self.overlay.get("short", {}).get(section, {}))

    def short_question(self, identifier: str) -> Mapping[str, str]:
        """Return the short title of a question or of a fact that is asked."""
        return dict(self.overlay.get("short_questions", {}).get(identifier, {}))

    def levels(self, question: str, own: list[str]) -> list[str]:
        """Return the levels a question's figures are held against.

        The data may name some for example; the overlay gives the patterns of all that are meant,
        of one ``stage`` or of some ``substances`` only where it says so.
        """
        wanted = self.overlay.get("question_levels", {}).get(question, {})
        found = [row["id"] for row in self._levels if _is_meant(row, wanted)]
        return list(dict.fromkeys((*own, *found)))

    def place(self, words: str) -> str:
        """Return a place in a document without the words that the overlay replaces."""
        for found, wanted in self.overlay.get("loci", {}).items():
            words = words.replace(found, wanted)
        return words

    def locus(self, row: Mapping[str, Any], parents: Mapping[str, Any]) -> dict[str, Any]:
        """Return ``locus`` and ``place`` of a row, worded as the overlay words them."""
        found = locus(row, parents)
        return {**found, "locus": self.place(found["locus"])}

    def rule(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return the rule of a technique without the words that the overlay replaces."""
        texts = dict(row["rule"] or {})
        for found, wanted in self.overlay.get("rules", {}).items():
            texts = {lang: (text or "").replace(found, wanted) for lang, text in texts.items()}
        return texts

    def source(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return a document, called as the overlay calls it."""
        return {**row, **self.overlay.get("sources", {}).get(row["id"], {})}


def _is_meant(level: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    """Whether a level is one of those that an overlay means."""
    if level.get("overrides") or not any(
        fnmatchcase(level["id"], pattern) for pattern in wanted.get("patterns", ())
    ):
        return False
    stages, substances = wanted.get("stages"), wanted.get("substances")
    return (stages is None or level.get("stage") in stages) and (
        substances is None or level["substance"] in substances
    )


def locus(row: Mapping[str, Any], parents: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return the fields ``locus`` (words) and, where it says more than words, ``place``."""
    place = row.get("locus") or {}
    words = place.get("text") or _in_words(place)
    parent = parents.get(place.get("parent", ""))
    if not words and parent is not None:
        words = str(locus(parent, parents)["locus"])
    rest = {key: value for key, value in place.items() if key != "text"}
    return {"locus": words, "place": rest}


def _in_words(place: Mapping[str, Any]) -> str:
    return ", ".join(str(place[key]) for key in _RICH_LOCUS if place.get(key))
