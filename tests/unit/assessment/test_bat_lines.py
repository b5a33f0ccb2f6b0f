"""Claims about the conclusions of a book beside a plant: rows, units, what is shown, troubles."""

import pytest

from kta_desktop.assessment.bat import Fulfilment, Trouble
from kta_desktop.assessment.bat_index import index_of
from kta_desktop.assessment.bat_lines import OTHER, bat_lines, of_bat, row_id
from kta_desktop.assessment.techniques import State, cited
from kta_desktop.domain.answers import Evidence
from kta_desktop.domain.definition import Technique, Text
from kta_desktop.services import packs
from tests.unit.assessment import techniques_given as given

NOT_APPLIED = {"state": "not_applied", "reason": "нет средств"}


@pytest.fixture(scope="module")
def food():
    return next(each for each in packs.compiled("food") if hasattr(each, "techniques"))


def numbers(found):
    return [bat.technique.number for bat in found]


def line(found, key):
    return next(each for bat in found for each in bat.lines if each.key == key)


def test_that_a_technique_at_two_units_stands_in_two_lines():
    rows = [
        ("r1", "2019/2031, НДТ 7h", {"unit": "CIP", "state": "applied"}),
        ("r2", "2019/2031, НДТ 7h", {"unit": "Розлив", **NOT_APPLIED}),
    ]
    found = of_bat(given.audit(given.book(), rows), "B7.h")
    own = [each for each in found.lines if each.technique.id == "B7.h"]
    assert [each.key for each in own] == ["B7.h@CIP", "B7.h@Розлив"]
    assert [each.state for each in own] == [State.APPLIED, State.NOT_APPLIED]
    assert len(found.lines) == 12, "the other techniques stand once each, for the whole plant"


def test_that_lines_stand_in_the_order_of_the_book():
    rows = [("r1", "НДТ 7k", {"state": "applied"}), ("r2", "НДТ 7a", {"state": "applied"})]
    found = of_bat(given.audit(given.book(), rows), "B7")
    assert [each.technique.code for each in found.lines] == list("abcdefghijk")
    assert found.needed == "a and one or more of b-k"
    assert found.fulfilment is Fulfilment.MET


def test_that_only_conclusions_of_sub_sectors_the_plant_may_have_are_shown():
    book = given.book()
    assert numbers(bat_lines(given.audit(book))) == ["6", "7", "9", "12", "21", "30"]
    dairy = given.audit(book, subsector=("dairy",))
    assert numbers(bat_lines(dairy)) == ["6", "7", "9", "12", "21"]


def test_that_a_conclusion_of_another_sub_sector_is_shown_if_something_was_entered_of_it():
    rows = [("r1", "НДТ 30a", {"state": "applied"})]
    found = bat_lines(given.audit(given.book(), rows, subsector=("dairy",)))
    assert "30" in numbers(found)


def test_that_a_conclusion_none_of_whose_questions_is_asked_is_not_for_the_plant():
    asked = given.likert("q1", "B9", relevant="selected(${subsector}, 'fish')")
    book = given.book(asked)
    assert of_bat(given.audit(book, subsector=("dairy",)), "B9").fulfilment is (
        Fulfilment.NOT_FOR_PLANT
    )
    assert of_bat(given.audit(book), "B9").fulfilment is Fulfilment.UNDECIDED
    stated = given.audit(book, [("r", "НДТ 9", {"state": "applied"})], subsector=("dairy",))
    assert of_bat(stated, "B9").fulfilment is Fulfilment.MET


def test_that_the_row_of_a_whole_conclusion_decides_what_counting_leaves_open():
    rows = [
        ("r1", "НДТ 6a", {"state": "applied"}),
        ("r2", "НДТ 6.b1", {"state": "applied"}),
        ("r3", "НДТ 6.b2", {"state": "applied"}),
    ]
    book = given.book()
    assert of_bat(given.audit(book, rows), "B6").fulfilment is Fulfilment.UNDECIDED
    judged = [*rows, ("r4", "НДТ 6", {"state": "applied"})]
    found = of_bat(given.audit(book, judged), "B6")
    assert found.fulfilment is Fulfilment.MET
    assert found.lines[0].technique.id == "B6"


