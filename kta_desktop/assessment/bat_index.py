"""The techniques of a definition in order: conclusions with their parts, and how rows name them.

What depends on the definition alone is worked out once for each definition that is in use.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kta_desktop.assessment.combination import Rule, rule_of
from kta_desktop.assessment.techniques import cited
from kta_desktop.domain.definition import Definition, Question, Technique

_MOST_KEPT = 4  # definitions: of the audit, of the one before it, of what is compared
_NUMBER = re.compile(r"\d{4}/\d+")
_LOOKALIKES = str.maketrans("асеорхукмтнвіј", "aceopxykmthbij")  # Cyrillic typed for Latin
_LIBRARY = "library"


@dataclass(frozen=True, slots=True)
class Conclusion:
    """One conclusion of a book with its techniques.

    Attributes:
        technique: The conclusion.
        parts: Its techniques, in the order of the book; none where it stands alone.
        codes: Their codes, as ``code_of`` gives them.
        rule: How many of them are asked for; None if it is in words only.
    """

    technique: Technique
    parts: tuple[Technique, ...]
    codes: tuple[str, ...]
    rule: Rule | None


class BatIndex:
    """The techniques of one definition.

    Attributes:
        definition: The definition.
        techniques: Id to technique.
        conclusions: In the order of the book.
        asked_by: Id of a technique to the questions that name it.
        levels_of: Id of a technique to the ids of the levels that name it.
    """

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.techniques = {each.id: each for each in definition.techniques}
        self.conclusions = tuple(self._conclusions())
        self.asked_by = self._asked_by()
        self.levels_of = self._levels_of()
        self._by_conclusion = {each.technique.id: each for each in self.conclusions}
        self._documents = {
            each.id: (_short(each.title) or each.id, each.title) for each in definition.sources
        }
        self._written = self._citations()
        self._by_text = {text.casefold(): name for name, text in self._written.items()}
        self._by_number = self._numbers()

    def conclusion(self, identifier: str) -> Conclusion | None:
        """Return the conclusion that a technique is, or is a part of; None if there is none."""
        found = self.techniques.get(identifier)
        if found is None:
            return None
        return self._by_conclusion.get(found.parent or found.id)

    def citation(self, identifier: str) -> str:
        """Return how a row of the register names a technique: «2019/2031, НДТ 7h».

        ``found`` reads it back. What has no number is named by its document and its title.

        Raises:
            KeyError: If the definition has no such technique.
        """
        return self._written[identifier]

    def found(self, text: str) -> Technique | None:
        """Return the technique that a row names; None if none, or more than one, fits.

        A document that is named has to be the one of the technique; letters that look alike in
        Cyrillic and Latin are taken for each other, and so are capitals, where only one fits.
        """
        line = " ".join(text.split())
        exact = self._by_text.get(line.casefold()) if line else None
        if exact is not None:
            return self.techniques[exact]
        at = cited(line)
        if not at.number:
            return None
        fitting = [
            each
            for each in self._by_number.get((at.number, _folded(at.code)), ())
            if self._is_of(each, at.document)
        ]
        strict = [each for each in fitting if code_of(each) == at.code]
        chosen = strict or fitting
        return chosen[0] if len(chosen) == 1 else None

    def _conclusions(self) -> Iterator[Conclusion]:
        parts: dict[str, list[Technique]] = {}
        for each in self.definition.techniques:
            if each.parent is not None:
                parts.setdefault(each.parent, []).append(each)
        for each in self.definition.techniques:
            if each.parent is None and each.kind != _LIBRARY:
                own = tuple(parts.get(each.id, ()))
                codes = tuple(code_of(part) for part in own)
                yield Conclusion(each, own, codes, rule_of(each.rule, codes))

    def _asked_by(self) -> Mapping[str, tuple[Question, ...]]:
        found: dict[str, list[Question]] = {}
        for question in self.definition.questions:
            for name in dict.fromkeys(question.techniques):
                found.setdefault(name, []).append(question)
        return {name: tuple(questions) for name, questions in found.items()}

    def _levels_of(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for level in self.definition.levels:
            if level.overrides is None:
                for name in dict.fromkeys(level.techniques):
                    found.setdefault(name, []).append(level.id)
        return {name: tuple(levels) for name, levels in found.items()}

    def _citations(self) -> Mapping[str, str]:
        """Return the citation of each technique; each is of one technique only."""
        found: dict[str, str] = {}
        seen: set[str] = set()
        for each in self.definition.techniques:
            text = self._citation(each)
            if text.casefold() in seen:
                text = f"{text} ({each.id})"
            seen.add(text.casefold())
            found[each.id] = text
        return found

    def _citation(self, technique: Technique) -> str:
        document = self._documents.get(technique.source or "", (technique.source or "", ""))[0]
        start = f"{document}, " if document else ""
        above = self.techniques.get(technique.parent or "", technique)
        if above.number is None:
            return start + " ".join(technique.title.get("ru").split())
        return f"{start}НДТ {above.number}{_behind(code_of(technique))}"

    def _numbers(self) -> Mapping[tuple[str, str], tuple[Technique, ...]]:
        found: dict[tuple[str, str], list[Technique]] = {}
        for each in self.definition.techniques:
            above = self.techniques.get(each.parent or "", each)
            if above.number is not None:
                key = (above.number, _folded(code_of(each)))
                found.setdefault(key, []).append(each)
        return {key: tuple(items) for key, items in found.items()}

    def _is_of(self, technique: Technique, document: str) -> bool:
        """Whether a document that a row names may be the one of a technique."""
        if not document:
            return True
        said = document.casefold()
        short, title = self._documents.get(technique.source or "", ("", ""))
        names = [name.casefold() for name in (technique.source or "", short) if name]
        return any(name in said for name in names) or said in title.casefold()


def index_of(definition: Definition) -> BatIndex:
    """Return the index of a definition; it is made once while the definition is in use."""
    for place, each in enumerate(_kept):
        if each.definition is definition:
            _kept.insert(0, _kept.pop(place))
            return each
    _kept.insert(0, BatIndex(definition))
    del _kept[_MOST_KEPT:]
    return _kept[0]


def code_of(technique: Technique) -> str:
    """Return the code of a technique inside its conclusion; empty for a conclusion.

    Where the book gives a dash instead of a letter, it is what its id adds to that of the
    conclusion.
    """
    if technique.parent is None:
        return ""
    if technique.code and any(sign.isalnum() for sign in technique.code):
        return technique.code
    return technique.id.removeprefix(f"{technique.parent}.")


_kept: list[BatIndex] = []


def _short(title: str) -> str:
    """Return the number of an act of the European Union in a title; empty if it has none."""
    match = _NUMBER.search(title)
    return match[0] if match else ""


def _behind(code: str) -> str:
    """Return a code behind the number of its conclusion: ``h``, ``.b4``, ``.II``."""
    is_letter = len(code) == 1 and code.islower()
    return code if is_letter or not code else f".{code}"


def _folded(code: str) -> str:
    return code.casefold().translate(_LOOKALIKES)
