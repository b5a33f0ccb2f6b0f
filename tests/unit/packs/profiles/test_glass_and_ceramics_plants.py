"""A container-glass works and a brick works: what each is asked, which levels each is held to.

The lists were made by hand from ``show_if``, ``when`` and ``when_text`` of the sector data, from
the BAT conclusions 2012/134/EU and chapter 5 of the ceramics BREF of 2007; comments say what is
doubtful.
"""

from kta_desktop.assessment.grounds import GroundKind
from kta_desktop.domain.verdict import NotCompared

CONTAINER = """
Q-A01..05 Q-B01..07 Q-C01..09 Q-C11
Q-E01 Q-F01..04 Q-I01..02
Q-J01..05 Q-J08
Q-K01..02 Q-K04..05
Q-L01..03 Q-L05
Q-M01..05 Q-M07
Q-N01..05 Q-O01..08
"""
# Q-C10: no oxygen. Q-C12: no cupola. Q-D, Q-G, Q-H: ceramics. Q-E02: flat glass; E03: fibres;
# E04: plaster moulds. Q-F05: no acid polishing. Q-I03: domestic and special glass. Q-J06: no SCR or
# SNCR; J07: packed-bed adsorbers of kilns. Q-K03, Q-L04: ceramics. Q-M06: no cogeneration.

FURNACE = {"06-DUST", "07-CM", "09-GAS", "10-HCL", "10-HF", "11-M6", "11-M13"}
COATING = {"12-DUST", "12-TI", "12-SN", "12-HCL"}  # Ti or Sn by the agent used: said in a footnote
WATER = {"PH", "TSS", "COD", "SO4", "F", "OIL", "PB", "SB", "AS", "BA", "ZN", "CU", "CR", "CD"}
WATER |= {"SN", "NI", "NH4", "B", "PHENOL"}
CONTAINER_LEVELS = {"GLS-T03-CO"}  # primary measures against NOx are in use
CONTAINER_LEVELS |= {f"GLS-T{name}" for name in FURNACE | COATING}
CONTAINER_LEVELS |= {f"GLS-T{name}-KGT" for name in FURNACE}  # the same levels per tonne
CONTAINER_LEVELS |= {f"GLS-T05-{name}" for name in WATER}
# Table 8 is for nitrates or strongly oxidising conditions, in short campaigns or furnaces below
# 100 t/day: this furnace melts 280 t/day without nitrates.
NITRATES = {"GLS-T08-NIT", "GLS-T08-NIT-KGT"}

BRICKS = """
Q-A01..02 Q-A05 Q-B01..03 Q-B05 Q-B07
Q-D01..08 Q-G01..02 Q-G04 Q-I01..02
Q-J01..02 Q-J07..08
Q-K01 Q-K03 Q-K05 Q-L01..04
Q-M01 Q-M03..04 Q-M07
Q-N01..05 Q-O01..02 Q-O04..08
"""
# Q-A03..04, B04, B06, C, E, F: glass. Q-E04: sectors with plaster moulds, not bricks. Q-G03: no
# spray dryer. Q-H: no glazing. Q-J03..05: neither dry sorbent nor bag filter or ESP. Q-K04: no
# discharge. Q-M06: no cogeneration. Q-O03: samples over reversals of regenerative furnaces.

BRICK_LEVELS = {
    "CER-L-01",
    "CER-L-02",
    "CER-L-03",  # primary measures: the data give it to every kiln
    "CER-L-03c",
    "CER-L-08",
    "CER-L-11",
    "CER-L-12",
    "CER-L-13",
}
# Organic carbon after afterburning, "if the raw gas is above 100 to 150 mg/m3": words only.
# CER-L-17 says the same for refractories and technical ceramics: not for bricks.
BRICK_OPEN = {"CER-L-16"}


def test_that_a_container_works_is_asked_what_is_for_glass(plant, named):
    works = plant("container_glass")
    assert works.asked == named(CONTAINER)
    assert works.undecided_questions == set()
    assert works.facts == {
        *("sector", "subsector", "firing", "melter_type", "fuel", "hot_end", "acid_polish"),
        *("sec_nox", "abatement", "chp", "water_out", "primary_nox_measures"),
        *("hot_end_own_stack", "so3_treatment_own_stack", "chlorides_in_batch"),
        *("fluorides_in_batch", "colourants_or_recycled_cullet"),
        "special_oxidising",  # with neither this nor nitrates, campaigns and capacity do not matter
    }


def test_that_a_container_works_is_held_to_its_tables(plant):
    works = plant("container_glass")
    assert (works.held_to, works.open) == (CONTAINER_LEVELS, set())
    assert {works.levels[name].grounds[0].kind for name in NITRATES} == {GroundKind.FOR_OTHERS}


