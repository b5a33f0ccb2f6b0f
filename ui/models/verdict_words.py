"""Why there is no verdict, in words."""

from collections.abc import Mapping

from kta_desktop.domain.verdict import NotCompared
from kta_desktop.i18n import N_

REASONS: Mapping[NotCompared, str] = {
    NotCompared.NO_LEVEL: N_("no level to compare with"),
    NotCompared.LEVEL_UNVERIFIED: N_("the level was not checked against its source"),
    NotCompared.BASIS_DIFFERS: N_("reference conditions differ"),
    NotCompared.AVERAGING_DIFFERS: N_("averaging periods differ"),
    NotCompared.AVERAGING_UNSTATED: N_("what the figure is an average of is not stated"),
    NotCompared.TOO_FEW_SAMPLES: N_("too few samples"),
    NotCompared.NO_OXYGEN: N_("oxygen or moisture is missing for the conversion"),
    NotCompared.INSTRUMENT_EXPIRED: N_("the verification of the instrument has expired"),
    NotCompared.ORIGIN_WEAK: N_("the origin of the value allows no verdict"),
    NotCompared.SEWER_CONTRACT: N_("discharge to the sewer: compare with the contract"),
    NotCompared.NOT_NOC: N_("not normal operating conditions"),
    NotCompared.LOW_LOAD: N_("the load of the unit is too low"),
    NotCompared.UNDECIDED: N_("answers that decide which level holds are missing"),
    NotCompared.UNIT_DIFFERS: N_("units cannot be converted into each other"),
    NotCompared.INDICATIVE_ONLY: N_("the level is indicative only"),
}
