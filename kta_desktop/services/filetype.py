"""What a file is, by its bytes; its name is only believed where bytes cannot tell."""

import warnings
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from typing import TYPE_CHECKING, BinaryIO

from kta_desktop.storage.errors import (
    NotAPictureError,
    PictureDamagedError,
    PictureTooLargeError,
    UnknownFileTypeError,
)

if TYPE_CHECKING:
    from PIL.Image import Image

PICTURE_KINDS = frozenset({"photo", "meter_reading"})  # evidence_kinds.csv, form = image
PICTURE_SUFFIXES = frozenset(
    {".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".bmp", ".gif", ".heic", ".heif"}
)
_PICTURES = {  # Pillow's names; everything else it can read is no evidence
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",  # a JPEG with a second view, as some phones write
    "PNG": "image/png",
    "WEBP": "image/webp",
    "TIFF": "image/tiff",
    "BMP": "image/bmp",
    "GIF": "image/gif",
}
_OPENERS = tuple(name for name in _PICTURES if name != "MPO")  # the opener of JPEG finds it
SHOWN = frozenset(_PICTURES.values())
"""Media types of pictures that can be shown and printed."""
_FORMATS = tuple(sorted(set(_PICTURES) - {"MPO"}))  # its JPEG reader finds out by itself
BROKEN = (OSError, SyntaxError, ValueError)  # Pillow's ways to say that a part is missing
DAMAGED = (*BROKEN, TypeError, LookupError, EOFError)  # and that a page of a TIFF is
_OFFICE = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_HEIC_BRANDS = (b"heic", b"heix", b"mif1", b"msf1", b"heim", b"heis")
_PDF_WITHIN = 1024  # bytes before "%PDF-" that readers put up with
_TEXT_SAMPLE = 64 * 1024
_IN_TEXT = bytes(range(32, 256)) + b"\t\n\r\f\x1b"  # escape: loggers colour their headings
_EXIF_IFD, _GPS_IFD = 0x8769, 0x8825  # Exif 2.32: pointers to what the camera says
_TAKEN = (0x9003, 0x9291, 0x9011)  # time, fraction of a second, zone
_DIGITISED = (0x9004, 0x9292, 0x9012)
_LATITUDE = 2
_MOST_DIGITS = 6  # of a second, as ISO 8601 is read
_DRAFT_PX = 1024
_MOST_POINTS = 256_000_000  # of a photograph: telephones take 200 megapixels


@dataclass(frozen=True, slots=True)
class FileType:
    """What a file is.

    Attributes:
        media_type: Such as ``image/jpeg``.
        taken_at: ISO time by the camera's clock, with fraction and zone where it says them; None
            if it says no time.
    """

    media_type: str
    taken_at: str | None = None

    @property
    def is_picture(self) -> bool:
        """Whether it can be shown and printed."""
        return self.media_type in SHOWN


HEIC = "image/heic"
_YEARS = range(1900, 9000)  # a clock that was never set, or a damaged head, says others


def sniff(data: bytes, name: str, *, must_be_picture: bool = False) -> FileType:
    """Return what ``data`` is.

    Args:
        data: The whole file.
        name: Its name, for messages and to tell a CSV from other text.
        must_be_picture: Whether a document will not do.

    Raises:
        NotAPictureError: If name or caller say picture and the bytes do not.
        PictureTooLargeError: If it would unfold to more pixels than a camera has.
        PictureDamagedError: If it is a picture of which a part is missing.
        UnknownFileTypeError: If it is neither picture nor document.
    """
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS:
        return FileType(HEIC)  # kept as a document: nothing here can decode it
    picture = _picture(data, name)
    if picture is not None:
        return picture
    suffix = PurePath(name).suffix.lower()
    if must_be_picture or suffix in PICTURE_SUFFIXES:
        raise NotAPictureError(name=name)
    document = _document(data, suffix)
    if document is None:
        raise UnknownFileTypeError(name=name)
    return FileType(document)


def open_picture(data: bytes | BinaryIO, name: str) -> "Image | None":
    """Return the picture in ``data`` or in an open file, not yet decoded; None if it is none.

    Raises:
        PictureTooLargeError: If it would unfold to more pixels than a camera has.
        PictureDamagedError: If its head is damaged.
    """
    from PIL import Image, UnidentifiedImageError

    source = BytesIO(data) if isinstance(data, bytes) else data
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return Image.open(source, formats=_FORMATS)
    except UnidentifiedImageError:
        return None
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        photograph = _photograph(source)
        if photograph is None:
            raise PictureTooLargeError(name=name) from error
        return photograph
    except BROKEN as error:
        raise PictureDamagedError(name=name) from error


def _photograph(source: BinaryIO) -> "Image | None":
    """Return a JPEG with more points than other pictures may have, as telephones take them.

    It never unfolds in memory: whoever shows it asks for a draft. That a progressive one cannot
    give without being held as a whole; it is None, as what is no JPEG or has still more points.
    """
    from PIL.JpegImagePlugin import JpegImageFile

    source.seek(0)
    try:
        picture = JpegImageFile(source)
    except BROKEN:
        return None
    is_whole = "progressive" in picture.info or picture.width * picture.height > _MOST_POINTS
    return None if is_whole else picture


def _picture(data: bytes, name: str) -> FileType | None:
    """Return what picture it is, after decoding it once; None if it is none."""
    image = open_picture(data, name)
    if image is None:
        return None
    try:
        with image:
            taken_at = _taken_at(image)
            image.draft("RGB", (_DRAFT_PX, _DRAFT_PX))
            image.load()
            return FileType(_PICTURES[image.format or ""], taken_at)
    except BROKEN as error:
        raise PictureDamagedError(name=name) from error


def has_position(data: bytes) -> bool:
    """Whether a picture says where it was taken; the place itself is read by nothing here."""
    picture = open_picture(data, "")
    if picture is None:
        return False
    try:
        with picture:
            return _LATITUDE in picture.getexif().get_ifd(_GPS_IFD)
    except BROKEN:
        return False  # what cannot be read tells no place either


def taken_at(data: bytes | BinaryIO) -> str | None:
    """Return when a picture was taken by the camera's clock, without decoding it; None if unknown.

    Raises:
        PictureTooLargeError, PictureDamagedError: If it is no picture that could be attached.
    """
    picture = open_picture(data, "")
    if picture is None:
        return None
    with picture:
        return _taken_at(picture)


def _taken_at(image: "Image") -> str | None:
    """Return ``2026-11-22T14:32:08.52+05:00`` for what Exif says of it in three tags."""
    tags = image.getexif().get_ifd(_EXIF_IFD)
    for time, fraction, zone in (_TAKEN, _DIGITISED):
        found = _moment(*(str(tags.get(tag) or "").strip("\0 ") for tag in (time, fraction, zone)))
        if found is not None:
            return found
    return None


def _moment(time: str, fraction: str, zone: str) -> str | None:
    """Return the ISO time of Exif's texts; a fraction or zone that is none is left out."""
    from datetime import datetime

    try:
        said = datetime.strptime(time, "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 - none
    except ValueError:
        return None
    if said.year not in _YEARS:
        return None
    plain = said.isoformat()
    digits = fraction[:_MOST_DIGITS]
    second = f"{plain}.{digits}" if digits.isascii() and digits.isdecimal() else plain
    try:
        datetime.fromisoformat(second + zone)
    except ValueError:
        return second
    return second + zone


def _document(data: bytes, suffix: str) -> str | None:
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return "application/pdf"
    if data.startswith(b"PK\x03\x04"):
        return _office(data)
    if _is_text(data[:_TEXT_SAMPLE]):
        return "text/csv" if suffix == ".csv" else "text/plain"
    return None


def _office(data: bytes) -> str | None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, EOFError):
        return None
    if "[Content_Types].xml" not in names:
        return None
    return next(
        (kind for folder, kind in _OFFICE.items() if any(n.startswith(folder) for n in names)), None
    )


def _is_text(sample: bytes) -> bool:
    """Return whether it is text in UTF-16, UTF-8 or a one-byte code page such as cp1251."""
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not sample.translate(None, _IN_TEXT)