def test_that_nitrates_and_a_small_furnace_put_table_8_in_place_of_table_7(plant):
    small = plant("container_glass", q_a04=["nitrates"], melter_capacity_t_d="99.9")
    assert small.held_to >= NITRATES
    for name, upper in (("GLS-T07-CM", "1000"), ("GLS-T07-CM-KGT", "3")):
        assert small.levels[name].level.id == f"{name}-X8"
        assert small.levels[name].level.upper == upper
    at_limit = plant("container_glass", q_a04=["nitrates"], melter_capacity_t_d="100")
    assert not at_limit.held_to & NITRATES  # below 100, short campaigns aside
    campaigns = plant("container_glass", special_oxidising="yes", short_campaign="yes")
    assert campaigns.held_to >= NITRATES
    unknown = plant("container_glass", special_oxidising=None, short_campaign="yes")
    assert unknown.levels["GLS-T07-CM"].missing == ("special_oxidising",)


def test_that_the_level_of_nitrogen_oxides_hangs_on_the_furnace(plant):
    def table_7(**answers):
        held = plant("container_glass", **answers).held_to
        return {name for name in held if name.startswith("GLS-T07")}

    assert table_7() == {"GLS-T07-CM", "GLS-T07-CM-KGT"}
    assert table_7(firing="electric") == {"GLS-T07-EL", "GLS-T07-EL-KGT"}
    assert table_7(firing="oxy") == {"GLS-T07-OXY"}  # per tonne only: no oxygen correction
    # With secondary measures the conclusions give a level of its own beside that of the melter.
    assert table_7(sec_nox=["scr"]) == table_7() | {"GLS-T07-SEC", "GLS-T07-SEC-KGT"}


def test_that_the_level_of_sulphur_oxides_hangs_on_the_fuel(plant):
    def table_9(*fuels):
        held = plant("container_glass", fuel=list(fuels)).held_to
        return {name for name in held if name.startswith("GLS-T09")}

    assert table_9("gas") == {"GLS-T09-GAS", "GLS-T09-GAS-KGT"}
    assert table_9("oil") == {"GLS-T09-OIL", "GLS-T09-OIL-KGT"}
    assert table_9("electricity") == set()


def test_that_nitrates_of_the_batch_are_not_asked_again(plant):
    flat = {"subsector": "flat", "limited_campaign": "yes", "selenium_coloured": "no"}
    with_them = plant("container_glass", **flat, q_a04=["nitrates"])
    assert "nitrates" not in with_them.facts
    assert {"GLS-T16-NIT", "GLS-T16-NIT-KGT"} <= with_them.held_to
    without = plant("container_glass", **flat)
    assert not without.held_to & {"GLS-T16-NIT", "GLS-T16-NIT-KGT"}
    assert "limited_campaign" not in without.facts


def test_that_levels_per_tonne_know_their_concentrations(plant):
    works = plant("container_glass")
    for name in FURNACE:
        assert works.levels[f"GLS-T{name}"].pair.id == f"GLS-T{name}-KGT"
    assert works.levels["GLS-T12-SN"].pair is None


def test_that_a_works_on_the_sewer_goes_by_its_contract(plant):
    works = plant("container_glass", water_out="sewer")
    assert works.levels["GLS-T05-COD"].reason is NotCompared.SEWER_CONTRACT
    assert not any(name.startswith("GLS-T05") for name in works.held_to)


def test_that_a_brick_works_is_asked_what_is_for_bricks(plant, named):
    works = plant("brick_works")
    assert works.asked == named(BRICKS)
    assert works.undecided_questions == set()
    assert works.facts == {
        *("sector", "subsector", "abatement", "kiln_type", "spray_dryer", "glazing", "organics"),
        *("chp", "water_out", "kiln_gas_temperature_c", "raw_sulphur_pct"),
    }


def test_that_a_brick_works_is_held_to_the_levels_of_its_kiln(plant):
    works = plant("brick_works")
    assert (works.held_to, works.open) == (BRICK_LEVELS, BRICK_OPEN)


def test_that_temperature_and_sulphur_choose_the_level_of_a_kiln(plant):
    hot = plant("brick_works", kiln_gas_temperature_c="1300", raw_sulphur_pct="0.26")
    assert {"CER-L-09", "CER-L-14"} <= hot.held_to
    assert not hot.held_to & {"CER-L-08", "CER-L-13"}
    unknown = plant("brick_works", raw_sulphur_pct=None)
    assert {"CER-L-13", "CER-L-14"} <= unknown.open
    assert unknown.levels["CER-L-13"].missing == ("raw_sulphur_pct",)


def test_that_a_plant_of_which_nothing_is_known_is_asked_the_sector_first(compiled, plant):
    definition = compiled("glass-ceramics")
    own = next(s for s in definition.sections if s.name == "facts")
    assert own.number == "1"
    assert [q.name for q in definition.in_section("facts")][:2] == ["sector", "subsector"]
    unknown = plant("brick_works", sector=None, subsector=None)
    assert {"q_c01", "q_d01"} <= unknown.undecided_questions  # nobody hides what may be needed
