"""Reference tables that questions choose from, and rules that answers are held against.

The common checklist draws its lists of options from them; the rules of object categories are
conditions over facts of their own. Rows are frozen and read once; see ``reference`` for the rest.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from kta_desktop.domain.definition import Text
from kta_desktop.packs.reference_table import decimal, read, text


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryRule:
    """A threshold of annex 2 of the Code: what makes an object one of category I to IV.

    Attributes:
        id: Such as ``milk-1``.
        activity: Id of the activity; rules of one activity are tried in order.
        label: Wording of the activity.
        condition: Expression over the facts of ``category_facts``.
        category: ``I``, ``II``, ``III`` or ``IV``.
        clause: Place in the annex.
        note: What to mind.
        edition: Year of the edition it was read in; thresholds may have been amended since.
        source: Where the row comes from.
        confidence: ``verified``, ``memory`` or ``unsure``.
    """

    id: str
    activity: str
    label: Text
    condition: str
    category: str
    clause: str
    note: Text
    edition: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryFact:
    """A figure that category rules speak of.

    Attributes:
        id: Name in their conditions.
        label: Wording.
        unit: Unit of the figure; empty for yes (1) or no.
        question: Question of the common checklist that tells it; empty if none does.
        expression: What it comes to there, in ``unit``; empty if no question tells it.
        at_least: Condition under which there is more than ``expression`` counts; empty if never.
        confidence: ``verified``, ``memory`` or ``unsure``.
    """

    id: str
    label: Text
    unit: str
    question: str
    expression: str
    at_least: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One of the 13 criteria by which the Code tells the best available techniques."""

    id: str
    number: int
    label: Text
    legal_ref: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fuel:
    """A fuel with typical figures, for where the plant has no certificate.

    Attributes:
        id: Such as ``natural-gas``.
        label: Wording.
        phase: ``gas``, ``liquid``, ``solid``, ``biomass``, ``waste`` or ``other``.
        ncv_gj_t: Net calorific value in GJ/t; None if there is no typical one.
        co2_kg_gj: Emission factor in kg CO₂/GJ; None if there is no typical one.
        is_biogenic: Whether its CO₂ is shown apart from that of fossil fuels.
        units: Units it is accounted in.
        source: Where the figures come from.
        confidence: ``verified``, ``memory`` or ``unsure``.
    """

    id: str
    label: Text
    phase: str
    ncv_gj_t: Decimal | None
    co2_kg_gj: Decimal | None
    is_biogenic: bool
    units: tuple[str, ...]
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtocolField:
    """A field of a sampling report (``act``) or a measurement protocol (``protocol``).

    No official form was found, so these are proposed.

    Attributes:
        id: Such as ``act-gas-t``.
        form: ``act`` or ``protocol``.
        order: Place in the form.
        section: Heading it stands under.
        label: Wording.
        type: ``text``, ``number``, ``date``, ``time``, ``signature``, …
        unit: Unit of a number; empty if it has none.
        is_required: Whether the form is incomplete without it.
        repeats: Whether it is filled once for every sample or result.
        confidence: ``verified``, ``memory`` or ``unsure``.
    """

    id: str
    form: str
    order: int
    section: Text
    label: Text
    type: str
    unit: str
    is_required: bool
    repeats: bool
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TechniqueState:
    """How far a technique is in use; all but one state need a reason."""

    id: str
    key: str
    label: Text
    rule: Text
    is_introduced: bool
    needs_reason: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TechniqueAnswer:
    """What "yes" says of a technique where a question does not ask whether it is applied.

    Attributes:
        id: Concept of the question.
        yes: ``not_applied``, or ``nothing``.
        label: Why, in words.
    """

    id: str
    yes: str
    label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class WasteStream:
    """A kind of waste; its six-digit code is set by the owner of the waste, never here."""

    id: str
    label: Text
    typical_hazard: str
    sectors: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WaterSource:
    """Where water comes from; ``kind`` is ``intake``, or ``reuse``, which is no intake."""

    id: str
    label: Text
    kind: str


