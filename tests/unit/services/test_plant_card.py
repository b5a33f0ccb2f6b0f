"""Claims about the sheets of the plant card and about the category that its answers come to."""

from dataclasses import replace

import pytest

from kta_desktop.domain.answers import Answer
from kta_desktop.domain.definition import Column, QuestionType, Text
from kta_desktop.domain.fieldpath import parse_path
from kta_desktop.exchange.schemas import check_value
from kta_desktop.services import categorising, entered_names, filling, packs, plant_card

S1, S2 = "01890000-0000-7000-8000-00000000000a", "01890000-0000-7000-8000-00000000000b"


@pytest.fixture(scope="module")
def definition():
    return packs.compiled("core")[0]


def instance(repeat, row, order=1.0, **answers):
    found = {f"{repeat}/{row}": {"order": order}}
    for name, value in answers.items():
        data = Answer(text=value, value=value) if isinstance(value, str) else value
        found[f"{repeat}/{row}/{name}"] = data.to_json()
    return found


def chosen(*names):
    return {categorising.ACTIVITIES: {"value": list(names)}}


def figure(name, text):
    return {f"@fact/{name}": {"text": text, "value": text}}


def test_that_no_question_stands_on_two_sheets_and_all_that_are_named_are_asked(definition):
    sheets = plant_card.sheets(definition)
    names = [name for sheet in sheets for name in sheet.questions]
    assert len(names) == len(set(names))
    assert [sheet.id for sheet in sheets if sheet.missing] == []
    assert len(sheets) == 11


def test_that_a_checklist_without_a_concept_says_so_in_words(definition):
    kept = tuple(q for q in definition.questions if q.concept != "measurement.points")
    (sheet,) = (s for s in plant_card.sheets(replace(definition, questions=kept)) if s.missing)
    assert sheet.id == "points"
    assert plant_card.missing_titles(sheet, "ru") == ("Точки отбора",)


def test_that_a_place_in_a_list_leads_to_its_sheet(definition):
    assert plant_card.sheet_of(definition, f"core_rep_source/{S1}/core_src_gas") == "sources"
    assert plant_card.sheet_of(definition, "core_ent_bin") == "enterprise"
    assert plant_card.sheet_of(definition, "core_purpose") is None


def test_that_the_tables_inside_a_list_are_found(definition):
    names = [question.name for question in plant_card.inside(definition, "core_rep_source")]
    assert names == ["core_src_gas", "core_src_abatement", "core_src_pollutants"]


def test_that_a_sheet_counts_the_questions_of_every_instance(definition):
    (sheet,) = (s for s in plant_card.sheets(definition) if s.id == "wastes")
    empty = plant_card.count(filling.form(definition, {}), sheet)
    one = instance("core_rep_waste", S1, core_waste_kind=Answer(value="packaging"))
    counted = plant_card.count(filling.form(definition, one), sheet)
    assert (empty.answered, counted.answered) == (0, 1)
    assert counted.total > empty.total
    assert counted.rows == 1


def test_that_names_entered_once_are_offered_where_the_same_thing_is_spoken_of(definition):
    entries = instance("core_stages", S1, stage="Сушка") | instance(
        "core_stages", S2, 2.0, stage="Приёмка"
    )
    entries |= instance("core_rep_source", S1, core_src_no="0014 труба")
    state = filling.form(definition, entries)
    streams = state.question("core_streams")
    assert entered_names.offered(state, streams.column("stage")) == ("Сушка", "Приёмка")
    assert "0014 труба" in entered_names.offered(state, streams.column("peer"))
    plain = Column(name="x", type=QuestionType.TEXT, label=Text(ru="x"))
    assert entered_names.offered(state, plain) == ()


def test_that_entered_figures_give_the_category_with_its_basis(definition):
    entries = chosen("milk") | figure("milk_received_t_d", "103") | figure("milk_only", "1")
    state = filling.form(definition, entries)
    found = categorising.categorised(state)
    assert found.found.category == "II"
    rule = found.found.rule
    basis = categorising.basis_text(found, rule, "ru")
    assert "п. 4.1.4" in basis
    assert "103 т/сут" in basis
    edits = {edit.path: edit.after for edit in categorising.written(state, found, basis)}
    assert edits["core_category"] == {"value": "II"}
    assert edits["core_category_basis"]["value"] == basis


def test_that_answers_of_the_checklist_count_before_what_was_entered(definition):
    entries = figure("discharge", "0") | instance(
        "core_rep_outlet", S1, core_out_receiver=Answer(value="surface")
    )
    found = categorising.categorised(filling.form(definition, entries))
    assert found.known["discharge"].value.value == 1
    assert found.found.category == "II"


@pytest.mark.parametrize(
    ("receivers", "expected"),
    [
        ((), None),
        (("sewer",), 0),
        (("sewer", "surface"), 1),
        (("storm",), None),
        (("sewer", None), None),
    ],
)
def test_that_a_discharge_is_told_only_by_what_is_answered(definition, receivers, expected):
    entries = {}
    for place, receiver in enumerate(receivers):
        answers = {} if receiver is None else {"core_out_receiver": Answer(value=receiver)}
        entries |= instance("core_rep_outlet", S1.replace("a", str(place)), place + 1.0, **answers)
    told = categorising.categorised(filling.form(definition, entries)).known["discharge"].told
    assert (None if told is None else told.value) == expected


def waste(row, hazard, amount, unit="t/year"):
    mass = Answer(text=amount, value=amount, unit=unit)
    return instance(
        "core_rep_waste", row, core_waste_hazard=Answer(value=hazard), core_waste_amount=mass
    )


def test_that_wastes_are_summed_by_hazard_in_tonnes(definition):
    entries = waste(S1, "hazardous", "900", "kg/year") | waste(S2, "non-hazardous", "12")
    known = categorising.categorised(filling.form(definition, entries)).known
    assert str(known["waste_haz_t"].told.value.normalize()) == "0.9"
    assert known["waste_nonhaz_t"].told.value == 12
    assert not known["waste_haz_t"].told.at_least


def test_that_a_waste_of_unsettled_hazard_leaves_both_sums_open_upwards(definition):
    entries = waste(S1, "hazardous", "0.2") | waste(S2, "unsettled", "5")
    told = categorising.categorised(filling.form(definition, entries)).known["waste_haz_t"].told
    assert told.at_least


def test_that_a_declared_category_that_differs_is_noticed(definition):
    entries = chosen("milk") | figure("milk_received_t_d", "230") | figure("milk_only", "1")
    entries["core_category"] = {"value": "II"}
    found = categorising.categorised(filling.form(definition, entries))
    assert (found.declared, found.found.category) == ("II", "I")
    assert found.differs


def test_that_a_figure_that_is_no_number_keeps_its_text_and_decides_nothing(definition):
    known = categorising.categorised(filling.form(definition, {})).known["milk_received_t_d"]
    edit = categorising.entered(known, "12.5.0")
    assert edit.after == {"text": "12.5.0", "unit": "t/d"}
    found = categorising.categorised(filling.form(definition, {edit.path: edit.after}))
    assert found.known["milk_received_t_d"].value is None
    check_value(parse_path(edit.path), edit.after)


def test_that_a_record_of_another_shape_is_refused_in_a_package_and_harmless_here(definition):
    with pytest.raises(ValueError, match="Answer"):
        check_value(parse_path("@fact/milk_only"), ["x"])
    state = filling.form(definition, {"@fact/milk_only": ["x"], categorising.ACTIVITIES: "milk"})
    assert categorising.categorised(state).activities == ()
