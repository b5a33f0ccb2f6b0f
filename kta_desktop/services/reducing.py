"""Pictures as they are shown and printed: upright, small, in colours that screens and paper share.

Pillow is loaded when the first picture is. What comes out is JPEG, or PNG where something shows
through; it says neither where nor with what it was taken. The same picture gives the same bytes.
"""

from io import BytesIO
from typing import TYPE_CHECKING

from kta_desktop.services import filetype
from kta_desktop.storage.errors import (
    NotAPictureError,
    PictureDamagedError,
    PictureTooLargeError,
)

if TYPE_CHECKING:
    from PIL.Image import Image

_QUALITY = 85
_MOST_BYTES = 256_000_000  # of points in memory; a JPEG is decoded smaller, others cannot be
_PLAIN = ("RGB", "L")
_DEEP = "I;16"  # Pillow's name of 16-bit greys; it would cut them off at 255
_ENDLESS = ("I", "F")  # greys without a greatest value: the greatest of the picture is white
_WHOLE_COLOURS = ("RGB", "RGBA", "L", "CMYK")
_COMMON = (b"sRGB", "sRGB".encode("utf-16-be"))  # in the name of a profile of screens
_ORIENTATION = 0x0112
_UPRIGHT = (None, 0, 1)
_DENSE = 1.5  # bytes for each point beyond which a small JPEG is made smaller
_START, _SCAN, _END = 0xD8, 0xDA, b"\xff\xd9"
_KEPT = {0xE0, 0xEE}  # JFIF and Adobe: how to read the colours


def reduced(data: bytes, name: str, max_px: int) -> bytes:
    """Return a picture upright and at most ``max_px`` wide and high, never enlarged.

    A small JPEG goes through as it is, but for what its camera wrote beside the picture.

    Args:
        data: The original file.
        name: What errors call it.
        max_px: Greatest width and height.

    Raises:
        NotAPictureError: If it is no picture.
        PictureTooLargeError: If it would take too much memory.
        PictureDamagedError: If a part of it is missing.
    """
    picture = filetype.open_picture(data, name)
    if picture is None:
        raise NotAPictureError(name=name)
    try:
        with picture:
            if _is_ready(picture, data, max_px):
                picture.load()  # a damaged one is told here
                bare = _bare(data)
                if bare is not None:
                    return bare
            return _made(picture, name, max_px)
    except filetype.BROKEN as error:
        raise PictureDamagedError(name=name) from error


def _is_ready(picture: "Image", data: bytes, max_px: int) -> bool:
    """Whether a picture can be shown as its file is."""
    width, height = picture.size
    return (
        picture.format == "JPEG"
        and picture.mode in _PLAIN
        and max(width, height) <= max_px
        and len(data) <= _DENSE * width * height + 1024
        and picture.getexif().get(_ORIENTATION) in _UPRIGHT
        and not _needs_colours(picture)
    )


def _bare(data: bytes) -> bytes | None:
    """Return a JPEG file without what was written beside the picture; None if it is unusual."""
    kept, at = [data[:2]], 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == _SCAN:
            end = data.rfind(_END)
            return b"".join([*kept, data[at : end + 2]]) if end > at else None
        is_told = 0xE0 <= marker <= 0xEF or marker == 0xFE
        if not is_told or marker in _KEPT:
            kept.append(data[at : at + 2 + length])
        at += 2 + length
    return None


def _made(picture: "Image", name: str, max_px: int) -> bytes:
    """Return a picture made small, then upright: turning the whole would take twice the memory."""
    from PIL import ImageOps

    largest = max(picture.size)
    wanted = tuple(max(1, side * max_px // largest) for side in picture.size)
    picture.draft("RGB", (wanted[0], wanted[1]))  # a JPEG is decoded smaller, so faster
    _demand_room(picture, name)
    plain = _thinned(picture)
    if plain is not picture:  # Exif is read once it is decoded: a TIFF is turned then
        plain.info["exif"] = picture.getexif().tobytes()
    plain.thumbnail((max_px, max_px))
    return _encoded(ImageOps.exif_transpose(plain))


def _demand_room(picture: "Image", name: str) -> None:
    width, height = picture.size
    deep = 4 if picture.mode.startswith(_ENDLESS) else 1
    if width * height * len(picture.getbands()) * deep > _MOST_BYTES:
        raise PictureTooLargeError(name=name)


def eight_bits(picture: "Image") -> "Image":
    """Return a picture without the lower half of 16-bit greys."""
    if picture.mode.startswith(_DEEP):
        return picture.point(lambda value: value / 256).convert("L")
    return picture


def _thinned(picture: "Image") -> "Image":
    """Return a picture whose points can be averaged: no palette, eight bits a colour."""
    if picture.mode.startswith(_DEEP):
        return eight_bits(picture)
    if picture.mode in _ENDLESS:
        return _scaled(picture)
    if picture.mode in ("P", "1", "LA", "PA"):
        return picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    return picture


def _scaled(picture: "Image") -> "Image":
    """Return greys without a greatest value so that the lightest point is white.

    Such as come from measuring cameras; values up to 255 are taken as they are.
    """
    lowest, highest = (float(end) for end in picture.getextrema())  # type: ignore[arg-type]  # one band
    if lowest >= 0 and highest <= 255:
        return picture.convert("L")
    step = 255 / max(highest - lowest, 1e-9)
    return picture.point(lambda value: value * step - lowest * step).convert("L")


def _encoded(image: "Image") -> bytes:
    out = BytesIO()
    coloured = _in_common_colours(image)
    if coloured.has_transparency_data:
        whole = coloured.convert("RGBA")
        if whole.getchannel("A").getextrema() != (255, 255):
            whole.save(out, "PNG")
            return out.getvalue()
        coloured = whole
    coloured.convert("RGB").save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


def _needs_colours(image: "Image") -> bool:
    """Whether a picture says that its colours are others than those of screens (sRGB)."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in _WHOLE_COLOURS:
        return False
    return not any(name in profile for name in _COMMON)


def _in_common_colours(image: "Image") -> "Image":
    """Return a picture in the colours of screens, by the profile that it carries."""
    if not _needs_colours(image):
        return image
    from PIL import ImageCms

    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        found = ImageCms.profileToProfile(
            image,
            BytesIO(image.info["icc_profile"]),
            ImageCms.createProfile("sRGB"),
            outputMode=mode,
        )
    except (ImageCms.PyCMSError, OSError):
        return image  # the profile is of another kind of picture, or damaged
    return image if found is None else found
