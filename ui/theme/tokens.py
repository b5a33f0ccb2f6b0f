"""The one table of colours and sizes. No colour is written anywhere else in ``ui``.

Contrast figures of the design language (WCAG 2.2) are held by a test over this table: text at
least 4.5 to 1 on every ground it is put on, borders of controls at least 3 to 1.
"""

from dataclasses import dataclass

Pattern = tuple[float, ...]
"""Lengths of dashes and gaps in pixels; empty for a solid line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pen:
    """How one series of a chart is drawn.

    Attributes:
        colour: ``#RRGGBB``.
        width: Logical pixels.
        pattern: Dashes and gaps; the pattern tells series apart, colour only helps.
    """

    colour: str
    width: float
    pattern: Pattern = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """Colours of one theme, all ``#RRGGBB``.

    Verdict families have three each: text (``ok``), ground (``oks``) and border (``okb``).
    ``ok`` meets or saved, ``wr`` warning, ``er`` error or exceeds, ``nd`` not distinguishable,
    ``na`` not applicable.

    Attributes:
        name: ``light``, ``night`` or ``sun``.
        bg: Window.
        sf: Panel and field.
        sf2: Table header, calm strip.
        sf3: Empty part of a progress bar.
        bd: Border of a panel, decorative.
        bd2: Border of fields and buttons.
        grid: Lines of rows and charts.
        tx: Text.
        tx2: Second text.
        tx3: Hint and placeholder.
        ac: Accent: selection, primary button, link.
        ach: Accent, pressed.
        onac: Text on the accent.
        acs: Selected row.
        acb: Its border.
        foc: Focus ring.
        rail: Navigation rail.
        railtx: Its text.
        railon: Its current item.
        onrail: Text of the current item.
        gold: Mark of the current section, badge.
        band: Ground of the hatched range of a level.
        bandline: Its limits.
        paper: A printed page, white in every theme.
        ink: What is written on it.
        desk: What printed pages lie on.
        ondesk: Text on it.
        series: Pens of charts, in the order of the design language.
    """

    name: str
    bg: str
    sf: str
    sf2: str
    sf3: str
    bd: str
    bd2: str
    grid: str
    tx: str
    tx2: str
    tx3: str
    ac: str
    ach: str
    onac: str
    acs: str
    acb: str
    foc: str
    rail: str
    railtx: str
    railon: str
    onrail: str
    gold: str
    ok: str
    oks: str
    okb: str
    wr: str
    wrs: str
    wrb: str
    er: str
    ers: str
    erb: str
    nd: str
    nds: str
    ndb: str
    na: str
    nas: str
    nab: str
    band: str
    bandline: str
    paper: str
    ink: str
    desk: str
    ondesk: str
    series: tuple[Pen, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """Heights of controls in logical pixels.

    Attributes:
        control: Button, field and segmented answer.
        small: Button in a header.
        row: Row of a table.
        check: Side of a check box.
        handle: Width of a splitter handle.
        rail_item: Item of the rail.
        top_bar: Bar above the page.
        status: Bar below the page.
    """

    control: int
    small: int
    row: int
    check: int
    handle: int
    rail_item: int = 52
    top_bar: int = 44
    status: int = 26


NORMAL = Sizes(control=32, small=28, row=34, check=16, handle=6)
GLOVE = Sizes(control=44, small=40, row=44, check=24, handle=12, top_bar=52)

RADIUS = 4  # fields and buttons
PANEL_RADIUS = 6
GAP = 10  # between panels
PADDING = 12  # inside a panel
MARGIN = 16  # of a page


def _series(*colours: str) -> tuple[Pen, ...]:
    """Return the five pens of the design language: solid, thick, dashed, dash-dotted, dotted."""
    widths = (1.6, 3.0, 1.6, 1.6, 1.6)
    patterns: tuple[Pattern, ...] = ((), (), (7, 3), (7, 3, 2, 3), (2, 2.5))
    return tuple(
        Pen(colour=colour, width=width, pattern=pattern)
        for colour, width, pattern in zip(colours, widths, patterns, strict=True)
    )


LIGHT = Tokens(
    name="light",
    bg="#EDF1F4", sf="#FFFFFF", sf2="#F5F7F9", sf3="#E4EAEF",
    bd="#C3CDD6", bd2="#75848F", grid="#E3E9EE",
    tx="#14202B", tx2="#42515F", tx3="#566572",
    ac="#0B5F7D", ach="#094B63", onac="#FFFFFF", acs="#DDEEF4", acb="#7FB4C7", foc="#0B5F7D",
    rail="#0F2B39", railtx="#C9D8E0", railon="#1E475A", onrail="#FFFFFF", gold="#F2B134",
    ok="#12664A", oks="#E0F2E9", okb="#6FB598",
    wr="#744700", wrs="#FFF1CF", wrb="#D39A1C",
    er="#9E1F17", ers="#FCE7E4", erb="#D9776F",
    nd="#573B88", nds="#EDE7F7", ndb="#A68FCB",
    na="#4D5A65", nas="#E6EBEF", nab="#75848F",
    band="#E3F3EB", bandline="#12664A", paper="#FFFFFF", ink="#000000",
    desk="#5B6873", ondesk="#FFFFFF",
    series=_series("#004CBA", "#B34605", "#0C875E", "#6C3282", "#43474E"),
)  # fmt: skip

NIGHT = Tokens(
    name="night",
    bg="#0B1218", sf="#121C24", sf2="#18242E", sf3="#223240",
    bd="#3A4D5C", bd2="#8FA3B2", grid="#22303B",
    tx="#F3F7FA", tx2="#C3D0DA", tx3="#A7B7C3",
    ac="#5CC3E6", ach="#84D4EF", onac="#06202B", acs="#123646", acb="#3B8AA6", foc="#FFD24A",
    rail="#060B0F", railtx="#C3D0DA", railon="#17394A", onrail="#FFFFFF", gold="#FFD24A",
    ok="#6FDDB0", oks="#0F3327", okb="#2F8C69",
    wr="#FFCB5C", wrs="#3A2A05", wrb="#B98A1E",
    er="#FF9C92", ers="#42140F", erb="#C2564C",
    nd="#C9B2F5", nds="#2C1F47", ndb="#7F63B5",
    na="#B7C4CE", nas="#25323D", nab="#8FA3B2",
    band="#123C2E", bandline="#6FDDB0", paper="#FFFFFF", ink="#000000",
    desk="#0B1218", ondesk="#F3F7FA",
    series=_series("#5199C3", "#FF6A1F", "#4FE3A0", "#C46BF0", "#C9D0D6"),
)  # fmt: skip

SUN = Tokens(
    name="sun",
    bg="#FFFFFF", sf="#FFFFFF", sf2="#FFFFFF", sf3="#E9E9E9",
    bd="#000000", bd2="#000000", grid="#BDBDBD",
    tx="#000000", tx2="#000000", tx3="#1A1A1A",
    ac="#003B5C", ach="#002840", onac="#FFFFFF", acs="#D6ECF7", acb="#003B5C", foc="#0033CC",
    rail="#000000", railtx="#FFFFFF", railon="#003B5C", onrail="#FFFFFF", gold="#FFD24A",
    ok="#00472F", oks="#FFFFFF", okb="#00472F",
    wr="#5A3300", wrs="#FFEDB8", wrb="#5A3300",
    er="#8B0000", ers="#FFFFFF", erb="#8B0000",
    nd="#3A1B70", nds="#FFFFFF", ndb="#3A1B70",
    na="#222222", nas="#FFFFFF", nab="#222222",
    band="#E3F3EB", bandline="#00472F", paper="#FFFFFF", ink="#000000",
    desk="#E9E9E9", ondesk="#000000",
    series=_series("#004CBA", "#B34605", "#0C875E", "#6C3282", "#43474E"),
)  # fmt: skip

THEMES = {tokens.name: tokens for tokens in (LIGHT, NIGHT, SUN)}
