"""A dyehouse: what it is asked, and which levels it is held to, by where its water goes.

The lists were made by hand from ``show_if``, ``when`` and ``when_text`` of the sector data on the
BAT conclusions (EU) 2022/2508; comments say what is doubtful.
"""

from kta_desktop.assessment.grounds import GroundKind

DYEHOUSE = """
TX-PRF-01..05 TX-CHM-01..08
TX-PRE-05..06 TX-BLC-01..03
TX-DYE-01..05 TX-DYE-09
TX-FIN-01..04 TX-FIN-06..07
TX-STM-01..05 TX-WAT-01..07 TX-WWT-01..09
TX-AIR-01..02 TX-AIR-04..05
TX-WST-01..04 TX-ENE-01..04 TX-EMS-01..04 TX-MON-01..04
"""
# TX-PRE-01..02: no raw wool; 03..04: no size; 07: no heat-setting. TX-MRC: no mercerising.
# TX-DYE-06: neither sulphur nor vat dyes; 07: no polyester; 08: no wool. TX-PRT: no printing.
# TX-FIN-05: no flame retardants; 08: no coating or solvents; 09: no wool. TX-AIR-03: no singeing.

PROCESSES = {
    "LV-W-BLEACH-B",
    "LV-W-SCOUR-B",
    "LV-W-DYE-FABRIC",
    "LV-E-THERMAL",
}
AIR = {
    "LV-A-FORM",
    "LV-A-TVOC",
    "LV-A-DUST",  # for thermal treatment "except heat-setting"; the stenter dries and cures
    "LV-A-NH3",
}
# AOX, oil and zinc are "for all activities; only where the inventory shows relevance"; the data
# give them to every dyehouse and put the relevance into the words of their basis.
INDIRECT = {"LV-ID-AOX", "LV-ID-HOI", "LV-ID-CU", "LV-ID-NI", "LV-ID-ZN"}
DIRECT = {"LV-DD-AOX", "LV-DD-HOI", "LV-DD-CU", "LV-DD-NI", "LV-DD-ZN"}
DIRECT |= {"LV-DD-COD", "LV-DD-TOC", "LV-DD-TN", "LV-DD-TP", "LV-DD-TSS"}
# "There is no level" says the wording of these: they stand there to be monitored, without figures.
DIRECT |= {"LV-DD-BOD", "LV-DD-TOX", "LV-DD-COLOUR"}

RIVER = {
    "tx_prf_04": "direct",
    "specific_discharge_m3_t": "60",
    "organic_removal_pct": "90",
    "waste_water_temperature_c": "28",
}


def test_that_a_dyehouse_is_asked_what_is_for_its_processes(plant, named):
    house = plant("dyehouse")
    assert house.asked == named(DYEHOUSE)
    assert house.undecided_questions == set()
    assert house.facts == {
        *("scouring_mode", "downstream_removes", "chromium_dyes", "finish"),
        *("tvoc_mass_flow_g_h", "abatement_fitted", "cmr_relevant", "dust_mass_flow_g_h"),
        *("relevant_in_inventory", "on_site_combustion", "natural_gas_only"),
    }


def test_that_a_dyehouse_on_a_sewer_is_held_to_levels_for_indirect_discharge(plant):
    house = plant("dyehouse")
    assert (house.held_to, house.open) == (PROCESSES | AIR | INDIRECT, set())


def test_that_a_dyehouse_on_a_river_is_held_to_levels_for_direct_discharge(plant, named):
    house = plant("dyehouse", **RIVER)
    assert (house.held_to, house.open) == (PROCESSES | AIR | DIRECT, set())
    assert house.asked == named(DYEHOUSE) - {"tx_wwt_09"}
    assert "downstream_removes" not in house.facts


def test_that_a_closed_cycle_is_held_to_no_level_for_water(plant):
    assert plant("dyehouse", tx_prf_04="closed").held_to == PROCESSES | AIR


def test_that_treatment_downstream_leaves_indirect_levels_to_the_auditor(plant):
    house = plant("dyehouse", downstream_removes="yes")
    assert (house.held_to, house.open) == (PROCESSES | AIR, INDIRECT)
    kinds = {house.levels[name].grounds[-1].kind for name in INDIRECT}
    assert kinds == {GroundKind.MAY_FALL}


def test_that_cod_is_relaxed_for_little_water_or_much_removal(plant):
    def cod(**answers):
        return plant("dyehouse", **{**RIVER, **answers}).levels["LV-DD-COD"].level.upper

    assert cod() == "100"
    assert cod(specific_discharge_m3_t="24.9") == "150"
    assert cod(organic_removal_pct="95") == "150"


def test_that_the_finish_raises_formaldehyde_and_ammonia(plant):
    house = plant("dyehouse")
    assert house.levels["LV-A-FORM"].level.upper == "10"  # repellent
    assert house.levels["LV-A-NH3"].level.upper == "10"
    softened = plant("dyehouse", finish=["ammonia_curing"])
    assert softened.levels["LV-A-FORM"].level.upper == "5"
    assert softened.levels["LV-A-NH3"].level.upper == "20"


def test_that_polyester_brings_antimony_and_relaxes_it(plant):
    house = plant("dyehouse", tx_prf_03=["cotton", "polyester"])
    assert house.levels["LV-ID-SB"].level.upper == "1.2"
    assert house.levels["LV-ID-AOX"].level.upper == "0.8"
    assert "tx_dye_07" in house.asked


def test_that_little_without_abatement_may_be_left_out(plant):
    house = plant("dyehouse", tvoc_mass_flow_g_h="199", dust_mass_flow_g_h="49")
    assert house.open == {"LV-A-TVOC", "LV-A-DUST"}
