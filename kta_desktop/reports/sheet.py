"""Sheets put together: which parts a document has, set one after the other.

Importing this module loads reportlab; whoever starts the program imports it when it prints.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache

from kta_desktop.assessment.host import filled
from kta_desktop.packs.reference_layouts import layout
from kta_desktop.reports.acts.parts import act_parts
from kta_desktop.reports.balance.parts import balance_parts
from kta_desktop.reports.both import with_blanks
from kta_desktop.reports.by_address import ByAddress
from kta_desktop.reports.confidential import confidential_parts
from kta_desktop.reports.conformity.annex import annex_parts
from kta_desktop.reports.conformity.parts import conformity_parts
from kta_desktop.reports.context import Context, evidence_names
from kta_desktop.reports.cover import cover_parts
from kta_desktop.reports.director.parts import director_parts
from kta_desktop.reports.errors import NothingToPrintError
from kta_desktop.reports.evidence_annex import evidence_parts
from kta_desktop.reports.filled import filled_parts
from kta_desktop.reports.missing import missing_parts
from kta_desktop.reports.order import Kind, Order
from kta_desktop.reports.page import Built, Chapter, body_height, build
from kta_desktop.reports.parts import Part, PartsOf
from kta_desktop.reports.plan.bottlenecks import bottleneck_parts
from kta_desktop.reports.plan.costs import cost_parts
from kta_desktop.reports.plan.parts import plan_parts
from kta_desktop.reports.plan.ranking import ranking_parts
from kta_desktop.reports.protocols.laboratory import lab_parts
from kta_desktop.reports.protocols.parts import protocol_parts
from kta_desktop.reports.pulse import listening
from kta_desktop.reports.replaced import replaced_parts
from kta_desktop.reports.secrecy import guarded, kept_back, secret_sessions, told_of
from kta_desktop.reports.source import Source
from kta_desktop.reports.surround import surround_of
from kta_desktop.reports.tables import summed_columns
from kta_desktop.reports.tongue import Tongue
from kta_desktop.reports.unprintable import collecting, standing

_WRITING = 0.4  # share of the time that goes into describing the pages; the rest sets them
_PARTS: Mapping[Kind, tuple[PartsOf, ...]] = {
    Kind.FILLED: (cover_parts, filled_parts, protocol_parts),
    Kind.BOTH: (cover_parts, filled_parts, protocol_parts),
    Kind.SAMPLING: (act_parts,),
    Kind.PROTOCOL: (protocol_parts, lab_parts),
    Kind.CONFORMITY: (conformity_parts, annex_parts),
    Kind.PLAN: (bottleneck_parts, ranking_parts, plan_parts, cost_parts),
    Kind.BALANCE: (balance_parts,),
    Kind.DIRECTOR: (director_parts,),
    Kind.MISSING: (missing_parts,),
    Kind.EVIDENCE: (evidence_parts,),
    Kind.CONFIDENTIAL: (confidential_parts,),
    Kind.REPORT: (
        cover_parts,
        director_parts,
        conformity_parts,
        annex_parts,
        bottleneck_parts,
        ranking_parts,
        plan_parts,
        cost_parts,
        balance_parts,
        filled_parts,
        act_parts,
        protocol_parts,
        lab_parts,
        missing_parts,
        evidence_parts,
        confidential_parts,
    ),
}


def _quiet(_share: float) -> None:
    return


def sheet_pdf(order: Order, source: Source, report: Callable[[float], None] = _quiet) -> Built:
    """Return a document of an audit. The same input gives the same bytes.

    Args:
        order: Which one, in which languages, for whom.
        source: The audit.
        report: Told now and then the share that is done; what it raises stops the printing.

    Raises:
        NothingToPrintError: If the audit has nothing of what was asked for.
        ValueError: For other languages, or a time without a meaning.
    """
    context = context_of(order, source)
    wanted = parts(context)
    if not wanted:
        raise NothingToPrintError
    chapters, told = [], _Told(report)
    with collecting() as found, listening(told.again):
        for number, part in enumerate(wanted, start=1):
            chapters.append(_chapter(context, part))
            told.tell(_WRITING * number / len(wanted))
        lost = found.lines
        if order.kind is Kind.BOTH:
            chapters = with_blanks(context, chapters)
        chapters += [_chapter(context, part) for part in replaced_parts(context.tongue, found)]
        built = build(chapters, lambda share: told.tell(_WRITING + share * (1 - _WRITING)))
    return replace(built, replaced=lost)


class _Told:
    """The share that was told last, and who is told."""

    def __init__(self, report: Callable[[float], None]) -> None:
        self._report, self._share = report, 0.0

    def tell(self, share: float) -> None:
        """Tell a share."""
        self._share = share
        self._report(share)

    def again(self) -> None:
        """Tell the last share again: whoever is told may stop the printing."""
        self._report(self._share)


def _chapter(context: Context, part: Part) -> Chapter:
    """Return a part with its content."""
    with standing(part.titles[0]):
        around = surround_of(context, part)
        return Chapter(part.key, around, part.make(body_height(around)), part.within)


def parts(context: Context) -> list[Part]:
    """Return the parts that a document has, none of them set yet."""
    return [part for parts_of in _PARTS.get(context.order.kind, ()) for part in parts_of(context)]


def context_of(order: Order, source: Source) -> Context:
    """Return what every part of a sheet needs to know, without what its layout keeps back.

    Raises:
        ValueError: For other languages or layouts.
    """
    whole, known, tongue = source.record, source.known, Tongue(order.languages)
    chosen = layout(order.layout)
    form = filled(whole.definition, whole.entries)
    state = guarded(form, chosen)
    secret = secret_sessions(form, whole)
    told = told_of(state, known, secret)
    record = kept_back(whole, state, secret)
    return Context(
        record=record,
        order=order,
        printed_at=source.printed_at,
        state=state,
        tongue=tongue,
        zone=source.zone,
        images=source.images,
        judgements=ByAddress(told.judgements),
        authorship=ByAddress(told.authorship),
        traces=told.traces,
        standards=told.standards,
        missing=told.missing,
        earlier=told.earlier,
        names=evidence_names(whole.entries, tongue.first),
        sums=summed_columns(whole.definition),
        device=told.device,
        card=told.card,
        layout=chosen,
        secret_sessions=secret,
        assess=cache(lambda: known.assess(record, state)),
    )
