"""Lines to sign: the auditors, the plant, the day."""

from reportlab.platypus import Flowable, KeepTogether

from kta_desktop.i18n import N_
from kta_desktop.packs.reference_layouts import Treatment
from kta_desktop.reports.context import Context
from kta_desktop.reports.layout import brief
from kta_desktop.reports.people import role
from kta_desktop.reports.style import MM, WIDTH, gap, para, plain, table
from kta_desktop.reports.tongue import Tongue

AUDITOR = N_("Auditor")
FOR_PLANT = N_("Representative of the plant")
DAY = N_("Date")
SIGNATURES = N_("Signatures")
_NAME = 120  # characters of a name beside a line
_GAP = 6 * MM
_DAY = 34 * MM


def signatures(
    context: Context, by_auditor: str = AUDITOR, by_plant: str = FOR_PLANT
) -> list[Flowable]:
    """Return the lines that both sides sign a part on, kept together; none if the layout has none.

    Args:
        context: The audit.
        by_auditor: Words below the line of the lead auditor.
        by_plant: Words below the line of the representative of the plant.
    """
    if context.layout.signatures is Treatment.LEAVE_OUT:
        return []
    record = context.record
    lead = record.team[0].name if record.team else ""
    people = ((by_auditor, lead), (by_plant, record.plant.representative))
    return [KeepTogether([gap(11 * MM), sign_lines(context.tongue, people, DAY)])]


def sign_lines(
    tongue: Tongue, people: tuple[tuple[str, str], tuple[str, str]], when: str
) -> Flowable:
    """Return two lines to sign and a third for the moment, without the room to sign above them.

    Args:
        tongue: Language or languages.
        people: Words below the lines, and names that are known; an empty one is left out.
        when: Words below the third line.
    """
    words = [
        tongue.fact(role, brief(name, _NAME)) if name else tongue.word(role)
        for role, name in people
    ]
    half = (WIDTH - _DAY - 2 * _GAP) / 2
    row = [
        para(words[0], "small"),
        "",
        para(words[1], "small"),
        "",
        para(tongue.word(when), "small"),
    ]
    lines = [("LINEABOVE", (column, 0), (column, 0), 0.8, (0, 0, 0)) for column in (0, 2, 4)]
    return table([row], [half, _GAP, half, _GAP, _DAY], plain(*lines, rise=2))


def team_signatures(context: Context) -> list[Flowable]:
    """Return a line to sign for each auditor and for the plant, all on one page.

    None if the layout has none.
    """
    if context.layout.signatures is Treatment.LEAVE_OUT:
        return []
    record, tongue = context.record, context.tongue
    people = [f"{role(auditor, tongue)}: {auditor.name}" for auditor in record.team]
    people.append(": ".join(filter(None, (tongue.word(FOR_PLANT), record.plant.representative))))
    rows: list[list[object]] = []
    for person in people:
        rows += [
            [[gap(10 * MM)], "", ""],
            [para(brief(person, 2 * _NAME), "small"), "", para(tongue.word(DAY), "small")],
        ]
    lines = [
        ("LINEABOVE", (column, row), (column, row), 0.8, (0, 0, 0))
        for row in range(1, len(rows), 2)
        for column in (0, 2)
    ]
    signed = table(rows, [WIDTH * 0.66, 6 * MM, WIDTH * 0.34 - 6 * MM], plain(*lines))
    return [KeepTogether([para(tongue.word(SIGNATURES), "heading"), signed])]
