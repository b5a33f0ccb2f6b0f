"""The page of techniques with 300 techniques, 300 bottlenecks and 200 indicators, in its window.

Floor of the same run: a plain ``QListView`` of Qt with as many rows of the same height that say
the same in one line. Times are of the processor, in this thread: other programs do not count.
"""

import os
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from kta_desktop.assessment.bat import BatLine, Proposal, TechniqueLine
from kta_desktop.assessment.bottlenecks import DEFAULT_WEIGHTS
from kta_desktop.assessment.candidates import ranked
from kta_desktop.assessment.performance import Indicator, IndicatorKind, Medium
from kta_desktop.assessment.techniques import State
from kta_desktop.assessment.terms import Figured
from kta_desktop.domain.definition import Definition, Level
from kta_desktop.domain.texts import Text
from kta_desktop.domain.verdict import Judgement, Verdict
from kta_desktop.services import assessing, bottleneck_scene, filling, packs, technique_desk
from tests.bench.bottlenecks import candidates

TECHNIQUES, BOTTLENECKS, INDICATORS = 300, 300, 200
FRAME_MS, HELD_MS = 16, 50
_STEP, _FRAMES, _TURNS = 120, 60, 5
_DAY = date(2026, 11, 23)
_VERDICTS = (Verdict.EXCEEDS, Verdict.NOT_DISTINGUISHABLE, Verdict.MEETS)
Row = tuple[str, float, str]


