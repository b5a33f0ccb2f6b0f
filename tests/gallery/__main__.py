"""``python -m tests.gallery``: every window, painted, into ``build/gallery/index.html``."""

import html
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

OUT = Path("build/gallery")
DRAWN = Path(__file__).with_name("mockups")
_EVERY = ("ru-light", "ru-night", "kk-light", "kk-night", "ru-sun", "long-light", "longer-light")
LOOKS = {100: _EVERY, 125: ("ru-light",), 150: _EVERY, 200: ("ru-light", "kk-light")}
MOCKUPS = {
    "home-ru-light-100": "01-home",
    "home-kk-light-100": "01-home-kk",
    "home-empty-ru-light-100": "01-home-empty",
    "overview-ru-light-100": "02-overview",
    "checklist-ru-light-100": "03-checklist",
    "checklist-ru-night-100": "03-checklist-dark",
    "checklist-ru-sun-100": "03-checklist-sun",
    "checklist-ru-light-150": "03-checklist-150",
    "measure-live-ru-light-100": "04-live",
    "print-ru-light-100": "07-print",
    "exchange-ru-light-100": "08-sync",
    "first-run-begun-ru-light-100": "10-unlock",
}
"""What is painted to what the design drew of it."""
_STYLE = (
    "body{font:14px sans-serif;margin:16px}main,section{display:grid;gap:16px;margin-bottom:16px}"
    "main{grid-template-columns:repeat(auto-fill,minmax(460px,1fr))}"
    "section{grid-template-columns:1fr 1fr}"
    "figure{margin:0}img{width:100%;border:1px solid #888}b{color:#9E1F17}"
)


def shoot(percent: int, looks: tuple[str, ...], out: Path, *more: str) -> dict[str, list[str]]:
    """Paint in a process of its own scale; return clipped words by picture.

    Raises:
        CalledProcessError: If painting failed.
    """
    run = subprocess.run(
        [sys.executable, "-m", "tests.gallery.shoot", "--out", str(out),
         "--looks", ",".join(looks), *more],
        env={**os.environ, "QT_SCALE_FACTOR": str(percent / 100),
             "QT_QPA_PLATFORM": "offscreen", "TZ": "Asia/Almaty"},
        stdout=subprocess.PIPE, check=True, text=True,
    )  # fmt: skip
    found: dict[str, list[str]] = json.loads(run.stdout)["clipped"]
    return found


def main() -> int:
    """Paint everything and write the page that shows it; 1 if a word is clipped."""
    OUT.mkdir(parents=True, exist_ok=True)
    clipped = {}
    for percent, looks in LOOKS.items():
        clipped |= shoot(percent, looks, OUT)
    shutil.copytree(DRAWN, OUT / "mockups", dirs_exist_ok=True)
    (OUT / "index.html").write_text(_page(clipped), "utf-8")
    sys.stdout.write(f"{OUT / 'index.html'}\n")
    for name, faults in clipped.items():
        sys.stdout.write("".join(f"{name}: {fault}\n" for fault in faults))
    return 1 if clipped else 0


def _page(clipped: dict[str, list[str]]) -> str:
    """Return the page: first what the design drew, beside what is painted; then everything."""
    pairs = [
        _figure(f"mockups/{mockup}.png", mockup) + _figure(f"{name}.png", name)
        for name, mockup in MOCKUPS.items()
        if (OUT / f"{name}.png").exists()
    ]
    drawn = "".join(f"<section>{pair}</section>" for pair in pairs)
    figures = [
        _figure(picture.name, picture.stem, clipped.get(picture.stem, ()))
        for picture in sorted(OUT.glob("*.png"))
    ]
    return (
        f"<!doctype html><meta charset=utf-8><title>KTA</title><style>{_STYLE}</style>"
        f"<h1>Design and program</h1>{drawn}<h1>All windows</h1>"
        f"<main>{''.join(figures)}</main>"
    )


def _figure(address: str, name: str, faults: Sequence[str] = ()) -> str:
    told = "<br>".join(html.escape(fault) for fault in faults)
    return (
        f'<figure><a href="{address}"><img src="{address}" loading="lazy"></a>'
        f"<figcaption>{name}<br><b>{told}</b></figcaption></figure>"
    )


if __name__ == "__main__":
    sys.exit(main())
