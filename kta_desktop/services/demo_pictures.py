"""Photographs for the demonstration, drawn by the program and marked as drawn.

Nothing here is a photograph of a plant: each picture says so in its corner.
"""

import io
import math
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from kta_desktop.paths import RESOURCES

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

SIZE = (1200, 900)
_MARK = "Рисунок программы · демонстрация"
_EXIF_DATETIME = 0x0132
_EXIF_ORIGINAL = 0x9003
_EXIF_IFD = 0x8769


def picture(scene: str, caption: str, taken_at: datetime) -> bytes:
    """Return a JPEG of 1200 × 900 pixels with the EXIF time ``taken_at``.

    Args:
        scene: ``meter``, ``gauge``, ``pump``, ``well`` or ``outfall``.
        caption: Words under the picture.
        taken_at: When the camera would have taken it, local time.
    """
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGB", SIZE, "#8e979d")
    draw = ImageDraw.Draw(image)
    draw.polygon([(0, 620), (420, 500), (760, 590), (1200, 460), (1200, 900), (0, 900)], "#747d83")
    _SCENES[scene](draw)
    font = ImageFont.truetype(RESOURCES / "fonts" / "PTS55F.ttf", 34)
    draw.rectangle((0, 836, 1200, 900), fill="#20272c")
    draw.text((24, 848), f"{caption} · {taken_at:%d.%m.%Y %H:%M}", "#ffffff", font)
    draw.text((24, 20), _MARK, "#20272c", font)
    exif = image.getexif()
    stamp = f"{taken_at:%Y:%m:%d %H:%M:%S}"
    exif[_EXIF_DATETIME] = stamp
    exif.get_ifd(_EXIF_IFD)[_EXIF_ORIGINAL] = stamp
    target = io.BytesIO()
    image.save(target, "JPEG", quality=82, exif=exif)
    return target.getvalue()


def _dial(draw: "ImageDraw", centre: tuple[int, int], radius: int, share: float) -> None:
    """Draw a round dial whose hand stands at ``share`` of 270 degrees."""
    x, y = centre
    box = (x - radius, y - radius, x + radius, y + radius)
    draw.ellipse(box, fill="#f4f4f0", outline="#3c4449", width=18)
    for step in range(11):
        angle = math.radians(135 + 27 * step)
        inner, outer = 0.74 * radius, 0.86 * radius
        draw.line(
            [(x + r * math.cos(angle), y + r * math.sin(angle)) for r in (inner, outer)],
            fill="#20272c",
            width=6,
        )
    angle = math.radians(135 + 270 * share)
    tip = (x + 0.68 * radius * math.cos(angle), y + 0.68 * radius * math.sin(angle))
    draw.line([centre, tip], fill="#20272c", width=14)


def _meter(draw: "ImageDraw") -> None:
    draw.rectangle((0, 520, 1200, 600), fill="#59646b")
    _dial(draw, (600, 480), 230, 0.62)
    draw.rectangle((500, 560, 700, 620), fill="#20272c")


def _gauge(draw: "ImageDraw") -> None:
    draw.rectangle((560, 600, 640, 840), fill="#59646b")
    _dial(draw, (600, 420), 260, 0.38)


def _pump(draw: "ImageDraw") -> None:
    draw.rectangle((240, 640, 960, 720), fill="#4b555b")
    draw.ellipse((330, 380, 600, 650), fill="#2f6f8a", outline="#20272c", width=10)
    draw.rectangle((600, 440, 900, 600), fill="#59646b", outline="#20272c", width=10)
    draw.rectangle((420, 250, 500, 400), fill="#59646b")


def _well(draw: "ImageDraw") -> None:
    draw.ellipse((330, 400, 870, 760), fill="#3c4449", outline="#20272c", width=20)
    draw.ellipse((400, 450, 800, 710), fill="#1c2a30")
    draw.arc((450, 500, 750, 690), 10, 160, fill="#6d8791", width=10)


def _outfall(draw: "ImageDraw") -> None:
    draw.rectangle((0, 620, 1200, 840), fill="#4f6d78")
    draw.ellipse((250, 360, 470, 580), fill="#20272c", outline="#5f6a70", width=26)
    draw.polygon([(300, 560), (430, 560), (560, 720), (260, 720)], fill="#b9cbd1")


_SCENES: "dict[str, Callable[[ImageDraw], None]]" = {
    "meter": _meter,
    "gauge": _gauge,
    "pump": _pump,
    "well": _well,
    "outfall": _outfall,
}