def test_that_a_conclusion_that_counting_cannot_decide_has_a_line_of_its_own():
    book = given.book(techniques=(*given.BOOK, *given.bat("40", "as conditions allow", "ab")))
    audit = given.audit(book)
    keys = {
        number: [each.key for each in of_bat(audit, f"B{number}").lines]
        for number in ("6", "9", "12", "40")
    }
    assert keys["6"] == ["B6", "B6.a", "B6.b1", "B6.b2"], "whether the set is suitable is judged"
    assert keys["9"] == ["B9"]
    assert keys["12"] == ["B12.a", "B12.b", "B12.c"]
    assert keys["40"] == ["B40", "B40.a", "B40.b"], "its rule is in words"


def test_that_a_conclusion_that_asks_for_another_follows_it():
    rows = [("r1", "НДТ 21c", {"state": "applied"}), ("r2", "НДТ 6", NOT_APPLIED)]
    found = of_bat(given.audit(given.book(), rows), "B21")
    assert found.needed == "BAT 6 and one or more of c, d"
    assert found.fulfilment is Fulfilment.PARTLY


def test_that_conclusions_that_ask_for_each_other_are_left_open():
    book = given.book(
        techniques=(
            *given.bat("1", "BAT 2 plus one or a combination", "a"),
            *given.bat("2", "BAT 1 plus one or a combination", "a"),
        )
    )
    rows = [("r1", "НДТ 1a", {"state": "applied"}), ("r2", "НДТ 2a", {"state": "applied"})]
    found = bat_lines(given.audit(book, rows))
    assert {bat.fulfilment for bat in found} == {Fulfilment.UNDECIDED}


def test_that_two_rows_for_one_technique_at_one_unit_are_both_told():
    rows = [
        ("r1", "НДТ 12a", {"unit": "Цех 1", "state": "applied"}),
        ("r2", "НДТ 12a", {"unit": " цех  1", **NOT_APPLIED}),
    ]
    found = of_bat(given.audit(given.book(), rows), "B12")
    own = [each for each in found.lines if each.row]
    assert [each.key for each in own] == ["B12.a@Цех 1", "B12.a@цех 1#r2"]
    assert all(Trouble.TWICE in each.troubles for each in own)
    assert found.fulfilment is Fulfilment.UNDECIDED, "12b and 12c may still fulfil it"


def test_that_a_state_that_cannot_be_read_is_told_and_decides_nothing():
    rows = [
        ("r1", "НДТ 12a", {"state": ("почти", None)}),
        ("r2", "НДТ 12b", {"unit": "Цех"}),
        ("r3", "НДТ 12c", {"state": "not_applied"}),
    ]
    found = of_bat(given.audit(given.book(), rows), "B12")
    assert [each.troubles for each in found.lines] == [
        (Trouble.UNREADABLE,),
        (Trouble.UNSTATED,),
        (Trouble.NO_REASON,),
    ]
    assert found.fulfilment is Fulfilment.UNDECIDED


def test_that_a_row_that_names_no_technique_of_the_checklist_is_shown_as_such():
    rows = [
        ("r1", "2019/2031, НДТ 99", {"state": "applied"}),
        ("r2", "Справочник РК, НДТ 7a", {"state": "applied"}),
        ("r3", "своя сушка шлама", {"state": "applied"}),
    ]
    last = bat_lines(given.audit(given.book(), rows))[-1]
    assert last.technique.id == OTHER
    assert [each.technique.title.ru for each in last.lines] == [row[1] for row in rows]
    assert all(Trouble.NOT_IN_BOOK in each.troubles for each in last.lines)
    with pytest.raises(KeyError):
        of_bat(given.audit(given.book()), "B99")


@pytest.mark.parametrize(
    "text",
    ["2019/2031, НДТ 7h", "НДТ 7h", "ЕҚТ 7 h", "BAT 7.h (2019/2031)", "(EU) 2019/2031, НДТ 7Н"],
)
def test_that_a_technique_is_found_by_what_auditors_type(text):
    assert index_of(given.book()).found(text).id == "B7.h"


def test_that_a_row_that_names_nothing_is_no_technique_without_a_name():
    book = given.book(techniques=(*given.BOOK, Technique(id="odd")))
    found = bat_lines(given.audit(book, [("r1", "", {"state": "applied"})]))
    assert found[-1].technique.id == OTHER
    assert found[-1].lines[0].troubles == (Trouble.NOT_IN_BOOK,)