@lru_cache
def categories() -> tuple[CategoryRule, ...]:
    """Return the rules of object categories in the order they are tried."""
    return read(
        "categories",
        lambda c: CategoryRule(
            id=c["id"],
            activity=c["activity"],
            label=text(c, "activity_"),
            condition=c["condition"],
            category=c["category"],
            clause=c["clause"],
            note=text(c, "note_"),
            edition=c["edition"],
            source=c["source"],
            confidence=c["confidence"],
        ),
    )


@lru_cache
def category_facts() -> Mapping[str, CategoryFact]:
    """Return the facts that category rules speak of, by id."""
    rows = read(
        "category_facts",
        lambda c: CategoryFact(
            id=c["id"],
            label=text(c, "label_"),
            unit=c["unit"],
            question=c["core_question"],
            expression=c["core_expression"],
            at_least=c["core_at_least"],
            confidence=c["confidence"],
        ),
    )
    return {row.id: row for row in rows}


@lru_cache
def criteria() -> tuple[Criterion, ...]:
    """Return the criteria of best available techniques in the order of the Code."""
    return read(
        "criteria",
        lambda c: Criterion(
            id=c["id"],
            number=int(c["no"]),
            label=text(c),
            legal_ref=c["legal_ref"],
            confidence=c["confidence"],
        ),
    )


@lru_cache
def fuels() -> Mapping[str, Fuel]:
    """Return the fuels by id."""
    rows = read(
        "fuels",
        lambda c: Fuel(
            id=c["id"],
            label=text(c),
            phase=c["phase"],
            ncv_gj_t=decimal(c["ncv_gj_t"]),
            co2_kg_gj=decimal(c["co2_kg_gj"]),
            is_biogenic=c["biogenic"] == "1",
            units=tuple(c["units"].split()),
            source=c["source"],
            confidence=c["confidence"],
        ),
    )
    return {row.id: row for row in rows}


@lru_cache
def protocol_fields() -> tuple[ProtocolField, ...]:
    """Return the fields of sampling reports and measurement protocols in the order of each."""
    return read(
        "protocol_fields",
        lambda c: ProtocolField(
            id=c["id"],
            form=c["form"],
            order=int(c["order"]),
            section=text(c, "section_"),
            label=text(c),
            type=c["type"],
            unit=c["unit"],
            is_required=c["required"] == "1",
            repeats=c["repeats"] == "1",
            confidence=c["confidence"],
        ),
    )


@lru_cache
def technique_states() -> tuple[TechniqueState, ...]:
    """Return the states of a technique, the one in full use first."""
    return read(
        "technique_states",
        lambda c: TechniqueState(
            id=c["id"],
            key=c["key"],
            label=text(c),
            rule=text(c, "rule_"),
            is_introduced=c["counts_as_introduced"] == "1",
            needs_reason=c["needs_reason"] == "1",
        ),
    )


@lru_cache
def technique_answers() -> Mapping[str, TechniqueAnswer]:
    """Return the questions whose "yes" does not mean that a technique is applied, by concept."""
    rows = read(
        "technique_answers", lambda c: TechniqueAnswer(id=c["id"], yes=c["yes"], label=text(c))
    )
    return {row.id: row for row in rows}


@lru_cache
def waste_streams() -> Mapping[str, WasteStream]:
    """Return the kinds of waste by id."""
    rows = read(
        "waste_streams",
        lambda c: WasteStream(
            id=c["id"],
            label=text(c),
            typical_hazard=c["typical_hazard"],
            sectors=tuple(c["sectors"].split()),
            note=c["note"],
        ),
    )
    return {row.id: row for row in rows}


@lru_cache
def water_sources() -> Mapping[str, WaterSource]:
    """Return the sources of water by id."""
    rows = read("water_sources", lambda c: WaterSource(id=c["id"], label=text(c), kind=c["kind"]))
    return {row.id: row for row in rows}
