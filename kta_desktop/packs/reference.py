"""Reference tables that every pack and every screen shares (``resources/reference``).

Rows are frozen and read once; lists that questions choose from are in ``reference_lists``. Kazakh
wording whose ``kk_state`` is ``draft`` was not yet read by a native ecologist; each row names its
source and whether a person checked it there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from kta_desktop.domain.definition import Text
from kta_desktop.packs.reference_table import decimal, read, text


@dataclass(frozen=True, slots=True, kw_only=True)
class BlankReason:
    """Why a question has no answer.

    Attributes:
        id: Stored in ``Answer.blank``.
        label: Wording.
        counts_as: ``missing``, ``open_request``, ``refused`` or ``not_applicable``.
        needs_note: Whether words must be given.
        needs_date: Whether the day by which it will be answered must be given.
        source: Where the row comes from.
        confidence: ``verified``, ``memory`` or ``unsure``.
    """

    id: str
    label: Text
    counts_as: str
    needs_note: bool
    needs_date: bool
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginKind:
    """How a value was got.

    Attributes:
        id: Stored in ``Answer.origin``; one of ``domain.answers.Origin``.
        label: Wording.
        evidence_class: 1 (official) to 7 (unconfirmed).
        evidence_kind: ``official``, ``indicative``, ``derived``, ``estimate``, …
        may_yield_verdict: Whether such a value may be judged against a level.
        source: Where the row comes from.
        confidence: ``verified``, ``memory`` or ``unsure``.
    """

    id: str
    label: Text
    evidence_class: int
    evidence_kind: str
    may_yield_verdict: bool
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictKind:
    """A verdict: its word, its Lucide icon and the rule it is given by."""

    id: str
    label: Text
    icon: str
    rule: Text
    is_verdict: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NotComparedReason:
    """Why a figure is held against no level."""

    id: str
    label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceKind:
    """A kind of proof; ``form`` is how it comes: ``image``, ``document``, ``video`` and others."""

    id: str
    label: Text
    form: str
    confidential_default: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """A unit of measurement.

    Attributes:
        id: As stored in answers and levels, such as ``mg/Nm3``.
        symbol: As shown.
        pint: Expression of it for pint with ``units.defs.txt``; empty if pint cannot hold it.
        quantity: Such as ``mass_concentration``; only units of one quantity convert.
        si_unit: Unit that ``factor_to_si`` leads to.
        factor_to_si: Multiplier; None where a plain factor does not describe it.
        offset_to_si: Added after the factor (temperatures); None = 0.
        note: What to mind.
    """

    id: str
    symbol: Text
    pint: str
    quantity: str
    si_unit: str
    factor_to_si: Decimal | None
    offset_to_si: Decimal | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BasisRow:
    """Reference conditions of a gas concentration.

    Attributes:
        id: Such as ``eu-dry``.
        label: Wording.
        temperature_k: In K; None where it is as measured.
        pressure_kpa: In kPa; None where it is as measured.
        moisture: ``dry``, ``wet``, ``as-is`` or ``n/a``.
        o2_ref_pct: Reference oxygen in % by volume; None = no correction.
        o2_air_pct: Oxygen of air in the correction, %.
        source: Where the row comes from.
        confidence: ``verified``, ``memory`` or ``unsure``.
    """

    id: str
    label: Text
    temperature_k: Decimal | None
    pressure_kpa: Decimal | None
    moisture: str
    o2_ref_pct: Decimal | None
    o2_air_pct: Decimal | None
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditStage:
    """A stage of an audit; ``place`` is ``office`` or ``site``."""

    id: str
    order: int
    label: Text
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Substance:
    """A substance or sum parameter.

    Attributes:
        id: Such as ``nox``.
        name: Wording.
        formula: Chemical formula; empty for sums.
        cas: CAS number; empty if it has none.
        molar_mass: In g/mol; None if it has none.
        expressed_as: What the mass is counted as, such as ``NO2``.
        medium: ``air``, ``water`` or both.
        code: Four-digit Kazakh pollutant code; empty if not known.
        group: Such as ``acid-gas``.
        confidence: ``verified``, ``memory`` or ``unsure``.
    """

    id: str
    name: Text
    formula: str
    cas: str
    molar_mass: Decimal | None
    expressed_as: str
    medium: str
    code: str
    group: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term of the glossary with the state of its Kazakh wording (``official``, ``draft``)."""

    id: str
    term: Text
    kk_state: str


