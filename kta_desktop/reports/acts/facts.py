"""What is known of the taking of samples, field by field of the act.

The fields and their order are those of ``resources/reference/protocol_fields.csv``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from reportlab.platypus import Flowable

from kta_desktop.packs.reference_lists import ProtocolField, protocol_fields

FORM = "act"
WATER_FIELDS = frozenset({"act-water-t", "act-water-ph", "act-water-flow"})
GAS_FIELDS = frozenset(
    {"act-gas-t", "act-static-p", "act-dp", "act-velocity", "act-moisture", "act-o2"}
)
_FOREIGN: Mapping[str, frozenset[str]] = {
    "gas": WATER_FIELDS,
    "air": WATER_FIELDS,
    "effluent": GAS_FIELDS,
    "water": GAS_FIELDS,
    "soil": GAS_FIELDS,
    "waste": GAS_FIELDS | WATER_FIELDS,
}
"""Fields that say nothing of a medium, by its id in the register of sampling points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act on its way to paper.

    Attributes:
        key: Of its part.
        number: Empty for samples that are still to be taken: it is written by hand.
        subject: What its title names behind the number, by language.
        medium: Id of the register of sampling points, such as ``gas``; empty if not known.
        medium_label: Its words; empty if not known.
        task: What was planned, in words; empty for samples that were taken.
        known: Lines of the fields outside of the samples, by id; what is missing is not known.
        beside: Words over the line to write on of a field that is not known, by id.
        devices: Lines of the instruments; empty if none is known.
        samples: Known cells of each sample by id of the field.
        quantities: Numbered names of what is measured where rows of samples name the numbers.
        points: Places for readings along the section, 1 if their number is not known.
        simulated: Whether the readings are those of a simulator.
    """

    key: str
    number: str = ""
    subject: Mapping[str, str] = field(default_factory=dict)
    medium: str = ""
    medium_label: str = ""
    task: str = ""
    known: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    beside: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    devices: tuple[Flowable, ...] = ()
    samples: tuple[Mapping[str, str], ...] = ()
    quantities: str = ""
    points: int = 1
    simulated: bool = False

    def applies(self, asked: ProtocolField) -> bool:
        """Whether a field can say anything of the medium; where that is not known all can."""
        return asked.id not in _FOREIGN.get(self.medium, frozenset())


def sections() -> tuple[tuple[ProtocolField, ...], ...]:
    """Return the fields of the act by section, in their order."""
    found: dict[str, list[ProtocolField]] = {}
    for asked in sorted(protocol_fields(), key=lambda each: each.order):
        if asked.form == FORM:
            found.setdefault(asked.section.ru, []).append(asked)
    return tuple(tuple(fields) for fields in found.values())
