"""Which checklist a section comes from, as its head says."""

from kta_desktop.domain.definition import Definition, Section
from kta_desktop.forms.wording import part_name
from kta_desktop.i18n import N_
from kta_desktop.reports.tongue import Tongue

COMMON_PART = N_("Common part")
_COMMON = "core"  # the pack that every checklist takes in


def pack_name(definition: Definition, section: Section, tongue: Tongue) -> str:
    """Return which checklist a section comes from, where there are several; in one language."""
    if len({other.pack for other in definition.sections}) < 2:
        return ""
    if section.pack in ("", definition.pack):
        return definition.title.get(tongue.first)
    if section.pack == _COMMON:
        return tongue.say(COMMON_PART)
    return part_name(definition, section.pack, tongue.first)
