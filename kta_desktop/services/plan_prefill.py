"""What a bottleneck or a technique tells of a measure against it: words and links, no figures."""

import uuid
from dataclasses import dataclass

from kta_desktop.assessment.bottlenecks import Candidate
from kta_desktop.assessment.plan_cited import citation
from kta_desktop.domain.definition import Definition
from kta_desktop.domain.levels import Technique

_SPACE = uuid.UUID("6f1d1c3e-9c0f-5a35-8a57-6f2b7a0e4d11")
_BETWEEN = ", "


@dataclass(frozen=True, slots=True)
class Prefill:
    """What is known of a measure before anybody typed.

    Attributes:
        name: What is done.
        bat: Techniques it belongs to, as they are cited.
        bottleneck: The bottleneck it removes, as it is called.
        bottlenecks: Keys of the candidates.
        techniques: Ids of the techniques.
        row: Id of the row, from its source; empty = any.
    """

    name: str
    bat: str = ""
    bottleneck: str = ""
    bottlenecks: tuple[str, ...] = ()
    techniques: tuple[str, ...] = ()
    row: str = ""


def of_candidate(definition: Definition, candidate: Candidate, lang: str) -> Prefill:
    """Return what a bottleneck tells: the first technique that would remove it is what is done."""
    by_id = {each.id: each for each in definition.techniques}
    found = [by_id[each] for each in candidate.techniques if each in by_id]
    title = candidate.row.what if candidate.row and candidate.row.what else ""
    called = title or candidate.title.get(lang)
    return Prefill(
        name=found[0].title.get(lang) if found and not found[0].title.is_empty else called,
        bat=_BETWEEN.join(dict.fromkeys(citation(definition, each) for each in found)),
        bottleneck=called,
        bottlenecks=(candidate.key,),
        techniques=tuple(each.id for each in found),
        row=_row(f"bottleneck|{candidate.key}"),
    )


def of_technique(definition: Definition, technique: Technique, unit: str, lang: str) -> Prefill:
    """Return what a technique tells; at a unit, the unit is named with it."""
    cite = citation(definition, technique)
    title = technique.title.get(lang) or cite
    return Prefill(
        name=f"{title} — {unit}" if unit else title,
        bat=cite,
        techniques=(technique.id,),
        row=_row(f"technique|{technique.id}|{unit}"),
    )


def _row(source: str) -> str:
    return str(uuid.uuid5(_SPACE, source))
