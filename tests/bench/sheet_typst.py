"""The sheet set by typst, from a file of its own language."""

from collections.abc import Callable, Iterable
from pathlib import Path

from kta_desktop.paths import RESOURCES
from tests.bench import sheet_svg
from tests.bench.sheet_blocks import Block, Chart, Document, Photo, Rows, Space, Stretch, Words

_START = """#set page(paper: "a4", margin: (left: 16mm, right: 10mm, top: {top}mm, bottom: 17mm))
#set text(font: ("PT Sans", "DejaVu Sans"), size: 9pt)
#set par(spacing: 0.65em, leading: 0.65em)
#show table.cell: set block(breakable: false)
#let w(size, grey, said) = text(size: size, fill: luma(grey), said)
#let b(size, grey, said) = text(size: size, fill: luma(grey), weight: "bold", said)
#let chip(said) = box(stroke: 0.9pt, inset: 3pt, b(8pt, 0%, said))
#let head(kicker, title, subtitle, facts, short) = grid(columns: (1fr, 18.5mm), [
  #w(7.5pt, 0%, kicker)\\ #b(14pt, 0%, title)\\ #w(10pt, 25%, subtitle)
  #grid(columns: (21%, 34%, 12%, 33%), row-gutter: 2pt, ..facts)
], [#image("code.svg", width: 18.5mm) #align(center, b(8.5pt, 0%, short))])
#let foot(left, right) = context [#line(length: 100%, stroke: 0.6pt)
  #w(7.5pt, 0%, left) #h(1fr) #w(7.5pt, 0%, right) #h(1em)
  #b(7.5pt, 0%, [#counter(page).display() из #counter(page).final().first()])]
"""
_WIDTH = 184 * 72 / 25.4


def prepare(document: Document, folder: Path) -> Callable[[], bytes]:
    """Put pictures where typst finds them; return what writes its source and sets the pages."""
    import typst

    pictures(document, folder)

    def set_pages() -> bytes:
        source = folder / "sheet.typ"
        source.write_text(_START.format(top=44) + "".join(map(_stretch, document.stretches)))
        fonts = [str(RESOURCES / "fonts")]
        pages: bytes = typst.compile(str(source), font_paths=fonts, ignore_system_fonts=True)
        return pages

    return set_pages


def pictures(document: Document, folder: Path) -> None:
    """Write code, charts (SVG) and photographs (JPEG) into a folder."""
    (folder / "code.svg").write_text(sheet_svg.code(document.code))
    for stretch in document.stretches:
        _saved(stretch.blocks, folder, _WIDTH)


def _saved(blocks: Iterable[Block], folder: Path, room: float) -> None:
    for block in blocks:
        match block:
            case Chart():
                drawn = sheet_svg.figure(block.figure, block.width or room)
                (folder / f"chart{block.number}.svg").write_text(drawn)
            case Photo():
                (folder / f"photo{block.number}.jpg").write_bytes(block.data)
            case Rows():
                for row in block.rows:
                    for cell in row:
                        _saved(cell.parts, folder, room)
            case _:
                pass


def _said(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _stretch(stretch: Stretch) -> str:
    facts = ", ".join(
        f"w(8pt, 25%, {_said(label)}), b(8.5pt, 0%, {_said(value)})"
        for label, value in stretch.facts
    )
    names = ", ".join(map(_said, (stretch.kicker, stretch.title, stretch.subtitle)))
    return (
        f"#set page(header: head({names}, ({facts}), {_said(stretch.short)}), "
        f"footer: foot({_said(stretch.footer)}, {_said(stretch.printed)}))\n"
        f"{_blocks(stretch.blocks)}\n"
    )


def _blocks(blocks: Iterable[Block]) -> str:
    return "\n".join(f"#{_block(block)}\n" for block in blocks)


def _block(block: Block) -> str:
    match block:
        case Words(boxed=True):
            return f"chip({_said(block.text)})"
        case Words():
            set_as = "b" if block.bold else "w"
            said = f"{set_as}({block.size}pt, {block.grey:.0%}, {_said(block.text)})"
            return f"align(right, {said})" if block.right else said
        case Space():
            return f"v({block.height:.2f}pt)"
        case Chart():
            width = f"{block.width:.2f}pt" if block.width else "100%"
            return f'image("chart{block.number}.svg", width: {width})'
        case Photo():
            size = f"width: {block.width:.2f}pt, height: {block.height:.2f}pt"
            picture = f'image("photo{block.number}.jpg", {size}, fit: "contain")'
            return f"rect({size}, inset: 0pt, stroke: 0.6pt, {picture})"
        case Rows():
            return _rows(block)


def _rows(block: Rows) -> str:
    lines = [[_cell(cell.parts, cell.span) for cell in row] for row in block.rows]
    columns = ", ".join(f"{width:.2f}pt" for width in block.widths)
    look = "0.6pt" if block.ruled else "none"
    heads = "".join(
        f"table.header({', '.join(line)}),\n" for line in lines[: block.heads] if block.heads
    )
    body = "".join(f"{', '.join(line)},\n" for line in lines[block.heads :])
    inset = f"(x: {block.side}pt, y: {block.rise}pt)"
    return f"table(columns: ({columns},), stroke: {look}, inset: {inset},\n{heads}{body})"


def _cell(parts: tuple[Block, ...], span: int) -> str:
    inside = f"[{_blocks(parts)}]"
    return f"table.cell(colspan: {span}, {inside})" if span > 1 else inside
