"""``python -m tests.gallery``: every window, painted, into ``build/gallery/index.html``."""

import html
import json
import os
import subprocess
import sys
from pathlib import Path

OUT = Path("build/gallery")
LOOKS = {
    100: ("ru-light", "ru-night", "kk-light", "kk-night", "ru-sun", "long-light"),
    150: ("ru-light", "ru-night", "kk-light", "kk-night", "ru-sun", "long-light"),
}


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
    (OUT / "index.html").write_text(_page(clipped), "utf-8")
    sys.stdout.write(f"{OUT / 'index.html'}\n")
    for name, faults in clipped.items():
        sys.stdout.write("".join(f"{name}: {fault}\n" for fault in faults))
    return 1 if clipped else 0


def _page(clipped: dict[str, list[str]]) -> str:
    figures = []
    for picture in sorted(OUT.glob("*.png")):
        faults = "<br>".join(html.escape(fault) for fault in clipped.get(picture.stem, ()))
        figures.append(
            f'<figure><a href="{picture.name}"><img src="{picture.name}" loading="lazy"></a>'
            f"<figcaption>{picture.stem}<br><b>{faults}</b></figcaption></figure>"
        )
    style = (
        "body{font:14px sans-serif;display:grid;gap:16px;"
        "grid-template-columns:repeat(auto-fill,minmax(460px,1fr))}"
        "figure{margin:0}img{width:100%;border:1px solid #888}b{color:#9E1F17}"
    )
    return f"<!doctype html><meta charset=utf-8><title>KTA</title><style>{style}</style>" + "".join(
        figures
    )


if __name__ == "__main__":
    sys.exit(main())
