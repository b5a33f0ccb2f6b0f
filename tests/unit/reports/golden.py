"""Sheets as they were when somebody last looked at them: their text, and small pictures of pages.

``KTA_GOLDEN=write`` renews those that changed. What differs is written to ``KTA_GOLDEN_OUT`` (a
folder; the one for temporary files without it): look at it beside the golden one before renewing.
"""

import os
import re
import tempfile
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image

FOLDER = Path(__file__).parents[2] / "files" / "sheets"
_DPI = 48
_LEVELS = 8  # of grey
_CELL = 3  # points of a picture that are compared as one: letters differ by rasteriser
_APART = 40  # of 255
_MOST = 8  # cells of a page that may differ more
_SPACE = re.compile("[ \u00a0]+")


def differences(name, data, *, pictures=True):
    """Return what differs from the golden sheet ``name``, in words; nothing once it is renewed.

    Args:
        name: Of its files.
        data: The PDF.
        pictures: Whether pages are compared as pictures, too.
    """
    texts, images = _pages(data, pictures=pictures)
    if os.environ.get("KTA_GOLDEN") == "write":
        _renew(name, texts, images)
    return [*_texts(name, texts), *_pictures(name, images)]


def _pages(data, *, pictures):
    with pypdfium2.PdfDocument(data) as document:
        texts = [_text(page) for page in document]
        images = [_picture(page) for page in document] if pictures else []
    return texts, images


def _text(page):
    text = page.get_textpage().get_text_range().replace("\ufffe", "-")
    lines = (_SPACE.sub(" ", line).strip() for line in text.splitlines())
    return [line for line in lines if line]


def _picture(page):
    step = 255 / (_LEVELS - 1)
    grey = [round(round(level / step) * step) for level in range(256)]
    return page.render(scale=_DPI / 72, grayscale=True).to_pil().point(grey)


def _joined(texts):
    pages = (["", f"──── {number} ────", *page] for number, page in enumerate(texts, start=1))
    return "\n".join(line for page in pages for line in page).lstrip() + "\n"


def _texts(name, texts):
    """Return the first line in which the text of a sheet differs."""
    made, path = _joined(texts), FOLDER / f"{name}.txt"
    known = path.read_text(encoding="utf-8") if path.exists() else ""
    if made == known:
        return []
    new = _beside(f"{name}.txt")
    new.write_text(made, encoding="utf-8")
    return [f"{path.name}: {_first(known.splitlines(), made.splitlines())}; see {new}"]


def _first(known, made):
    page = "0"
    for one, other in zip([*known, ""], [*made, ""], strict=False):
        page = other.strip("─ ") if other.startswith("────") else page
        if one != other:
            return f"page {page}: «{other}» instead of «{one}»"
    return f"{len(made)} lines instead of {len(known)}"


def _pictures(name, images):
    found = []
    for number, image in enumerate(images, start=1):
        path = FOLDER / f"{name}-{number:02}.png"
        wrong = _apart(path, image)
        if wrong:
            new = _beside(path.name)
            image.save(new)
            found.append(f"{path.name}: {wrong}; see {new}")
    if images:
        known = len(list(FOLDER.glob(f"{name}-[0-9][0-9].png")))
        found += [f"{name}: {len(images)} pages instead of {known}"] * (known > len(images))
    return found


def _apart(path, image):
    """Return how a page differs from its golden picture; empty if it does not."""
    if not path.exists():
        return "no golden picture"
    with Image.open(path) as golden:
        if golden.size != image.size:
            return f"{image.size} points instead of {golden.size}"
        one, other = (np.asarray(each.convert("L").reduce(_CELL), int) for each in (golden, image))
    count = int((abs(one - other) > _APART).sum())
    return f"{count} places look different" if count > _MOST else ""


def _beside(name):
    folder = os.environ.get("KTA_GOLDEN_OUT") or Path(tempfile.gettempdir()) / "kta-sheets"
    Path(folder).mkdir(parents=True, exist_ok=True)
    return Path(folder) / name


def _renew(name, texts, images):
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"{name}.txt").write_text(_joined(texts), encoding="utf-8")
    for number, image in enumerate(images, start=1):
        path = FOLDER / f"{name}-{number:02}.png"
        if _apart(path, image):
            image.quantize(_LEVELS).save(path, optimize=True)
    for path in FOLDER.glob(f"{name}-[0-9][0-9].png"):
        if int(path.stem[-2:]) > len(images):
            path.unlink()
