"""What a sheet is made from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo

from kta_desktop.assessment.art202 import Article202
from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.verdict import Judgement
from kta_desktop.formatting import KAZAKHSTAN
from kta_desktop.reports.assessed import Assess, nothing_of
from kta_desktop.reports.before import Before
from kta_desktop.reports.context import Authored, MissingPart
from kta_desktop.reports.protocols.figure import Trace


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known beside the record itself; all of it may be missing.

    Attributes:
        judgements: By path: ``wat_03``, a cell ``wat_04/<row>/m3``, ``@session/<id>`` or
            ``@session/<id>/<channel>`` of a further quantity.
        authorship: By path: who wrote the value last.
        traces: By path of a quantity: its recorded course at reference conditions.
        standards: By path of a quantity that has a limit: what it comes to.
        missing: What is still missing, in the languages of the sheet.
        device: Fingerprint of the key of the computer that prints.
        card: Text of the code by which a centre takes that key into its register; may be empty.
        earlier: By path: what an earlier audit of the plant found.
        assess: Assesses the plant; called once for a sheet that prints any of it.
    """

    judgements: Mapping[str, Judgement] = field(default_factory=dict)
    authorship: Mapping[str, Authored] = field(default_factory=dict)
    traces: Mapping[str, Trace] = field(default_factory=dict)
    standards: Mapping[str, Article202] = field(default_factory=dict)
    missing: tuple[MissingPart, ...] = ()
    device: str = ""
    card: str = ""
    earlier: Mapping[str, Before] = field(default_factory=dict)
    assess: Assess = nothing_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An audit with everything that its sheets need.

    Attributes:
        record: The audit.
        images: Returns a picture by its hash, at most so many pixels wide, as JPEG or PNG; a
            picture that it cannot give or that is broken leaves a frame with words.
        printed_at: ISO time with zone.
        known: Judgements, authors, recorded courses, what is missing.
        zone: Zone that times are printed in.
    """

    record: AuditRecord
    images: Callable[[str, int], bytes]
    printed_at: str
    known: Known = field(default_factory=Known)
    zone: tzinfo = KAZAKHSTAN
