"""Paints the screens at one scale; scale, platform and time zone come from the environment.

``python -m tests.gallery.shoot --out DIR --looks ru-light,kk-night [--only NAME,…]`` writes
``DIR/<screen>-<look>-<percent>.png`` and prints one JSON document: pictures and clipped words.
"""

import argparse
import gc
import json
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QSize
from PySide6.QtWidgets import QApplication, QWidget

from tests.gallery.access import nameless, unseen
from tests.gallery.clipping import clipped
from tests.gallery.frozen import still
from tests.gallery.screens import SCREENS, Screen
from tests.gallery.stage import Stage, set_up, settle, speaking
from ui.theme import theme

SIZES = {
    100: QSize(1366, 728),
    125: QSize(1093, 582),
    150: QSize(911, 485),
    200: QSize(960, 500),
}
"""Logical px: a screen of 1366 × 768 less task bar and title bar; at 200 % one of 1920 × 1080."""


def give_screen(folder: Path, percent: int) -> None:
    """Let the offscreen platform have the screen that sizes are meant for; its own is 800 × 800."""
    width, height = (1920, 1080) if percent == 200 else (1366, 768)
    screen = {"name": "laptop", "x": 0, "y": 0, "width": width, "height": height, "dpr": 1}
    described = folder / f"screen-{percent}.json"
    described.write_text(
        json.dumps({"screens": [{**screen, "logicalDpi": 96, "logicalBaseDpi": 96}]})
    )
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={described}"


def main() -> int:
    """Paint what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--looks", default="ru-light")
    parser.add_argument("--only", default="")
    parser.add_argument("--check", action="store_true", help="look for clipped words only")
    parser.add_argument("--access", action="store_true", help="look at names and focus, too")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    percent = round(100 * float(os.environ.get("QT_SCALE_FACTOR", "1")))
    give_screen(options.out, percent)
    application = QApplication([])
    wanted = [screen for screen in SCREENS if screen.name in (options.only or screen.name)]
    faults: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory() as scratch, still(), set_up(Path(scratch)) as stage:
        for look in options.looks.split(","):
            tongue, tokens = look.split("-")
            theme.use(tokens)
            with speaking(tongue):
                for screen in wanted:
                    name = f"{screen.name}-{look}-{percent}"
                    target = None if options.check else options.out / f"{name}.png"
                    looks = (clipped, nameless, unseen) if options.access else (clipped,)
                    found = _shoot(stage, screen, SIZES[percent], target, looks)
                    if found:
                        faults[name] = found
    result = {"percent": percent, "clipped": faults}
    sys.stdout.write(json.dumps(result, ensure_ascii=False, indent=1))
    application.quit()
    return 0


def _shoot(
    stage: Stage,
    screen: Screen,
    size: QSize,
    target: Path | None,
    looks: Sequence[Callable[[QWidget], list[str]]],
) -> list[str]:
    """Paint one screen and return what is wrong with it."""
    widget = screen.build(stage, size)
    settle(least_ms=80)
    if target is not None:
        widget.grab().save(str(target))
    found = [fault for look in looks for fault in look(widget)]
    widget.hide()
    widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    gc.freeze()  # what is left serves all screens: it need not be looked through after each
    return found


if __name__ == "__main__":
    sys.exit(main())
