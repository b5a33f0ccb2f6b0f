"""Claims about what an audit holds twice: an edit of one carries the other along."""

import pytest

from kta_desktop.services import filling, packs, same_thing
from kta_desktop.services.answering import Edit

ROW = "01890000-0000-7000-8000-00000000000a"
ADDRESS = f"core_location/{ROW}/address"


@pytest.fixture(scope="module")
def definition():
    return packs.compiled("core")[0]


def after(definition, entries, *edits):
    """Return what paths hold after some edits and what follows from them."""
    state = filling.form(definition, entries)
    wanted = [Edit(path, value) for path, value in edits]
    found = same_thing.followers(state, wanted)
    return {edit.path: edit.after for edit in (*wanted, *found)}


def said(text):
    return {"text": text, "value": text}


@pytest.mark.parametrize(
    ("question", "record", "answer", "text"),
    [
        ("core_ent_name_ru", "@plant/name", said("ТОО «Сүт»"), "ТОО «Сүт»"),
        ("core_ent_bin", "@plant/bin", said("250340000107"), "250340000107"),
        ("core_category", "@plant/category", {"value": "III"}, "III"),
    ],
)
def test_that_an_answer_and_the_record_of_the_plant_follow_each_other(
    definition, question, record, answer, text
):
    assert after(definition, {}, (question, answer))[record] == text
    found = after(definition, {}, (record, text))[question]
    assert found["value"] == answer["value"]


def test_that_the_days_of_the_visit_are_those_of_its_stage(definition):
    row = f"core_timeline/{ROW}"
    entries = {row: {"order": 1.0}, f"{row}/stage": {"value": "site_visit"}}
    moved = after(definition, entries, ("@audit/ends_on", "2026-11-25"))
    assert moved[f"{row}/end"]["value"] == "2026-11-25"
    day = {"text": "20.11.2026", "value": "2026-11-20"}
    assert after(definition, entries, (f"{row}/start", day))["@audit/starts_on"] == "2026-11-20"
    entries[f"{row}/stage"] = {"value": "closing_meeting"}
    assert len(after(definition, entries, (f"{row}/start", day))) == 1


def test_that_nothing_follows_where_both_hold_the_same_already(definition):
    entries = {"@plant/bin": "1", "core_ent_bin": said("1")}
    assert len(after(definition, entries, ("core_ent_bin", said("1")))) == 1


def test_that_an_act_that_tells_both_is_left_alone(definition):
    told = (("core_ent_bin", said("1")), ("@plant/bin", "2"))
    assert after(definition, {}, *told) == dict(told)


def test_that_a_category_nobody_determined_is_none_in_the_record(definition):
    found = after(definition, {"@plant/category": "II"}, ("core_category", {"value": "unknown"}))
    assert found["@plant/category"] is None


def test_that_an_audit_keeps_a_name_when_the_answer_is_taken_away(definition):
    entries = {"@plant/name": "ТОО", "core_ent_name_ru": said("ТОО")}
    assert "@plant/name" not in after(definition, entries, ("core_ent_name_ru", None))
    bare = after(definition, {"@plant/bin": "1"}, ("core_ent_bin", {"blank": "refused"}))
    assert bare["@plant/bin"] is None


def test_that_the_address_is_that_of_the_first_place(definition):
    entries = {f"core_location/{ROW}": {"order": 1.0}}
    assert after(definition, entries, (ADDRESS, said("Алматы")))["@plant/address"] == "Алматы"
    assert after(definition, entries, ("@plant/address", "Тараз"))[ADDRESS] == said("Тараз")


def test_that_an_address_without_a_place_makes_the_first_one(definition):
    found = after(definition, {}, ("@plant/address", "Тараз"))
    rows = [path for path in found if path.count("/") == 1 and path.startswith("core_location/")]
    assert found[rows[0]] == {"order": 1.0}
    assert found[f"{rows[0]}/address"] == said("Тараз")


def test_that_a_second_place_is_not_the_address_of_the_plant(definition):
    other = ROW.replace("a", "b")
    entries = {f"core_location/{ROW}": {"order": 1.0}, f"core_location/{other}": {"order": 2.0}}
    path = f"core_location/{other}/address"
    assert "@plant/address" not in after(definition, entries, (path, said("Склад")))
