"""What can be found in an audit, with the words it is found by."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kta_desktop.domain import fieldpath
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.definition import (
    Column,
    Definition,
    Level,
    Question,
    QuestionType,
    Technique,
    Text,
)
from kta_desktop.domain.fieldpath import FieldPath
from kta_desktop.forms.answers import order_of
from kta_desktop.forms.state import FormState
from kta_desktop.forms.views import is_shown
from kta_desktop.forms.wording import technique_number
from kta_desktop.i18n import LANGUAGES, N_, _
from kta_desktop.services.finding_hits import HitKind
from kta_desktop.services.finding_words import Index, words

_TITLE, _LABEL, _ABOUT, ENTERED = range(4)  # ranks of words
_LONGEST = 2000  # characters of one text that is entered: enough to find it again
_BAT = N_("BAT {number}")
_NOTHING = object()
_KINDS = tuple(HitKind)
_INSTANCE = _KINDS.index(HitKind.INSTANCE)


@dataclass(frozen=True, slots=True, eq=False)
class Doc:
    """One thing: its kind and what names it in its kind.

    There is one object for each thing (``Things.doc``), so that thousands are compared fast.

    Attributes:
        kind: What it is.
        key: Of a question its name, or its address where it was answered in a repeat; of an
            instance its path.
    """

    kind: HitKind
    key: str


@dataclass(frozen=True, slots=True)
class Thing:
    """What a thing is ranked by.

    Attributes:
        kind: Place of its kind among the kinds.
        number: Its number, folded.
        titles: Its titles in all languages, as folded words with spaces.
        order: Its place among its kind.
    """

    kind: int
    number: str
    titles: tuple[str, ...]
    order: int


class Things:
    """The things of one audit and the index of their words.

    Attributes:
        index: Things by words.
        questions: By name.
    """

    def __init__(self, definition: Definition) -> None:
        self.index: Index[Doc] = Index()
        self.questions: dict[str, Question] = {}
        self._definition = definition
        self._docs: dict[tuple[str, str], Doc] = {}
        self._things: dict[Doc, Thing] = {}
        self._norms: dict[Doc, tuple[str, Text, str]] = {}
        self._asked: dict[tuple[str, ...], tuple[Question, Question | Column]] = {}
        self._inside: dict[str, list[str]] = defaultdict(list)
        self._around: dict[str, tuple[str, ...]] = {}
        self._keys = frozenset(_key_questions(definition))
        self._entries: dict[str, JsonValue] = {}
        self._rows: dict[str, dict[str, float]] = {}
        self._entered: dict[Doc, dict[str, dict[str, int]]] = defaultdict(dict)
        self._put_sections()
        self._put_questions()
        self._put_norms()

    def doc(self, kind: HitKind, key: str) -> Doc:
        """Return the object of a thing."""
        found = self._docs.get((kind.value, key))
        if found is None:
            found = self._docs[kind.value, key] = Doc(kind, key)
        return found

    def thing(self, doc: Doc) -> Thing:
        """Return what a thing is ranked by; of an answer in a repeat that of its question."""
        found = self._things.get(doc)
        return found or self._things[self.doc(doc.kind, doc.key.rpartition("/")[2])]

    def around(self, name: str) -> tuple[str, ...]:
        """Return the names of the repeats around a question, the outermost first."""
        return self._around[name]

    def inside(self, instance: str) -> Sequence[str]:
        """Return the names of the questions that stand directly in an instance."""
        return self._inside.get(instance.split("/")[-2], ())

    def norm(self, doc: Doc, lang: str) -> tuple[str, str, str]:
        """Return title and number of a technique or level, and the question that asks about it."""
        number, text, name = self._norms[doc]
        return text.get(lang), _(_BAT, lang).format(number=number) if number else "", name

    def places(self, name: str, state: FormState) -> Iterator[str]:
        """Yield the addresses of a question, once for each instance; its name if there is none."""
        found = [""]
        for repeat in self._around[name]:
            found = [
                f"{before}{repeat}/{row.id}/"
                for before in found
                for row in state.rows(f"{before}{repeat}")
            ]
        yield from (f"{before}{name}" for before in found or [""])

    def renew(self, entries: Mapping[str, JsonValue]) -> None:
        """Take in what was entered since the last time."""
        known = self._entries
        changed: set[str] = set()
        for path, value in entries.items():
            old = known.get(path, _NOTHING)
            if old is not value and old != value:
                known[path] = value
                changed.update(self._take(path, value))
        for repeat in changed:
            self._number(repeat)

    def _take(self, path: str, value: JsonValue) -> Iterable[str]:
        """Index one entry; return the repeat whose instances have other numbers now."""
        try:
            place = fieldpath.parse_path(path)
        except ValueError:
            return ()
        if place.is_row and place.facet is None:
            rows = self._rows.setdefault(place.inside or "", {})
            rows.pop(place.rows[-1], None)
            if isinstance(value, Mapping):
                rows[place.rows[-1]] = order_of(value.get("order"))
            return (place.inside or "",)
        found = self._asked.get(place.names)
        if found is None:
            return ()
        owner, asked = found
        texts = _entered(asked, place, value)
        self._put_entered(self._doc(owner, place), path, dict.fromkeys(words(texts), ENTERED))
        if place.is_answer and place.names[-1] in self._keys and place.rows:
            instance = path.rpartition("/")[0]
            named = self.doc(HitKind.INSTANCE, instance)
            self._things[named] = Thing(
                _INSTANCE, "", (" ".join(words(texts)),), self._order(place)
            )
            self._put_entered(named, path, dict.fromkeys(words(texts), _TITLE))
        return ()

    def _doc(self, owner: Question, place: FieldPath) -> Doc:
        if not self._around[owner.name]:
            return self.doc(HitKind.QUESTION, owner.name)
        depth = len(self._around[owner.name])
        names = (*place.names[:depth], owner.name)
        doc = self.doc(HitKind.QUESTION, fieldpath.address(names, place.rows[:depth]))
        if doc not in self._entered:  # it is found by its title and what was entered together
            plain = self._entered[self.doc(HitKind.QUESTION, owner.name)]
            self._put_entered(doc, "", plain[""])
        return doc

    def _number(self, repeat: str) -> None:
        """Let the instances of a repeat be found by its title and their number."""
        name = repeat.rpartition("/")[2]
        question = self.questions.get(name)
        if question is None or question.type is not QuestionType.REPEAT:
            return
        rows = self._rows[repeat]
        title = _ranked(question.title, _TITLE)
        ids = sorted(rows, key=lambda row: (rows[row], row))
        for number, row in enumerate(ids, start=1):
            doc = self.doc(HitKind.INSTANCE, fieldpath.row(repeat, row))
            self._things.setdefault(
                doc, Thing(_INSTANCE, "", _titles(question.title), self._things_order(question))
            )
            self._put_entered(doc, "", title | {str(number): _LABEL})

    def _put_entered(self, doc: Doc, path: str, ranked: Mapping[str, int]) -> None:
        """Let a thing be found by what stands at a path now, no longer by what stood there."""
        held = self._entered[doc]
        gone = held.pop(path, {})
        if ranked:
            held[path] = dict(ranked)
        self.index.drop(doc, gone)
        for words_of in held.values() if gone else (ranked,):
            self.index.put(doc, words_of)

    def _order(self, place: FieldPath) -> int:
        return self._things_order(self.questions[place.names[0]])

    def _things_order(self, question: Question) -> int:
        found = self._things.get(self.doc(HitKind.QUESTION, question.name))
        return found.order if found else 0

    def _put_sections(self) -> None:
        for order, section in enumerate(self._definition.sections):
            titles = _titles(section.label, section.short)
            ranked = _ranked(section.label, _TITLE) | _ranked(section.short, _TITLE)
            ranked |= dict.fromkeys(words(section.number), _TITLE)
            self._put(
                self.doc(HitKind.SECTION, section.name), section.number, titles, order, ranked
            )

    def _put_questions(self) -> None:
        repeats = {q.name: q for q in self._definition.questions if q.is_repeat}
        parents: dict[str, str | None] = {g.name: g.parent for g in self._definition.groups}
        parents |= {name: question.parent for name, question in repeats.items()}
        for order, question in enumerate(self._definition.questions):
            around = _repeats_around(question.parent, parents, frozenset(repeats))
            self._around[question.name] = around
            self.questions[question.name] = question
            names = (*around, question.name)
            self._asked[names] = question, question
            self._asked |= {(*names, c.name): (question, c) for c in question.columns}
            if around:
                self._inside[around[-1]].append(question.name)
            if is_shown(question):
                self._put_question(question, order)

    def _put_question(self, question: Question, order: int) -> None:
        ranked = _ranked(question.label, _LABEL)
        for column in question.columns:
            ranked |= _ranked(column.label, _ABOUT) | ranked
        ranked |= dict.fromkeys(words(question.concept.replace(".", " ")), _ABOUT) | ranked
        ranked |= _ranked(question.title, _TITLE)
        ranked |= dict.fromkeys(words(question.number), _TITLE)
        titles = _titles(question.title)
        self._put(self.doc(HitKind.QUESTION, question.name), question.number, titles, order, ranked)

    def _put_norms(self) -> None:
        asking_t, asking_l = _asking(self._definition.questions)
        for order, technique in enumerate(self._definition.techniques):
            name = asking_t.get(technique.id) or asking_t.get(technique.parent or "")
            if name is not None:
                self._put_technique(technique, name, order)
        for order, level in enumerate(self._definition.levels):
            if level.id in asking_l:
                self._put_level(level, asking_l[level.id], order)

    def _put_technique(self, technique: Technique, name: str, order: int) -> None:
        number = technique_number(self._definition, technique)
        said = tuple(_(_BAT, lang).format(number=number) for lang in LANGUAGES) if number else ()
        ranked = _ranked(technique.rule, _ABOUT) | _ranked(technique.title, _TITLE)
        ranked |= {word: _TITLE for text in said for word in words(text)}
        doc = self.doc(HitKind.TECHNIQUE, technique.id)
        titles = (*(" ".join(words(text)) for text in said), *_titles(technique.title))
        self._norms[doc] = number, technique.title, name
        self._put(doc, "", titles, order, ranked)

    def _put_level(self, level: Level, name: str, order: int) -> None:
        ranked = dict.fromkeys(words(f"{level.id} {level.substance or ''}"), _LABEL)
        ranked |= _ranked(level.parameter, _TITLE)
        doc = self.doc(HitKind.LEVEL, level.id)
        self._norms[doc] = "", level.parameter, name
        self._put(doc, "", _titles(level.parameter), order, ranked)

    def _put(
        self,
        doc: Doc,
        number: str,
        titles: tuple[str, ...],
        order: int,
        ranked: Mapping[str, int],
    ) -> None:
        self._things[doc] = Thing(_KINDS.index(doc.kind), " ".join(words(number)), titles, order)
        self._put_entered(doc, "", ranked)


def _key_questions(definition: Definition) -> Iterator[str]:
    for question in definition.questions:
        key = (question.more or {}).get("key")
        if question.type is QuestionType.REPEAT and isinstance(key, str):
            yield key


def _repeats_around(
    parent: str | None, parents: Mapping[str, str | None], repeats: frozenset[str]
) -> tuple[str, ...]:
    found: list[str] = []
    while parent is not None and parent in parents:
        if parent in repeats:
            found.append(parent)
        parent = parents[parent]
    return tuple(reversed(found))


def _asking(questions: Iterable[Question]) -> tuple[dict[str, str], dict[str, str]]:
    """Return which question asks first about each technique and about each level."""
    techniques: dict[str, str] = {}
    levels: dict[str, str] = {}
    for question in questions:
        for each in question.techniques:
            techniques.setdefault(each, question.name)
        for each in question.levels:
            levels.setdefault(each, question.name)
    return techniques, levels


def _entered(asked: Question | Column, place: FieldPath, value: JsonValue) -> str:
    """Return the text of an entry: what was typed, the labels of what was chosen, a note."""
    if isinstance(value, str):
        return value[:_LONGEST]
    if not isinstance(value, Mapping):
        return ""
    if place.facet is not None:
        told_of_it = (value.get(name) for name in ("name", "caption", "grounds"))
        return " ".join(str(text or "") for text in told_of_it)[:_LONGEST]
    found = value.get("value")
    chosen = found if isinstance(found, list) else [found]
    labels = (asked.choice(each) for each in chosen if isinstance(each, str))
    told = [text for label in labels if label is not None for text in _texts(label.label)]
    plain = [] if told else [str(each) for each in chosen if isinstance(each, str)]
    return " ".join((*told, *plain, str(value.get("text") or "")))[:_LONGEST]


def _texts(text: Text) -> tuple[str, ...]:
    return tuple(each for each in (text.ru, text.kk, text.en) if each)


def _titles(*texts: Text) -> tuple[str, ...]:
    return tuple(" ".join(words(each)) for text in texts for each in _texts(text))


def _ranked(text: Text, rank: int) -> dict[str, int]:
    return {word: rank for each in _texts(text) for word in words(each)}
