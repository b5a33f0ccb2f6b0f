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
