"""What makes a PDF one that is still read as it was printed in thirty years: PDF/A-2u.

ISO 19005-2 asks, beyond what reportlab writes: metadata as XMP that agree with the properties of
the document, an output intent with a colour profile, and a line break before each ``endstream``.
Fonts are embedded with their letters' Unicode anyway, and nothing is encrypted or refers outside.
"""

from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

from reportlab.pdfbase.pdfdoc import (
    NoEncryption,
    PDFArray,
    PDFDictionary,
    PDFName,
    PDFObject,
    PDFPageLabel,
    PDFStream,
    PDFString,
)
from reportlab.pdfgen.canvas import Canvas
from typing_extensions import override

from kta_desktop.paths import RESOURCES

_PROFILE = RESOURCES / "colour" / "sRGB.icc"
_TO_UNICODE = "toUnicodeCMap:"
_MOST = 100  # codes in a block
_COLOURS = "sRGB IEC61966-2.1"

_XMP = """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>U</pdfaid:conformance>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{lang}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{time}</xmp:CreateDate>
<xmp:ModifyDate>{time}</xmp:ModifyDate>
<xmp:CreatorTool>{creator}</xmp:CreatorTool>
<pdf:Producer>{producer}</pdf:Producer>
<pdf:Keywords>{keywords}</pdf:Keywords>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
"""


class _Ended(PDFObject):  # type: ignore[misc]  # reportlab has no types
    """The content of a stream; its length is without the line break that ends it."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def __len__(self) -> int:
        return len(self._content)

    def format(self, document: Any) -> bytes:
        """Return the bytes as they stand in the file."""
        del document
        return self._content + b"\n"


class _StreamEnds(NoEncryption):  # type: ignore[misc]  # reportlab has no types
    """Encrypts nothing; of all that reportlab lets be encrypted, streams alone come by here.

    The identifier of the document is made from them: by itself it would depend on the title only.
    """

    def __init__(self, document: Any) -> None:
        self._document = document

    @override
    def encode(self, t: Any) -> Any:
        content = t.encode("latin-1") if isinstance(t, str) else t
        self._document.updateSignature(content)
        return _Ended(content)


class _Told:
    """A font whose codes are told in Unicode as the standard for that asks.

    reportlab also tells a code that is never used as U+0000, which an archive must not hold, and
    tells all in one block, where a hundred are the most.
    """

    def __init__(self, font: Any) -> None:
        self._font = font

    def addObjects(self, document: Any) -> None:  # noqa: N802 - reportlab's name
        """Add the font to a document that is being saved."""
        known = set(document.idToObject)
        self._font.addObjects(document)
        for name in document.idToObject.keys() - known:
            if name.startswith(_TO_UNICODE):
                stream = document.idToObject[name]
                stream.content = _in_blocks(stream.content)


def _in_blocks(told: str) -> str:
    """Return a table from codes to Unicode in blocks of a hundred, without codes for nothing."""
    head, rest = told.split("beginbfchar\n", 1)
    pairs, tail = rest.split("\nendbfchar", 1)
    lines = [line for line in pairs.splitlines() if not line.endswith("<0000>")]
    blocks = [lines[n : n + _MOST] for n in range(0, len(lines), _MOST)]
    written = ["\n".join((f"{len(block)} beginbfchar", *block, "endbfchar")) for block in blocks]
    return "\n".join((head.rpartition("\n")[0], *written)) + tail


def prepare(canvas: Canvas, lang: str, stamp: str) -> None:
    """Give a document that is about to be saved what it needs to be kept.

    Args:
        canvas: The document; title, author, subject, keywords, creator and producer are set.
        lang: Its language.
        stamp: Its time as PDF writes it, ``D:20261122143208+05'00'``.
    """
    document = canvas._doc  # noqa: SLF001 - reportlab offers no other way to its parts
    document.encrypt = _StreamEnds(document)
    document.delayedFonts = [_Told(font) for font in document.delayedFonts]
    catalog = document.Catalog
    catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents"]
    catalog.OutputIntents = PDFArray([_output_intent(document)])
    catalog.Metadata = _metadata(document.info, lang, stamp)
    canvas.setViewerPreference("DisplayDocTitle", "true")
    canvas.addPageLabel(0, PDFPageLabel.ARABIC, 1)  # as printed on the page


def _output_intent(document: Any) -> PDFDictionary:
    profile = PDFStream(PDFDictionary({"N": 3}), _profile())
    return PDFDictionary(
        {
            "Type": PDFName("OutputIntent"),
            "S": PDFName("GTS_PDFA1"),
            "OutputConditionIdentifier": PDFString(_COLOURS),
            "Info": PDFString(_COLOURS),
            "DestOutputProfile": document.Reference(profile),
        }
    )


@lru_cache(maxsize=1)
def _profile() -> bytes:
    return _PROFILE.read_bytes()


def _metadata(info: Any, lang: str, stamp: str) -> PDFStream:
    names = ("title", "author", "subject", "creator", "producer", "keywords")
    told = {name: escape(getattr(info, name)) for name in names}
    text = _XMP.format(lang=lang, time=_iso(stamp), **told)
    look = PDFDictionary({"Type": PDFName("Metadata"), "Subtype": PDFName("XML")})
    return PDFStream(look, text.encode())


def _iso(stamp: str) -> str:
    """Return a time of PDF as XMP writes it: ``2026-11-22T14:32:08+05:00``."""
    digits, offset = stamp[2:16], stamp[16:19]
    day = f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}"
    clock = f"{digits[8:10]}:{digits[10:12]}:{digits[12:14]}"
    return f"{day}T{clock}{offset}:{stamp[20:22]}"
