"""Pictures on paper: their own bytes, their own colours, their own shape."""

import io

import pypdfium2
import pytest
from PIL import Image

from kta_desktop.domain.answers import Evidence
from kta_desktop.reports.order import Kind
from kta_desktop.services import reducing
from tests.unit.reports.conftest import Paper

RED, BLUE = (200, 30, 40), (40, 60, 200)


def halves(size, mode="RGB", kind="JPEG", **options):
    """Return a file of a picture that is red above and blue below."""
    image = Image.new("RGB", size, RED)
    image.paste(BLUE, (0, size[1] // 2, *size))
    file = io.BytesIO()
    image.convert(mode).save(file, kind, **options)
    return file.getvalue()


def printed(*files):
    """Return the sheet of an audit whose only pictures are ``files``, and what was put on it."""
    shown = [reducing.reduced(file, "x", 900) for file in files]

    class Album(Paper):
        @staticmethod
        def image(sha256, _pixels):
            return shown[int(sha256[0])]

    paper = Album()
    for path in [path for path in paper.entries if "#evidence:" in path]:
        del paper.entries[path]
    for number, file in enumerate(files):
        item = Evidence(
            id=f"e{number}",
            sha256=f"{number}" * 64,
            name="снимок.jpg",
            media_type="image/jpeg",
            size=len(file),
        )
        paper.entries[f"wat_04#evidence:e{number}"] = item.to_json()
    return paper.built(sections=("wat",), sessions=()), shown


def spans(built, colour, scale=2.0):
    """Return width and height in points of all that has a colour on the pages of a document."""
    document = pypdfium2.PdfDocument(built.data)
    for page in document:
        image = page.render(scale=scale).to_pil().convert("RGB")
        bands = [
            band.point(lambda value, at=at: 255 if abs(value - at) < 25 else 0)
            for band, at in zip(image.split(), colour, strict=True)
        ]
        box = Image.composite(
            Image.composite(bands[0], Image.new("L", image.size), bands[1]),
            Image.new("L", image.size),
            bands[2],
        ).getbbox()
        if box:
            return (box[2] - box[0]) / scale, (box[3] - box[1]) / scale
    return None


def test_that_a_jpeg_lies_in_the_file_byte_for_byte_and_once():
    built, (data, _same) = printed(halves((400, 300)), halves((400, 300)))
    assert built.data.count(data) == 1


@pytest.mark.parametrize(
    ("size", "mode", "kind", "options"),
    [
        ((400, 300), "CMYK", "JPEG", {}),
        ((100, 1200), "RGB", "JPEG", {}),
        ((1200, 100), "RGB", "PNG", {}),
        ((300, 400), "RGBA", "PNG", {}),
        ((400, 300), "P", "GIF", {}),
    ],
)
def test_that_a_picture_has_its_colours_and_its_shape_on_paper(size, mode, kind, options):
    built, _shown = printed(halves(size, mode, kind, **options))
    above, below = spans(built, RED), spans(built, BLUE)
    assert above is not None
    assert below is not None
    wide, high = max(above[0], below[0]), above[1] + below[1]
    assert wide / high == pytest.approx(size[0] / size[1], rel=0.12)
    assert built.replaced == ()


def test_that_what_shows_through_a_picture_is_paper():
    glass = Image.new("RGBA", (300, 300), (0, 0, 0, 0))
    glass.paste((*RED, 255), (100, 100, 200, 200))
    file = io.BytesIO()
    glass.save(file, "PNG")
    built, _shown = printed(file.getvalue())
    wide, _high = spans(built, RED)
    assert wide == pytest.approx(42 / 25.4 * 72 / 3, rel=0.1)


@pytest.mark.parametrize("kind", [Kind.FILLED, Kind.EVIDENCE])
def test_that_a_picture_that_nothing_here_decodes_is_a_frame_with_words(kind):
    paper = Paper()
    item = Evidence(id="e9", sha256="45" * 32, name="IMG_9.HEIC", media_type="image/heic", size=9)
    paper.entries["wat_04#evidence:e9"] = item.to_json()
    built = paper.built(kind=kind)
    assert any("IMG_9.HEIC" in line for line in built.replaced)
    document = pypdfium2.PdfDocument(built.data)
    words = " ".join(page.get_textpage().get_text_range() for page in document)
    assert "Снимок нельзя показать" in " ".join(words.split())
    assert "IMG_9.HEIC" in words


@pytest.mark.parametrize("kind", [Kind.FILLED, Kind.EVIDENCE])
@pytest.mark.parametrize("field", ["caption", "taken_at", "name"])
def test_that_no_words_below_a_picture_are_taller_than_a_page(kind, field):
    paper = Paper()
    words = {"name": "снимок.jpg"} | {field: "\n".join(["да"] * 120)}
    item = Evidence(id="e9", sha256="1" * 64, media_type="image/jpeg", size=9, **words)
    paper.entries["wat_04#evidence:e9"] = item.to_json()
    long = "\n".join(f"строка {n}" for n in range(400))
    more = Evidence(
        id="e8", sha256="2" * 64, media_type="image/jpeg", size=9, **(words | {field: long})
    )
    paper.entries["wat_04#evidence:e8"] = more.to_json()
    paper.built(kind=kind)
