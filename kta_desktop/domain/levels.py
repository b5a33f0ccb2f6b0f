"""What a reference book holds a plant against: levels, techniques, documents cited."""

from collections.abc import Mapping
from dataclasses import dataclass

from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.texts import NO_TEXT, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One level of a reference book, or one exception to a level (``levels.csv``).

    Attributes:
        id: Unique in the pack.
        kind: ``AEL``, ``AEPL``, ``AEEL``, ``indicative``, ``analogue``, ``legal``, …
        medium: ``air``, ``water_direct``, ``energy``, …
        parameter: What is limited.
        substance: Short code, such as ``dust`` or ``COD``.
        lower: Lower end as a decimal string; None = none.
        upper: Upper end as a decimal string; None = none.
        lower_is_less_than: Whether the printed lower end is "< lower".
        upper_is_less_than: Whether the upper end itself no longer meets.
        direction: Which side is better: ``lower``, ``higher`` or ``within``.
        unit: Id of the unit.
        averaging: Ids of averaging periods; alternatives by kind of measurement.
        basis: Ids of reference conditions (``bases.csv``).
        plant_status: ``any``, ``new``, ``existing``, ``new_or_major_upgrade``.
        when: Condition under which it holds; None = only in words, a person decides.
        when_text: The wording it was read from.
        overrides: Id of the level that this exception replaces; None for a level.
        effect: What the exception does: ``limit``, ``not_applicable``, ``may_not_apply``, …
        requires: Expression that must also be shown to hold for the exception.
        techniques: Ids of the techniques it belongs to.
        source: Id of the document.
        locus: Table and page.
        confidence: ``verified``, ``memory`` or ``unsure``.
        checked_by: Methodologist who checked an unverified figure.
        checked_on: ISO date of that.
        note: Footnotes.
    """

    id: str
    kind: str
    medium: str
    parameter: Text
    substance: str | None = None
    lower: str | None = None
    upper: str | None = None
    lower_is_less_than: bool = False
    upper_is_less_than: bool = False
    direction: str = "lower"
    unit: str = ""
    averaging: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    plant_status: str = "any"
    when: str | None = None
    when_text: Text = NO_TEXT
    overrides: str | None = None
    effect: str | None = None
    requires: str | None = None
    techniques: tuple[str, ...] = ()
    source: str | None = None
    locus: str = ""
    confidence: str | None = None
    checked_by: str | None = None
    checked_on: str | None = None
    note: Text = NO_TEXT
    more: Mapping[str, JsonValue] | None = None

    @property
    def may_yield_verdict(self) -> bool:
        """Whether a person has read the figure in its source, so that it can judge."""
        return self.confidence == "verified" or bool(self.checked_by)


@dataclass(frozen=True, slots=True, kw_only=True)
class Technique:
    """One technique or sub-technique (``techniques.csv``)."""

    id: str
    parent: str | None = None
    kind: str = "bat"
    number: str | None = None
    code: str | None = None
    title: Text = NO_TEXT
    rule: Text = NO_TEXT
    applicability: Text = NO_TEXT
    source: str | None = None
    locus: str = ""
    confidence: str | None = None
    more: Mapping[str, JsonValue] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One document that rows cite (``sources.csv``)."""

    id: str
    title: str
    url: str = ""
    read: str = ""
    confidence: str | None = None