@lru_cache
def blank_reasons() -> tuple[BlankReason, ...]:
    """Return the reasons for a blank in the order they are offered."""
    return read(
        "blank_reasons",
        lambda c: BlankReason(
            id=c["id"],
            label=text(c),
            counts_as=c["counts_as"],
            needs_note=c["needs_note"] == "1",
            needs_date=c["needs_date"] == "1",
            source=c["source"],
            confidence=c["confidence"],
        ),
    )


@lru_cache
def origins() -> tuple[OriginKind, ...]:
    """Return how values can be got, the strongest evidence first."""
    return read(
        "value_origins",
        lambda c: OriginKind(
            id=c["id"],
            label=text(c),
            evidence_class=int(c["evidence_class"]),
            evidence_kind=c["evidence_kind"],
            may_yield_verdict=c["may_yield_verdict"] == "1",
            source=c["source"],
            confidence=c["confidence"],
        ),
    )


@lru_cache
def verdicts() -> tuple[VerdictKind, ...]:
    """Return the three verdicts and the state without one."""
    return read(
        "verdicts",
        lambda c: VerdictKind(
            id=c["id"],
            label=text(c),
            icon=c["icon"],
            rule=text(c, "rule_"),
            is_verdict=c["is_verdict"] == "1",
        ),
    )


@lru_cache
def not_compared_reasons() -> tuple[NotComparedReason, ...]:
    """Return why a figure may be held against no level."""
    return read("not_compared_reasons", lambda c: NotComparedReason(id=c["id"], label=text(c)))


@lru_cache
def evidence_kinds() -> tuple[EvidenceKind, ...]:
    """Return the kinds of proof."""
    return read(
        "evidence_kinds",
        lambda c: EvidenceKind(
            id=c["id"],
            label=text(c),
            form=c["form"],
            confidential_default=c["confidential_default"] == "1",
        ),
    )


@lru_cache
def units() -> Mapping[str, UnitRow]:
    """Return the units by id."""
    rows = read(
        "units",
        lambda c: UnitRow(
            id=c["id"],
            symbol=text(c, "symbol_"),
            pint=c["pint"],
            quantity=c["quantity"],
            si_unit=c["si_unit"],
            factor_to_si=decimal(c["factor_to_si"]),
            offset_to_si=decimal(c["offset_to_si"]),
            note=c["note"],
        ),
    )
    return {row.id: row for row in rows}


@lru_cache
def bases() -> Mapping[str, BasisRow]:
    """Return the reference conditions by id."""
    rows = read(
        "bases",
        lambda c: BasisRow(
            id=c["id"],
            label=text(c, "label_"),
            temperature_k=decimal(c["t_k"]),
            pressure_kpa=decimal(c["p_kpa"]),
            moisture=c["moisture"],
            o2_ref_pct=decimal(c["o2_ref_pct"]),
            o2_air_pct=decimal(c["o2_air_pct"]),
            source=c["source"],
            confidence=c["confidence"],
        ),
    )
    return {row.id: row for row in rows}


@lru_cache
def audit_stages() -> tuple[AuditStage, ...]:
    """Return the stages of an audit in order."""
    return read(
        "audit_stages",
        lambda c: AuditStage(id=c["id"], order=int(c["order"]), label=text(c), place=c["place"]),
    )


@lru_cache
def substances() -> Mapping[str, Substance]:
    """Return the substances by id."""
    rows = read(
        "substances",
        lambda c: Substance(
            id=c["id"],
            name=text(c, "name_"),
            formula=c["formula"],
            cas=c["cas"],
            molar_mass=decimal(c["molar_mass"]),
            expressed_as=c["expressed_as"],
            medium=c["medium"],
            code=c["code"],
            group=c["group"],
            confidence=c["confidence"],
        ),
    )
    return {row.id: row for row in rows}


@lru_cache
def glossary() -> tuple[Term, ...]:
    """Return the terms in the order of the glossary."""
    return read("glossary", lambda c: Term(id=c["id"], term=text(c), kk_state=c["kk_state"]))
