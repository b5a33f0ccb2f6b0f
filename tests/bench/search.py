"""A key typed in the search of an audit of 3,000 answered questions, against a bare scan of titles.

The floor looks for the typed text in the titles, one after the other, and folds nothing, ranks
nothing, and knows no second language.
"""

import statistics
import time
from collections.abc import Callable

from kta_desktop.domain.canonical import JsonValue
from kta_desktop.services import filling
from kta_desktop.services.finding import Finder
from tests.bench import large_audit

_TYPED = ("сколько воды", "цех 12", "скважина насос", "60.50", "удельный сброс")
_ANSWER = "Скважина номер два, насосная станция"


def run() -> list[tuple[str, float, str]]:
    """Return name, figure and unit of every measure."""
    definition = large_audit.definition()
    answer: JsonValue = {"text": _ANSWER, "value": _ANSWER}
    state = filling.form(definition, {question.name: answer for question in definition.questions})
    entries = dict(state.entries)
    started = time.perf_counter()
    finder = Finder(definition, entries)
    made = time.perf_counter() - started
    titles = [question.title.ru for question in definition.questions]
    keys = [word[:end] for word in _TYPED for end in range(1, len(word) + 1)]

    def find(typed: str) -> None:
        finder.renew(state.entries)
        finder.find(typed, state, "ru")

    spent = _timed(find, keys)
    bare = _timed(lambda typed: [title for title in titles if typed in title.lower()], keys)
    return [
        ("index of 3,000 questions and answers", made * 1000, "ms"),
        ("a key, median", statistics.median(spent), "ms"),
        ("a key, slowest", max(spent), "ms"),
        ("floor: a bare scan of the titles, median", statistics.median(bare), "ms"),
    ]


def _timed(work: Callable[[str], object], keys: list[str]) -> list[float]:
    """Return the milliseconds of each key, the best of three."""
    spent = []
    for typed in keys:
        tries = []
        for _try in range(3):
            started = time.perf_counter()
            work(typed)
            tries.append(time.perf_counter() - started)
        spent.append(min(tries) * 1000)
    return spent
