"""The sheet set by WeasyPrint, from HTML and CSS."""

from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path

from kta_desktop.paths import RESOURCES
from tests.bench import sheet_typst
from tests.bench.sheet_blocks import Block, Chart, Document, Photo, Rows, Space, Stretch, Words

_CSS = """
@font-face { font-family: PT; src: url(FONTS/PTS55F.ttf) }
@font-face { font-family: PT; font-weight: bold; src: url(FONTS/PTS75F.ttf) }
@font-face { font-family: DV; src: url(FONTS/DejaVuSans.ttf) }
@page { size: A4; margin: 44mm 10mm 17mm 16mm;
  @top-left { content: element(head); width: 184mm; vertical-align: top; padding-top: 9mm }
  @bottom-left { content: element(foot); width: 150mm }
  @bottom-right { content: counter(page) " из " counter(pages);
    font: bold 7.5pt PT } }
body { font: 9pt/1.35 PT, DV; margin: 0 }
p { margin: 0; white-space: pre-line } .b { font-weight: bold } .r { text-align: right }
.chip { border: 0.9pt solid; display: inline-block; padding: 2pt 5pt; font: bold 8pt PT }
.head { position: running(head) } .foot { position: running(foot); font-size: 7.5pt }
.head img { float: right; width: 18.5mm } .stretch { break-before: page }
table { border-collapse: collapse; table-layout: fixed } td, th { vertical-align: top;
  text-align: left; font-weight: normal } tr { break-inside: avoid }
.ruled td, .ruled th { border: 0.6pt solid } .photo { border: 0.6pt solid; object-fit: contain }
"""


def prepare(document: Document, folder: Path) -> Callable[[], bytes]:
    """Put pictures where WeasyPrint finds them; return what writes its HTML and sets the pages."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    sheet_typst.pictures(document, folder)
    fonts = (RESOURCES / "fonts").as_uri()

    def set_pages() -> bytes:
        body = "".join(map(_stretch, document.stretches))
        known = FontConfiguration()
        look = CSS(string=_CSS.replace("FONTS", fonts), font_config=known)
        page = HTML(string=f"<html><body>{body}</body></html>", base_url=str(folder) + "/")
        pages: bytes = page.write_pdf(stylesheets=[look], font_config=known)
        return pages

    return set_pages


def _stretch(stretch: Stretch) -> str:
    facts = "".join(
        f"<p>{escape(label)} <b>{escape(value)}</b></p>" for label, value in stretch.facts
    )
    return (
        f'<div class="stretch"><div class="head"><img src="code.svg">'
        f'<p style="font-size: 7.5pt">{escape(stretch.kicker)}</p>'
        f'<p class="b" style="font-size: 14pt">{escape(stretch.title)}</p>'
        f'<p style="font-size: 10pt; color: #404040">{escape(stretch.subtitle)}</p>{facts}'
        f"<p>{escape(stretch.short)}</p></div>"
        f'<div class="foot">{escape(stretch.footer)} {escape(stretch.printed)}</div>'
        f"{_blocks(stretch.blocks)}</div>"
    )


def _blocks(blocks: Iterable[Block]) -> str:
    return "".join(map(_block, blocks))


def _block(block: Block) -> str:
    match block:
        case Words(boxed=True):
            return f'<p><span class="chip">{escape(block.text)}</span></p>'
        case Words():
            return _words(block)
        case Space():
            return f'<div style="height: {block.height:.2f}pt"></div>'
        case Chart():
            width = f"{block.width:.2f}pt" if block.width else "100%"
            return f'<img src="chart{block.number}.svg" style="width: {width}; display: block">'
        case Photo():
            size = f"width: {block.width:.2f}pt; height: {block.height:.2f}pt"
            return f'<img class="photo" src="photo{block.number}.jpg" style="{size}">'
        case Rows():
            return _rows(block)


def _words(block: Words) -> str:
    names = " ".join(name for name, has in (("b", block.bold), ("r", block.right)) if has)
    shade = round(255 * block.grey)
    colour = f"; color: rgb({shade},{shade},{shade})" if shade else ""
    return f'<p class="{names}" style="font-size: {block.size}pt{colour}">{escape(block.text)}</p>'


def _rows(block: Rows) -> str:
    columns = "".join(f'<col style="width: {width:.2f}pt">' for width in block.widths)
    pad = f"padding: {block.rise}pt {block.side}pt"
    lines = [
        "<tr>"
        + "".join(
            f'<td colspan="{cell.span}" style="{pad}">{_blocks(cell.parts)}</td>' for cell in row
        )
        + "</tr>"
        for row in block.rows
    ]
    heads = f"<thead>{''.join(lines[: block.heads])}</thead>" if block.heads else ""
    ruled = ' class="ruled"' if block.ruled else ""
    width = f"width: {sum(block.widths):.2f}pt"
    body = "".join(lines[block.heads :])
    return f'<table{ruled} style="{width}">{columns}{heads}<tbody>{body}</tbody></table>'
