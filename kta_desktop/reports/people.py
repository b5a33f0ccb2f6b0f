"""What the people who audit are called on paper."""

from kta_desktop.domain.audit import Auditor
from kta_desktop.i18n import N_
from kta_desktop.reports.tongue import Tongue

ROLES = {
    "lead": N_("Lead auditor"),
    "auditor": N_("Auditor"),
    "expert": N_("Expert"),
    "lab": N_("Laboratory"),
    "trainee": N_("Trainee"),
}


def role(auditor: Auditor, tongue: Tongue) -> str:
    """Return the role of an auditor in words; of an unknown one that of an auditor."""
    return tongue.word(ROLES.get(auditor.role, ROLES["auditor"]))
