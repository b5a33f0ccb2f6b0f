"""Search over the open audit: questions, instances, sections, techniques, levels, actions, audits.

``Finder`` needs no form to be made, so it is made in any thread; where a question stands now, and
what hides it, is read from the form for the few hits that are shown.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter, itemgetter
from typing import TypeAlias

from kta_desktop.domain.audit import AuditSummary
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.definition import Definition
from kta_desktop.domain.numbering import latin
from kta_desktop.domain.target import Target, Where
from kta_desktop.forms.state import FormState
from kta_desktop.forms.wording import BETWEEN, instance_name, instances_of
from kta_desktop.i18n import _
from kta_desktop.services.finding_hidden import Hiding
from kta_desktop.services.finding_hits import Action, Group, Hit, HitKind
from kta_desktop.services.finding_things import ENTERED, Doc, Things
from kta_desktop.services.finding_words import words

__all__ = ["Action", "Finder", "Group", "Hit", "HitKind", "find_actions", "find_audits", "merged"]

_MOST: Mapping[HitKind, int] = {HitKind.QUESTION: 12}
_MOST_OTHERS = 5
_FITS = 3  # ranks of numbers and beginnings come before those of words
_LONG, _ENDING = 6, 2  # letters of a word that has an ending, and of the ending
_MOST_JOINED = 60  # questions of instances that are looked at when both were typed
Rank: TypeAlias = tuple[int, int, int, str]


class Finder:
    """An index over one audit: its checklist and what was entered."""

    def __init__(self, definition: Definition, entries: Mapping[str, JsonValue]) -> None:
        self._things = Things(definition)
        self._hiding = Hiding(definition)
        self._sections = {section.name: section for section in definition.sections}
        self.renew(entries)

    def renew(self, entries: Mapping[str, JsonValue]) -> None:
        """Take in what was entered since; paths that are as they were cost nearly nothing."""
        self._things.renew(entries)

    def find(self, query: str, state: FormState, lang: str) -> tuple[Group, ...]:
        """Return what is found, grouped, the best group first; the same in the same order."""
        typed = self._typed(query)
        if not typed:
            return ()
        matching = self._matching(typed) or self._matching(_shortened(typed))
        joined = " ".join(typed)
        fitting = sorted(
            ((self._rank(doc, rank, joined), doc) for doc, rank in matching.items()),
            key=itemgetter(0),
        )
        found = _Found()
        for rank, doc in fitting:
            if found.is_full(doc.kind):
                found.count(doc.kind)
                continue
            for hit in self._hits(doc, state, lang):
                found.add(rank[0], _with_reason_found(hit, rank[0], lang))
                if found.is_full(doc.kind):
                    break  # of a question in fifty instances the others take their time, too
        return found.groups()

    def _typed(self, query: str) -> tuple[str, ...]:
        found = []
        for word in words(query):
            is_number = any(letter.isdecimal() for letter in word) or len(word) == 1
            known = not is_number or self._things.index.beginning(word)
            found.append(word if known else latin(word))
        return tuple(found)

    def _matching(self, typed: Sequence[str]) -> dict[Doc, int]:
        found = self._things.index.all_beginning(typed)
        if len(typed) > 1:
            for doc in self._joined(typed):
                found.setdefault(doc, 0)
        return found

    def _joined(self, typed: Sequence[str]) -> Iterator[Doc]:
        """Yield questions in an instance where some words name the one and some the other."""
        hits = [self._things.index.beginning(word) for word in typed]
        named = {doc for found in hits for doc in found if doc.kind is HitKind.INSTANCE}
        made = 0
        for instance in sorted(named, key=attrgetter("key")):
            rest = [found for found in hits if instance not in found]
            for name in self._things.inside(instance.key) if rest else ():
                question = self._things.doc(HitKind.QUESTION, name)
                if all(question in found for found in rest):
                    yield self._things.doc(HitKind.QUESTION, f"{instance.key}/{name}")
                    made += 1
                if made >= _MOST_JOINED:
                    return

    def _rank(self, doc: Doc, rank: int, joined: str) -> Rank:
        """Return how well a thing fits: its number, the start of its title, words, the rest."""
        thing = self._things.thing(doc)
        fit = _FITS + rank
        if thing.number == joined:
            fit = 0
        elif joined[-1].isdecimal() and thing.number.startswith(joined):
            fit = 1
        elif rank == 0 and any(title.startswith(joined) for title in thing.titles):
            fit = 2
        return fit, thing.kind, thing.order, doc.key

    def _hits(self, doc: Doc, state: FormState, lang: str) -> Iterator[Hit]:
        match doc.kind:
            case HitKind.QUESTION:
                yield from self._questions(doc.key, state, lang)
            case HitKind.INSTANCE:
                yield from self._instance(doc.key, state, lang)
            case HitKind.SECTION:
                section = self._sections[doc.key]
                yield Hit(
                    kind=doc.kind,
                    number=section.number,
                    title=section.label.get(lang),
                    target=Target(Where.SECTION, doc.key),
                )
            case _:
                yield from self._norm(doc, state, lang)

    def _questions(self, key: str, state: FormState, lang: str) -> Iterator[Hit]:
        if "/" in key:
            yield from self._question(key, state, lang)
            return
        for address in self._things.places(key, state):
            yield from self._question(address, state, lang)

    def _question(self, address: str, state: FormState, lang: str) -> Iterator[Hit]:
        name = address.rpartition("/")[2]
        question = self._things.questions[name]
        title, where = question.title.get(lang), self._where(question.section, lang)
        try:
            is_asked = state.is_relevant(address)
            around = instances_of(state, address, lang)
        except KeyError:  # no instance yet, or no longer
            is_asked, around = self._is_around_asked(name, state), ()
        if not is_asked:
            hidden = self._hiding.of(state, address, lang)
            target = Target(Where.QUESTION, hidden.by) if hidden.by else None
            reason = hidden.reason
        else:
            target, reason = self._target(address, state), ""
        yield Hit(
            kind=HitKind.QUESTION,
            number=question.number,
            title=title,
            where=BETWEEN.join((where, *around)),
            target=target,
            reason=reason,
        )

    def _is_around_asked(self, name: str, state: FormState) -> bool:
        repeat = self._things.around(name)[:1]
        return not repeat or state.is_relevant(repeat[0])

    def _target(self, address: str, state: FormState) -> Target:
        """Return the place of a question; of one without an instance, where the first is added."""
        try:
            state.place(address)
        except KeyError:
            repeats = self._things.around(address.rpartition("/")[2])
            return Target(Where.QUESTION, repeats[0] if repeats else address)
        return Target(Where.QUESTION, address)

    def _instance(self, path: str, state: FormState, lang: str) -> Iterator[Hit]:
        repeat, _stroke, row = path.rpartition("/")
        try:
            if row not in {each.id for each in state.rows(repeat)}:
                return
            names = (*instances_of(state, repeat, lang), instance_name(state, repeat, row, lang))
        except KeyError:
            return
        question = self._things.questions[repeat.rpartition("/")[2]]
        where = (self._where(question.section, lang), question.title.get(lang), *names[:-1])
        if not state.is_relevant(repeat):
            hidden = self._hiding.of(state, repeat, lang)
            target = Target(Where.QUESTION, hidden.by) if hidden.by else None
        else:
            hidden, target = None, Target(Where.QUESTION, path)
        yield Hit(
            kind=HitKind.INSTANCE,
            title=names[-1],
            where=BETWEEN.join(where),
            target=target,
            reason=hidden.reason if hidden else "",
        )

    def _norm(self, doc: Doc, state: FormState, lang: str) -> Iterator[Hit]:
        """Yield a technique or level with the question that asks about it."""
        text, number, name = self._things.norm(doc, lang)
        for hit in self._questions(name, state, lang):
            asked = f"{hit.number} {hit.title}".strip()
            yield Hit(
                kind=doc.kind,
                number=number,
                title=text,
                where=_("asked in {question}", lang).format(question=asked),
                target=hit.target,
                reason=hit.reason,
            )
            return

    def _where(self, section: str, lang: str) -> str:
        found = self._sections.get(section)
        if found is None:
            return ""
        title = found.short.over(found.label)
        return f"{found.number}. {title.get(lang)}" if found.number else title.get(lang)


def _with_reason_found(hit: Hit, fit: int, lang: str) -> Hit:
    """Say of a question that was found by its answer alone that it was."""
    if hit.kind is not HitKind.QUESTION or fit < _FITS + ENTERED:
        return hit
    return replace(hit, where=BETWEEN.join((hit.where, _("in the answer or its note", lang))))


def _shortened(typed: Sequence[str]) -> tuple[str, ...]:
    """Return words without their endings: «разрешение» also finds «Разрешения»."""
    return tuple(
        word[:-_ENDING] if len(word) >= _LONG and word.isalpha() else word for word in typed
    )


def find_actions(query: str, actions: Iterable[Action]) -> tuple[Group, ...]:
    """Return the actions whose words begin with the words of a query."""
    made = (
        (
            (action.text, f"{action.also} {action.where} {action.keys.replace('+', ' ')}"),
            Hit(
                kind=HitKind.ACTION,
                title=action.text,
                where=action.where,
                action=action.name,
                keys=action.keys,
            ),
        )
        for action in actions
    )
    return _plain(query, made)


def find_audits(query: str, audits: Iterable[AuditSummary]) -> tuple[Group, ...]:
    """Return the audits whose plant, number or BIN begins with the words of a query."""
    made = (
        (
            (audit.plant.name, f"{audit.number} {audit.plant.bin} {audit.plant.address}"),
            Hit(
                kind=HitKind.AUDIT,
                number=audit.number,
                title=audit.plant.name,
                where=audit.plant.bin,
                target=Target(Where.AUDIT, audit.id),
            ),
        )
        for audit in audits
    )
    return _plain(query, made)


def merged(*found: Sequence[Group]) -> tuple[Group, ...]:
    """Return groups of several searches, those that fit best first."""
    groups = [group for groups in found for group in groups]
    kinds = list(HitKind)
    return tuple(sorted(groups, key=lambda group: (group.fit, kinds.index(group.kind))))


def _plain(query: str, things: Iterable[tuple[tuple[str, str], Hit]]) -> tuple[Group, ...]:
    """Return what fits of a short list, searched as it stands."""
    typed = words(query)
    found = _Found()
    ranked: list[tuple[int, int, Hit]] = []
    for place, ((title, more), hit) in enumerate(things):
        fit = _fit(typed, title, more) if typed else None
        if fit is not None:
            ranked.append((fit, place, hit))
    for fit, _place, hit in sorted(ranked, key=lambda each: each[:2]):
        found.add(fit, hit)
    return found.groups()


def _fit(typed: Sequence[str], title: str, more: str) -> int | None:
    heads, rest = words(title), words(more)
    if all(any(word.startswith(one) for word in heads) for one in typed):
        return 2 if " ".join(heads).startswith(" ".join(typed)) else 3
    both = (*heads, *rest)
    if all(any(word.startswith(one) for word in both) for one in typed):
        return 4
    return None


class _Found:
    """Hits by kind, no place twice, up to as many as are shown."""

    def __init__(self) -> None:
        self._hits: dict[HitKind, list[Hit]] = defaultdict(list)
        self._more: dict[HitKind, int] = defaultdict(int)
        self._fits: dict[HitKind, int] = {}
        self._seen: set[tuple[HitKind, str, str, str]] = set()

    def is_full(self, kind: HitKind) -> bool:
        return len(self._hits[kind]) >= _MOST.get(kind, _MOST_OTHERS)

    def count(self, kind: HitKind) -> None:
        self._more[kind] += 1

    def add(self, fit: int, hit: Hit) -> None:
        key = (hit.kind, f"{hit.number} {hit.title}", hit.where, hit.action)
        if key in self._seen:
            return
        self._seen.add(key)
        self._fits.setdefault(hit.kind, fit)
        if self.is_full(hit.kind):
            self.count(hit.kind)
        else:
            self._hits[hit.kind].append(hit)

    def groups(self) -> tuple[Group, ...]:
        made = (
            Group(kind=kind, hits=tuple(hits), more=self._more[kind], fit=self._fits[kind])
            for kind, hits in self._hits.items()
            if hits
        )
        kinds = list(HitKind)
        return tuple(sorted(made, key=lambda group: (group.fit, kinds.index(group.kind))))
