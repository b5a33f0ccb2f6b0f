"""Every kind of picture is shown as it is meant, or told to be none that can be shown."""

import io
import struct
import tracemalloc
import zlib

import pytest
from PIL import Image, ImageCms

from kta_desktop.services import filetype, reducing
from kta_desktop.storage.errors import (
    NotAPictureError,
    PictureDamagedError,
    PictureTooLargeError,
)

RED, GREEN, BLUE = (200, 30, 40), (30, 160, 60), (40, 60, 200)
UP, ASIDE = 1, 6  # Exif: as it lies, turned by a quarter


def encoded(image, kind, **options):
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def shown(data, px=300):
    """Return the reduced picture, decoded."""
    image = Image.open(io.BytesIO(reducing.reduced(data, "x", px)))
    image.load()
    return image


def halves(size=(400, 300), mode="RGB"):
    """Return a picture that is red above and blue below."""
    image = Image.new("RGB", size, RED)
    image.paste(BLUE, (0, size[1] // 2, *size))
    return image.convert(mode)


def near(point, colour, by=30):
    return all(abs(a - b) <= by for a, b in zip(point[:3], colour, strict=True))


def above_and_below(image):
    """Return the colours near the middle of the upper and the lower edge."""
    plain, (width, height) = image.convert("RGB"), image.size
    return plain.getpixel((width // 2, height // 8)), plain.getpixel((width // 2, height * 7 // 8))


def is_upright(image):
    above, below = above_and_below(image)
    return near(above, RED) and near(below, BLUE)


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("JPEG", "RGB"),
        ("JPEG", "CMYK"),
        ("PNG", "RGB"),
        ("PNG", "P"),
        ("PNG", "RGBA"),
        ("GIF", "P"),
        ("WEBP", "RGB"),
        ("TIFF", "RGB"),
        ("TIFF", "CMYK"),
        ("TIFF", "P"),
        ("BMP", "RGB"),
    ],
)
def test_that_a_picture_keeps_its_colours(kind, mode):
    image = shown(encoded(halves(mode=mode), kind))
    assert image.size == (300, 225)
    assert is_upright(image)


def test_that_the_colours_of_adobes_cmyk_are_not_turned_into_their_opposites():
    """Adobe writes CMYK as YCCK upside down and says so in a marker of its own."""
    data = encoded(halves(mode="CMYK"), "JPEG", quality=95)
    assert b"Adobe" in data
    assert is_upright(shown(data))


def test_that_a_profile_of_colours_is_followed():
    swapped = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    data = encoded(halves(), "PNG", icc_profile=swapped.tobytes())
    assert is_upright(shown(data))  # a profile of another kind of picture is passed over
    damaged = encoded(halves(), "PNG", icc_profile=b"no profile")
    assert is_upright(shown(damaged))


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "TIFF", "PNG"])
def test_that_a_picture_stands_as_its_camera_was_held(kind, orientation):
    turned = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    upright = halves((120, 90))
    as_taken = upright.transpose(turned[orientation]) if orientation in turned else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = shown(encoded(as_taken, kind, exif=exif), 60)
    assert image.size == (60, 45)
    assert is_upright(image)


@pytest.mark.parametrize(("size", "reduced"), [((100, 1200), (25, 300)), ((3000, 250), (300, 25))])
def test_that_a_panorama_is_whole(size, reduced):
    image = shown(encoded(halves(size), "JPEG"))
    assert image.size == pytest.approx(reduced, abs=1)  # a JPEG is decoded at whole eighths
    assert is_upright(image)


def test_that_a_thread_of_a_picture_is_still_one():
    assert shown(encoded(halves((2, 4000)), "PNG")).size == (1, 300)


