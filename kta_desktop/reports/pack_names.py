"""Which checklist a section comes from, as its head says."""

from kta_desktop.domain.definition import Definition, Section
from kta_desktop.forms.wording import part_name
from kta_desktop.i18n import N_
from kta_desktop.reports.tongue import Tongue

COMMON_PART = N_("Common part")
_COMMON = "core"  # the pack that every checklist takes in


def pack_name(definition: Definition, section: Section, tongue: Tongue) -> str:
    """Return the name of the checklist that a section comes from, where there are several."""
    if len({other.pack for other in definition.sections}) < 2:
        return ""
    if section.pack in ("", definition.pack):
        return tongue.line(definition.title)
    if section.pack == _COMMON:
        return tongue.word(COMMON_PART)
    return part_name(definition, section.pack, tongue.first)