def test_that_letters_that_look_alike_are_taken_for_each_other():
    assert index_of(given.book()).found("НДТ 7а").id == "B7.a"  # the letter is Cyrillic


def test_that_a_conclusion_of_two_documents_is_found_only_with_its_document():
    book = given.book(techniques=(*given.BOOK, Technique(id="K7", number="7", source="KZ")))
    index = index_of(book)
    assert index.found("НДТ 7") is None
    assert index.found("Справочник РК, НДТ 7").id == "K7"
    assert index.found("2019/2031, НДТ 7").id == "B7"


def test_that_every_technique_of_a_pack_is_found_by_its_own_citation(food):
    index = index_of(food)
    for technique in food.techniques:
        assert index.found(index.citation(technique.id)) is technique
    assert index.citation("EU-FDM-BAT-7.h") == "2019/2031, НДТ 7h"
    assert cited(index.citation("EU-FDM-BAT-6.b10")).code == "b10"


def test_that_techniques_without_number_or_letter_can_be_cited():
    odd = (
        Technique(id="W3", number="WT-3", source="EU"),
        Technique(id="W3.s1", parent="W3", code="-", source="EU"),
        Technique(id="W3.I.i", parent="W3", code="I.i", source="EU"),
        Technique(id="T", title=Text(ru="Флюсование"), source="EU"),
        Technique(id="U", title=Text(ru="Флюсование"), source="EU"),
    )
    index = index_of(given.book(techniques=odd))
    texts = [index.citation(each.id) for each in odd]
    assert texts[:3] == [
        "2019/2031, НДТ WT-3",
        "2019/2031, НДТ WT-3.s1",
        "2019/2031, НДТ WT-3.I.i",
    ]
    assert [index.found(text).id for text in texts] == [each.id for each in odd]
    assert [cited(text).number for text in texts[:3]] == ["WT-3"] * 3


def test_that_everyone_gives_the_same_row_to_a_technique_at_a_unit():
    assert row_id("B7.h", "Цех 1") == row_id("B7.h", " цех  1 ")
    assert row_id("B7.h", "Цех 1") != row_id("B7.h", "Цех 2")
    first = row_id("B7.h", "")
    assert row_id("B7.h", "", frozenset({first})) != first


def test_that_a_row_that_speaks_of_another_technique_by_now_is_not_overwritten():
    own = row_id("B7.a", "")
    rows = [(own, "НДТ 12b", {"state": "applied"})]
    found = bat_lines(given.audit(given.book(), rows))
    assert line(found, "B12.b").row_id == own
    assert line(found, "B7.a").row_id != own


def test_that_files_at_answers_and_at_the_row_are_counted():
    book = given.book(given.likert("q1", "B12.a"))
    file = Evidence(id="e1", sha256="0" * 64, name="a.jpg", media_type="image/jpeg", size=1)
    audit = given.audit(book, [("r1", "НДТ 12a", {"state": "applied"})])
    audit.state.apply("q1#evidence:e1", file.to_json())
    audit.state.apply("core_techniques/r1/bat#evidence:e2", file.to_json())
    assert line(bat_lines(audit), "B12.a").evidence == 2
    assert line(bat_lines(audit), "B12.b").evidence == 0


def test_that_files_at_a_conclusion_prove_techniques_that_no_question_names():
    book = given.book(given.likert("q1", "B12"), given.likert("q2", "B12.b"))
    file = Evidence(id="e1", sha256="0" * 64, name="a.jpg", media_type="image/jpeg", size=1)
    audit = given.audit(book)
    audit.state.apply("q1#evidence:e1", file.to_json())
    assert [each.evidence for each in of_bat(audit, "B12").lines] == [1, 0, 1]


def test_that_a_conclusion_names_its_levels():
    book = given.book(levels=[{"id": "L1", "techniques": ("B12",)}, {"id": "L2"}])
    assert of_bat(given.audit(book), "B12.a").levels == ("L1",)


def test_that_a_whole_pack_is_shown_without_a_single_answer(food):
    found = bat_lines(given.known(food, {}))
    assert numbers(found) == [str(number) for number in range(1, 38)]
    keys = [each.key for bat in found for each in bat.lines]
    assert len(keys) == len(set(keys))
    assert {bat.fulfilment for bat in found} == {Fulfilment.UNDECIDED}