def run() -> Iterator[Row]:
    """Yield name, figure and unit of each measurement."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance() or QApplication([])
    definition, _sha256 = packs.compiled("glass-ceramics")
    yield from _of_indicators(app, definition)
    yield from _of_techniques(app, definition)
    yield from _of_bottlenecks(app)


def _of_bottlenecks(app: Any) -> Iterator[Row]:
    from ui.widgets.bottleneck_panel import BottleneckPanel

    found, panel = candidates(BOTTLENECKS), BottleneckPanel()
    _stand(app, panel, 900, 560)
    ranked_in = min(_took(partial(ranked, found, DEFAULT_WEIGHTS)) for _turn in range(_TURNS))
    yield f"{BOTTLENECKS} bottlenecks ranked / {HELD_MS} ms (goal ≤ 1)", ranked_in / HELD_MS, "×"
    order = ranked(found, DEFAULT_WEIGHTS)

    def show() -> None:
        panel.show_rows(bottleneck_scene.rows(order, DEFAULT_WEIGHTS, {}))

    show()
    shown = max(_took(show) for _turn in range(_TURNS))
    yield f"{BOTTLENECKS} bottlenecks shown / {HELD_MS} ms (goal ≤ 1)", shown / HELD_MS, "×"
    frames = _scrolled(app, panel.list)
    yield f"the longest of their frames / {FRAME_MS} ms (goal ≤ 1)", max(frames) / FRAME_MS, "×"
    panel.close()


def _of_indicators(app: Any, definition: Definition) -> Iterator[Row]:
    from ui.widgets.indicator_panel import IndicatorPanel

    panel = IndicatorPanel(definition)
    found = tuple(map(_indicator, range(INDICATORS)))
    previous = {each.key: Decimal(12) for each in found[::2]}
    _stand(app, panel, 456, 620)
    yield (
        f"{INDICATORS} indicators shown",
        _took(lambda: panel.show_indicators(found, previous)),
        "ms",
    )
    frames = _scrolled(app, panel.list)
    floor = _scrolled(app, _plain(app, [row.spoken for row in panel.list.keyed.rows], 456, 620))
    yield from _frames("indicators", frames, floor)
    panel.close()


def _of_techniques(app: Any, definition: Definition) -> Iterator[Row]:
    from ui.widgets.bat_panel import BatPanel

    known = assessing.Known(definition=definition, state=filling.form(definition, {}), today=_DAY)
    bats = _proposed(assessing.assess(known).bats)
    panel = BatPanel(lambda _address: "8.2.1")
    _stand(app, panel, 784, 560)
    shown = _took(partial(panel.show_bats, bats))
    count = sum(len(bat.lines) for bat in bats)
    yield f"{count} techniques shown", shown, "ms"
    frames = _scrolled(app, panel.list.rows)
    floor = _scrolled(
        app, _plain(app, [row.spoken for row in panel.list.rows.keyed.rows], 784, 560)
    )
    yield from _frames("techniques", frames, floor)
    keys = [line.key for bat in bats for line in bat.lines]
    chosen = [_took(partial(_chosen, app, panel, key)) for key in keys[:: len(keys) // 40]]
    yield f"another one chosen, worst / {HELD_MS} ms (goal ≤ 1)", max(chosen) / HELD_MS, "×"
    turned = [
        _took(lambda only=only: panel.show_bats(bats, only_unproven=only))  # type: ignore[misc]
        for only in (True, False) * _TURNS
    ]
    yield f"filter turned, worst / {HELD_MS} ms (goal ≤ 1)", max(turned) / HELD_MS, "×"
    taken = min(_took(lambda: technique_desk.accept_all(known, bats)) for _turn in range(_TURNS))
    yield f"edits of all {count} accepted / {HELD_MS} ms (goal ≤ 1)", taken / HELD_MS, "×"
    panel.close()


def _frames(name: str, frames: Sequence[float], floor: Sequence[float]) -> Iterator[Row]:
    middle = statistics.median(frames)
    yield f"a frame of scrolling {name}, p50", middle, "ms"
    yield f"the longest / a frame of {FRAME_MS} ms (goal ≤ 1)", max(frames) / FRAME_MS, "×"
    yield f"{name} / a plain list of Qt, p50", middle / statistics.median(floor), "×"


def _proposed(bats: Sequence[BatLine]) -> tuple[BatLine, ...]:
    """Return the first conclusions, every one of their techniques with a proposal."""
    found: list[BatLine] = []
    count = 0
    for bat in bats:
        if count < TECHNIQUES:
            lines = tuple(map(_with_proposal, bat.lines))[: TECHNIQUES - count]
            found.append(replace(bat, lines=lines))
            count += len(lines)
    return tuple(found)


def _with_proposal(line: TechniqueLine) -> TechniqueLine:
    rule = Text(ru="Ответ «да»: применяется")
    return replace(line, proposal=Proposal(state=State.APPLIED, rule=rule, reasons=()))


def _indicator(number: int) -> Indicator:
    value = Decimal(10 + number % 37)
    name = Text(ru=f"Общий азот в сбрасываемых сточных водах, выпуск {number}")
    level = Level(
        id=f"level-{number}",
        kind="AEL",
        medium="water_direct",
        parameter=name,
        lower="2",
        upper=str(20 + number % 7),
        unit="mg/L",
        source="book",
        confidence="verified",
    )
    judged = Judgement(
        verdict=_VERDICTS[number % 3], reason=None, level=level, value=value, uncertainty=Decimal(2)
    )
    return Indicator(
        key=f"k{number}",
        name=name,
        kind=IndicatorKind.CONCENTRATION,
        medium=Medium.WATER,
        figure=Figured(value=value, unit="mg/L", uncertainty=Decimal(2)),
        judgement=judged,
        where=f"Выпуск {number}",
        year=2025,
    )


def _plain(app: Any, words: Sequence[str], width: int, height: int) -> Any:
    from PySide6.QtCore import QStringListModel
    from PySide6.QtWidgets import QListView

    view = QListView()
    view.setModel(QStringListModel(list(words), view))
    view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
    _stand(app, view, width, height)
    return view


def _stand(app: Any, widget: Any, width: int, height: int) -> None:
    widget.resize(width, height)
    widget.show()
    app.processEvents()


def _scrolled(app: Any, view: Any) -> list[float]:
    """Return how long each turn of a wheel over a list takes, until it is painted."""
    bar = view.verticalScrollBar()
    app.processEvents()
    most = max(1, bar.maximum())
    return [_took(partial(_to, app, bar, number * _STEP % most)) for number in range(_FRAMES)]


def _to(app: Any, bar: Any, place: int) -> None:
    bar.setValue(place)
    app.processEvents()


def _chosen(app: Any, panel: Any, key: str) -> None:
    panel.choose(key)
    app.processEvents()


def _took(act: Callable[[], object]) -> float:
    begun = time.thread_time()
    act()
    return 1000 * (time.thread_time() - begun)