def deep_png(depth=16, channels=1):
    """Return a PNG of 16-bit greys or colours: white above, black below."""
    rows = b"".join(b"\0" + (b"\xff\xff" if n < 20 else b"\0\0") * channels * 40 for n in range(40))
    head = struct.pack(">IIBBBBB", 40, 40, depth, {1: 0, 3: 2, 4: 6}[channels], 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.mark.parametrize("channels", [1, 3])
def test_that_sixteen_bits_are_made_eight_and_not_cut_off(channels):
    above, below = above_and_below(shown(deep_png(channels=channels)))
    assert near(above, (255, 255, 255))
    assert near(below, (0, 0, 0))


def test_that_half_greys_of_sixteen_bits_stay_half():
    image = Image.new("I;16", (40, 40), 0x8000)
    above, _below = above_and_below(shown(encoded(image, "TIFF")))
    assert near(above, (128, 128, 128), by=3)


@pytest.mark.parametrize("mode", ["I", "F"])
def test_that_greys_without_a_greatest_value_use_the_whole_range(mode):
    image = Image.new(mode, (40, 40), 5000)
    image.paste(100, (0, 20, 40, 40))
    above, below = above_and_below(shown(encoded(image, "TIFF")))
    assert near(above, (255, 255, 255))
    assert near(below, (0, 0, 0))


def test_that_what_shows_through_stays_and_what_does_not_is_no_png():
    glass = Image.new("RGBA", (400, 300), (*RED, 0))
    assert shown(encoded(glass, "PNG")).mode == "RGBA"
    solid = Image.new("RGBA", (400, 300), (*RED, 255))
    assert shown(encoded(solid, "PNG")).format == "JPEG"


def test_that_a_palette_with_a_transparent_colour_shows_through():
    image = halves().quantize(2)
    found = shown(encoded(image, "GIF", transparency=image.getpixel((5, 5))))
    assert found.mode == "RGBA"
    assert found.getpixel((150, 10))[3] == 0
    assert found.getpixel((150, 200))[3] == 255


def test_that_a_small_jpeg_goes_through_as_it_is_without_what_its_camera_wrote():
    exif = Image.Exif()
    exif[0x010F] = "Камера 4711"
    exif.get_ifd(0x8825)[2] = (43.0, 20.0, 29.0)
    data = encoded(halves((200, 150)), "JPEG", exif=exif, comment=b"secret place")
    bare = reducing.reduced(data, "x", 300)
    plain = encoded(halves((200, 150)), "JPEG")
    assert bare == plain
    assert not Image.open(io.BytesIO(bare)).getexif()


def test_that_a_dense_or_turned_jpeg_does_not_go_through():
    exif = Image.Exif()
    exif[0x0112] = ASIDE
    turned = encoded(halves((200, 150)), "JPEG", exif=exif)
    assert shown(turned).size == (150, 200)
    dense = encoded(Image.effect_noise((200, 150), 200).convert("RGB"), "JPEG", quality=100)
    assert len(reducing.reduced(dense, "x", 300)) < len(dense)


def test_that_reducing_is_the_same_each_time():
    data = encoded(halves(), "PNG")
    assert reducing.reduced(data, "x", 100) == reducing.reduced(data, "x", 100)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "GIF", "WEBP"])
@pytest.mark.parametrize("px", [100, 900])
def test_that_a_picture_of_which_a_part_is_missing_is_told(kind, px):
    data = encoded(Image.effect_noise((400, 300), 80).convert("RGB"), kind)
    with pytest.raises((PictureDamagedError, NotAPictureError)):
        reducing.reduced(data[: len(data) // 2], "x", px)


@pytest.mark.parametrize(
    "data",
    [b"", b"GIF89a", b"\0\0\0\x18ftypheic\0\0\0\0", b"%PDF-1.7", b"\xff\xd8\xff\xd9"],
)
def test_that_what_is_no_picture_is_told(data):
    with pytest.raises((PictureDamagedError, NotAPictureError)):
        reducing.reduced(data, "x", 100)


def huge_png(width, height):
    """Return a PNG that says it is huge; its few bytes unfold to nothing but black."""
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.mark.parametrize("size", [(60_000, 60_000), (10_000, 10_000), (9_000, 8_000)])
def test_that_a_picture_that_would_fill_the_memory_is_refused_before_it_is_unfolded(size):
    tracemalloc.start()
    with pytest.raises(PictureTooLargeError):
        reducing.reduced(huge_png(*size), "x", 100)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 5_000_000


def many_points(**options):
    """Return a photograph of a hundred megapixels, lighter above than below."""
    image = Image.new("L", (10_000, 10_000), 230)
    image.paste(20, (0, 5_000, 10_000, 10_000))
    return encoded(image, "JPEG", quality=20, **options)


def test_that_a_photograph_of_a_hundred_megapixels_is_shown_without_unfolding_it():
    data = many_points()
    above, below = above_and_below(shown(data, 200))
    assert near(above, (230, 230, 230))
    assert near(below, (20, 20, 20))
    assert filetype.sniff(data, "a.jpg").media_type == "image/jpeg"


def patched(data, side):
    """Return a small JPEG whose head says that it is ``side`` points wide and high."""
    start = next(at for at in range(len(data)) if data[at : at + 2] in (b"\xff\xc0", b"\xff\xc2"))
    size = side.to_bytes(2, "big") * 2
    return data[: start + 5] + size + data[start + 9 :]


@pytest.mark.parametrize(("side", "options"), [(17_000, {}), (10_000, {"progressive": True})])
def test_that_what_would_have_to_be_held_as_a_whole_is_refused(side, options):
    data = patched(encoded(halves((64, 64)), "JPEG", **options), side)
    with pytest.raises(PictureTooLargeError):
        reducing.reduced(data, "x", 100)


def test_that_a_photograph_that_breaks_off_is_told_however_large_it_says_it_is():
    whole = encoded(Image.effect_noise((64, 64), 80).convert("RGB"), "JPEG")
    with pytest.raises(PictureDamagedError):
        reducing.reduced(patched(whole, 12_000)[: len(whole) // 2], "x", 100)
