"""What the context pane says where there is no verdict."""

from kta_desktop import i18n
from kta_desktop.domain.verdict import Judgement, NotCompared, Verdict
from kta_desktop.services import filling, packs
from ui.widgets import context_words


def test_that_an_undecided_level_names_the_question_that_decides_it():
    i18n.set_language("ru")
    food, _sha = packs.compiled("food")
    undecided = Judgement(
        verdict=Verdict.NOT_COMPARED,
        reason=NotCompared.UNDECIDED,
        missing=("main_product_share_pct",),
    )
    state = filling.form(food, {})
    deciding = food.question("main_product_share_pct")
    assert deciding.number in context_words.not_compared(undecided, state)[1]
    assert len(context_words.not_compared(Judgement(
        verdict=Verdict.NOT_COMPARED, reason=NotCompared.ORIGIN_WEAK), state)) == 1  # fmt: skip


def test_that_levels_of_other_sub_sectors_are_not_listed_and_each_names_its_own():
    i18n.set_language("ru")
    food, _sha = packs.compiled("food")
    asked = food.question("wat_03")
    _title, before = context_words.level_lines(filling.form(food, {}), asked)
    dairy = filling.form(food, {"gen_01": {"value": ["dairy"]}})
    _title, lines = context_words.level_lines(dairy, asked)
    assert before[-1].text == "и ещё 11"
    named = [line.text.partition(":")[0] for line in lines]
    assert named == ["Питьевое молоко", "Сыр", "Сухие продукты"]
