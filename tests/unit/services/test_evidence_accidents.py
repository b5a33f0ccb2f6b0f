"""What happens to files on their way: nothing half is kept, and every accident has a sentence."""

import io
import os
import zlib
from pathlib import Path

import pytest
from PIL import Image

from kta_desktop.i18n import LANGUAGES
from kta_desktop.services import answering, auditing, evidence, filetype
from kta_desktop.storage import contents, errors

BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol">'
    b'<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><svg>&b;</svg>'
)


def _picture(kind="JPEG", size=(64, 48), mode="RGB", **options):
    out = io.BytesIO()
    Image.effect_noise(size, 60).convert(mode).save(out, kind, **options)
    return out.getvalue()


@pytest.fixture
def attach(ws, audit, tmp_path):
    """Return a function that writes a file and attaches it."""

    def act(name, data, **options):
        file = tmp_path / name
        file.write_bytes(data)
        return evidence.attach(ws, audit, "wat_01", file, **options)

    return act


def _is_untouched(ws, audit):
    with ws.store.connect() as connection:
        if connection.exec_driver_sql("SELECT count(*) FROM content_parts").scalar():
            return False
    return not any("#evidence:" in path for path in auditing.load(ws, audit).entries)


class _Stick(io.BytesIO):
    """A file on a memory stick that is pulled out after its first bytes."""

    def read(self, size=-1):
        del size
        raise OSError(5, "Input/output error")


def test_that_a_stick_pulled_out_half_way_leaves_nothing(ws, audit, tmp_path, monkeypatch):
    file = tmp_path / "IMG_1.jpg"
    file.write_bytes(_picture())
    monkeypatch.setattr(Path, "open", lambda *_args, **_more: _Stick())
    with pytest.raises(errors.EvidenceUnreadableError) as caught:
        evidence.attach(ws, audit, "wat_01", file)
    assert all("IMG_1.jpg" in caught.value.sentence(language) for language in LANGUAGES)
    assert _is_untouched(ws, audit)


@pytest.mark.parametrize("change", [b"and more", None])
def test_that_a_file_that_grows_or_shrinks_while_it_is_read_is_refused(
    ws, audit, tmp_path, monkeypatch, change
):
    file = tmp_path / "log.txt"
    file.write_bytes(b"12:00 1,5\n")
    true_open = Path.open

    def opened(path, *args, **more):
        if change is None:
            os.truncate(path, 3)
        else:
            with true_open(path, "ab") as other:
                other.write(change)
        return true_open(path, *args, **more)

    monkeypatch.setattr(Path, "open", opened)
    with pytest.raises(errors.EvidenceGrowingError):
        evidence.attach(ws, audit, "wat_01", file)
    assert _is_untouched(ws, audit)


def test_that_a_disk_that_is_full_half_way_leaves_nothing_half(ws, audit, attach, monkeypatch):
    true_parts = contents._parts

    def parts(data):
        yield next(true_parts(data))
        raise errors.DiskFullError(path="ws.ktadb")

    monkeypatch.setattr(contents, "_parts", parts)
    with pytest.raises(errors.DiskFullError):
        attach("a.jpg", _picture())
    assert _is_untouched(ws, audit)
    monkeypatch.undo()
    attached = attach("a.jpg", _picture())
    assert b"".join(evidence.content(ws, attached.sha256))


def test_that_a_300_megapixel_picture_is_refused_without_unfolding_it(attach):
    picture = bytearray(_picture("PNG"))
    picture[16:24] = (20_000).to_bytes(4, "big") + (15_000).to_bytes(4, "big")  # size in its head
    picture[29:33] = zlib.crc32(picture[12:29]).to_bytes(4, "big")
    with pytest.raises(errors.PictureTooLargeError):
        attach("huge.png", bytes(picture))


def test_that_names_at_their_limits_are_kept(attach):
    long = "ә" * 125 + ".txt"  # 254 bytes
    odd = "а\u202eгнп.txt"  # turns the direction of writing
    assert attach(long, b"a").name == long
    assert attach(odd, b"b").name == odd
    assert attach("line\nbreak \"'<b>.txt", b"c").name == "line\nbreak \"'<b>.txt"


def test_that_a_picture_in_an_apple_format_is_kept_as_a_document(ws, attach):
    data = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"
    attached = attach("IMG_1.HEIC", data)
    assert (attached.media_type, attached.is_image) == ("image/heic", False)
    assert b"".join(evidence.content(ws, attached.sha256)) == data


