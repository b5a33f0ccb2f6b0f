"""A dairy and a brewery: what each is asked, and which levels each is held to.

The lists were made by hand from ``show_if``, ``when`` and ``when_text`` of the sector data and from
the BAT conclusions (EU) 2019/2031; comments say what is doubtful.
"""

from kta_desktop.assessment.grounds import GroundKind
from kta_desktop.domain.verdict import NotCompared

DAIRY = """
GEN-01..10 REC-01..02
THR-01..02 THR-04 THR-08
CIP-01..08
REF-01 REF-03..05
BLR-01..06 ENE-01..04 ENE-06
WAT-01..06 WWT-01..08 WWT-11
AIR-04..05 PKG-01..03 STO-01..02
WST-01..03 WST-05
EMS-01 EMS-04..05 MON-01..03 MON-05
"""
# THR-03: no homogeniser. THR-05..07, AIR-01..02, MON-04: neither evaporator nor dryer.
# WWT-09..10: no discharge to a sewer, a pond or fields. NOI: no receptors nearby.
# WST-04: no anaerobic stage. SUB: no question of other sub-sectors.

DAIRY_LEVELS = {
    "AEL-W-COD",
    "AEL-W-TSS",
    "AEL-W-TN",
    "AEL-W-TP",
    # No figure of the conclusions: "no level for BOD; usually at most 20 mg/l". The data tell it as
    # an indicative level for everyone who discharges to a water body.
    "IND-W-BOD5",
    # Cheese makes up 85 % of the output, so the levels for cheese hold and those of mixed do not.
    "SEC-DAIRY-CHEESE",
    "SWWD-DAIRY-CHEESE",
}
# AEL-A-DAIRY is for drying (``process``); its ``when`` names the sub-sector only. No dryer here.

BREWERY = """
GEN-01..03 GEN-05..10
THR-08
CIP-01..08
REF-01 REF-04..05
BLR-01..06 ENE-01..04 ENE-06
WAT-01..06 WWT-04 WWT-09 WWT-11
AIR-04..05 NOI-01 NOI-03 PKG-01..03 STO-01..02
WST-02
EMS-01 EMS-04..05 MON-01..05
SUB-BR-01..02 SUB-GR-01
"""
# GEN-04: products of dairies. REC: none for brewers. THR-01: pasteurisers of dairies and drinks;
# THR-08 is for every pasteuriser. REF-03: ice water of dairies. WWT-01..03, WST-03: no plant of
# its own. WWT-05..07: no water body. MON-04 and SUB-GR-01 name brewing beside milling and feed.


def test_that_a_dairy_is_asked_what_is_for_dairies(plant, named):
    dairy = plant("dairy")
    assert dairy.asked == named(DAIRY)
    assert dairy.undecided_questions == set()
    assert dairy.facts == {
        "receptors_near",
        "citric_acid_or_yeast",
        "cod_abatement_pct",
        "tn_abatement_pct",
        "tp_abatement_pct",
        "waste_water_temperature_c",
        "main_product_share_pct",
        "relevant_in_inventory",
    }


def test_that_a_dairy_is_held_to_the_levels_for_dairies(plant):
    dairy = plant("dairy")
    assert (dairy.held_to, dairy.open) == (DAIRY_LEVELS, set())


def test_that_a_dairy_with_a_dryer_is_held_to_the_dust_of_drying(plant):
    units = ["pasteuriser", "cip", "dryer"]
    dairy = plant("dairy", gen_09=units, whey_casein_lactose_drying="no")
    assert dairy.held_to == {*DAIRY_LEVELS, "AEL-A-DAIRY"}
    assert dairy.levels["AEL-A-DAIRY"].level.upper == "10"
    whey = plant("dairy", gen_09=units, whey_casein_lactose_drying="yes")
    assert whey.levels["AEL-A-DAIRY"].level.upper == "20"
    assert "whey_casein_lactose_drying" in whey.facts


def test_that_cod_of_a_dairy_is_125_with_95_percent_abatement_and_100_without(plant):
    def cod(**answers):
        return plant("dairy", **answers).levels["AEL-W-COD"]

    with_it, without = cod(cod_abatement_pct="95"), cod(cod_abatement_pct="94.9")
    assert (with_it.level.id, with_it.level.lower, with_it.level.upper) == (
        "AEL-W-COD-X3",
        "25",
        "125",
    )
    assert (without.level.id, without.level.upper) == ("AEL-W-COD", "100")
    assert without.grounds[-1].kind is GroundKind.UNPROVEN
    unknown = cod(cod_abatement_pct=None)
    assert (unknown.level.upper, unknown.others[0].upper) == ("100", "125")
    assert unknown.missing == ("cod_abatement_pct",)


def test_that_cold_waste_water_leaves_nitrogen_to_the_auditor(plant):
    cold = plant("dairy", waste_water_temperature_c="9")
    assert cold.open == {"AEL-W-TN"}
    assert cold.levels["AEL-W-TN"].grounds[-1].kind is GroundKind.MAY_FALL


def test_that_wet_pet_food_keeps_the_water_levels_that_dry_feed_loses(plant):
    def feed(*kinds):
        found = plant("dairy", gen_01=["animal_feed"], feed_products=list(kinds))
        return found.levels["AEL-W-COD"].applies

    assert (feed("dry_pet_food"), feed("wet_pet_food")) == (False, True)
    assert feed("dry_pet_food", "wet_pet_food") is True  # still applies to wet pet food


def test_that_a_brewery_is_asked_what_is_for_breweries(plant, named):
    brewery = plant("brewery")
    assert brewery.asked == named(BREWERY)
    assert brewery.undecided_questions == set()
    assert brewery.facts == {"receptors_near", "plant_status", "relevant_in_inventory"}


def test_that_a_brewery_on_a_sewer_is_held_to_no_level_for_water(plant):
    brewery = plant("brewery")
    assert brewery.held_to == {"AEL-A-BREW-EX", "SEC-BREW", "SWWD-BREW"}
    assert brewery.open == set()
    assert brewery.levels["AEL-W-COD"].reason is NotCompared.SEWER_CONTRACT
    assert "AEL-A-BREW-NEW" in plant("brewery", plant_status="new").held_to