@pytest.mark.parametrize("name", ["scheme.svg", "bomb.xml", "page.html"])
def test_that_text_that_could_do_harm_is_kept_as_text_and_never_read(attach, name):
    attached = attach(name, BOMB)
    assert attached.media_type == "text/plain"
    assert not attached.is_image


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("print.jpg", _picture(mode="CMYK")),
        ("deep.png", _picture("PNG", mode="I;16")),
        ("deep.tif", _picture("TIFF", mode="I;16")),
        ("float.tif", _picture("TIFF", mode="F")),
        ("two.gif", _picture("GIF", mode="P", save_all=True)),
        ("bits.png", _picture("PNG", mode="1")),
        ("palette.png", _picture("PNG", mode="P")),
        ("grey.png", _picture("PNG", mode="LA")),
    ],
)
def test_that_unusual_pictures_are_kept_and_shown(ws, attach, name, data):
    attached = attach(name, data)
    assert attached.is_image
    with Image.open(io.BytesIO(evidence.reduced(ws, attached.sha256, 32))) as small:
        small.load()
        assert small.size == (32, 24)
        assert small.mode in ("RGB", "RGBA")


def test_that_a_moving_picture_shows_its_first_frame(ws, attach):
    out = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    attached = attach("two.gif", out.getvalue())
    with Image.open(io.BytesIO(evidence.reduced(ws, attached.sha256, 8))) as small:
        red, _green, blue = small.convert("RGB").getpixel((4, 4))
    assert red > 200 > blue


def test_that_16_bit_greys_keep_their_shades(ws, attach):
    out = io.BytesIO()
    Image.new("I;16", (8, 8), 32768).save(out, "PNG")
    attached = attach("deep.png", out.getvalue())
    with Image.open(io.BytesIO(evidence.reduced(ws, attached.sha256, 8))) as small:
        assert abs(small.convert("L").getpixel((4, 4)) - 128) < 4


def _with_exif(tags=None, *, place=False):
    exif = Image.Exif()
    exif.get_ifd(0x8769).update(tags or {})
    if place:
        exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 10.0, 0.0), 3: "E", 4: (71.0, 26.0, 0.0)})
    return _picture(exif=exif)


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({0x9003: "2026:11:22 14:32:08"}, "2026-11-22T14:32:08"),
        (
            {0x9003: "2026:11:22 14:32:08", 0x9291: "52", 0x9011: "+05:00"},
            "2026-11-22T14:32:08.52+05:00",
        ),
        ({0x9003: "2026:11:22 14:32:08", 0x9011: "Almaty"}, "2026-11-22T14:32:08"),
        ({0x9003: "2026:11:22 14:32:08", 0x9291: "  "}, "2026-11-22T14:32:08"),
        ({0x9003: "0000:00:00 00:00:00", 0x9004: "2026:11:22 14:32:09"}, "2026-11-22T14:32:09"),
        ({0x9003: "вчера"}, None),
        ({}, None),
    ],
)
def test_that_the_time_is_kept_as_the_camera_wrote_it(tags, expected):
    assert filetype.sniff(_with_exif(tags), "a.jpg").taken_at == expected


def test_that_a_place_stays_in_the_original_and_is_only_told(ws, attach):
    data = _with_exif(place=True)
    attached, plain = attach("a.jpg", data), attach("b.jpg", _picture())
    assert b"".join(evidence.content(ws, attached.sha256)) == data
    assert evidence.look(ws, attached.sha256, 32).has_position
    assert not evidence.look(ws, plain.sha256, 32).has_position
    with Image.open(io.BytesIO(evidence.reduced(ws, attached.sha256, 32))) as small:
        assert not small.getexif()


def test_that_a_copy_is_whole_or_not_there(ws, attach, tmp_path):
    data = _picture()
    attached = attach("a.jpg", data)
    target = tmp_path / "copies" / "a.jpg"
    with pytest.raises(errors.CopyNotWrittenError) as caught:
        evidence.copy_to(ws, attached.sha256, target)
    assert str(target) in caught.value.sentence("ru")
    target.parent.mkdir()
    assert evidence.copy_to(ws, attached.sha256, target).read_bytes() == data
    assert [file.name for file in target.parent.iterdir()] == ["a.jpg"]


def test_that_undo_takes_an_attachment_off_and_its_bytes_stay(ws, audit, attach):
    attached = attach("a.jpg", _picture())
    answering.undo(ws, audit)
    assert evidence.attached_to(auditing.load(ws, audit).entries, attached.sha256) == ()
    assert b"".join(evidence.content(ws, attached.sha256))
