"""Search over an audit: what is found by which words, in which order, and what hides it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kta_desktop.domain.audit import AuditSummary, Delivery, Plant
from kta_desktop.domain.definition import (
    Choice,
    Column,
    Definition,
    Level,
    Question,
    QuestionType,
    Section,
    Technique,
    Text,
)
from kta_desktop.domain.target import Target, Where
from kta_desktop.services import filling, packs
from kta_desktop.services.finding import (
    Action,
    Finder,
    HitKind,
    find_actions,
    find_audits,
    merged,
)
from kta_desktop.services.finding_words import fold, words


def _q(name, number, kind, ru, *, kk="", **more):
    return Question(
        name=name,
        number=number,
        section=more.pop("section", "wat"),
        type=kind,
        label=Text(ru=more.pop("label", ru), kk=kk),
        short=Text(ru=ru, kk=kk, en=more.pop("en", "")),
        **more,
    )


DEFINITION = Definition(
    pack="small",
    version="1",
    title=Text(ru="Чек-лист"),
    sections=(
        Section(name="wat", number="8", label=Text(ru="Водный баланс", kk="Су балансы")),
        Section(name="air", number="10", label=Text(ru="Выбросы", kk="Шығарындылар")),
    ),
    questions=(
        _q("plant_kind", "8.1", QuestionType.SELECT_ONE, "Вид завода", choices=(
            Choice(name="dairy", label=Text(ru="молочный", kk="сүт")),
            Choice(name="meat", label=Text(ru="мясной", kk="ет")),
        )),
        _q("discharge", "8.3", QuestionType.DECIMAL, "Удельный сброс", kk="Үлестік төгінді",
           label="Каков объём стоков на тонну?", en="Specific discharge",
           techniques=("BAT-7",), levels=("COD",)),
        _q("whey", "8.30", QuestionType.TEXT, "Сыворотка", kk="Сарысу",
           relevant="${plant_kind} = 'dairy'"),
        _q("whey_use", "8.31", QuestionType.TEXT, "Куда идёт пермеат",
           relevant="${whey} = 'x' and ${plant_kind} = 'dairy'"),
        _q("flows", "8.4", QuestionType.TABLE, "Потоки", columns=(
            Column(name="name", type=QuestionType.TEXT, label=Text(ru="Поток")),
            Column(name="m3", type=QuestionType.DECIMAL, label=Text(ru="Расход")),
        )),
        _q("source", "10.1", QuestionType.REPEAT, "Источник", kk="Көз", section="air",
           more={"key": "src_name"}),
        _q("src_name", "10.2", QuestionType.TEXT, "Название", section="air", parent="source"),
        _q("src_height", "10.3", QuestionType.DECIMAL, "Высота трубы", section="air",
           parent="source"),
    ),
    techniques=(
        Technique(id="BAT-7", number="7", title=Text(ru="Экономия воды", kk="Су үнемдеу")),
        Technique(id="BAT-7a", parent="BAT-7", code="a", title=Text(ru="Рециркуляция")),
        Technique(id="BAT-9", number="9", title=Text(ru="Шум: об этом никто не спрашивает")),
    ),
    levels=(
        Level(id="COD", kind="AEL", medium="water", substance="COD",
              parameter=Text(ru="Химическое потребление кислорода (ХПК)")),
    ),
)  # fmt: skip


def typed(text):
    return {"text": text, "value": text}


ENTRIES = {
    "plant_kind": {"value": "meat"},
    "source/r1": {"order": 1.0},
    "source/r1/src_name": typed("Труба цеха № 5"),
    "source/r2": {"order": 2.0},
    "source/r2/src_name": typed("Котёл № 2"),
    "flows/f1": {"order": 1.0},
    "flows/f1/name": typed("Пермеат осмоса"),
    "discharge#note": "Насос Н-7 в ремонте",
}


@pytest.fixture(scope="module")
def state():
    return filling.form(DEFINITION, ENTRIES)


@pytest.fixture
def find(state):
    finder = Finder(DEFINITION, ENTRIES)

    def found(query, kind=None, lang="ru"):
        groups = finder.find(query, state, lang)
        return [hit for g in groups for hit in g.hits if kind in (None, g.kind)]

    return found


def titles(hits):
    return [f"{hit.number} {hit.title}".strip() for hit in hits]


def keys(hits):
    return [hit.target.key for hit in hits]


def test_that_a_number_comes_before_everything_that_begins_with_it(find):
    assert titles(find("8.3", HitKind.QUESTION))[:2] == ["8.3 Удельный сброс", "8.30 Сыворотка"]


def test_that_a_comma_is_as_good_as_a_point(find):
    assert titles(find("8,3"))[0] == "8.3 Удельный сброс"


def test_that_several_words_in_any_order_find_by_their_beginnings(find):
    assert titles(find("сбр уде", HitKind.QUESTION)) == ["8.3 Удельный сброс"]


def test_that_all_words_must_be_there(find):
    assert find("удельный ъъъ") == []


def test_that_kazakh_is_found_by_russian_letters_that_look_alike(find):
    assert titles(find("улест тогинди", lang="kk"))[0] == "8.3 Үлестік төгінді"


def test_that_a_title_is_found_in_a_language_that_is_not_shown(find):
    assert titles(find("specific", HitKind.QUESTION)) == ["8.3 Удельный сброс"]


def test_that_the_words_of_the_question_find_it_behind_titles(find):
    assert titles(find("объём", HitKind.QUESTION)) == ["8.3 Удельный сброс"]


def test_that_what_was_typed_in_a_cell_finds_its_table(find):
    hits = [hit for hit in find("осмос", HitKind.QUESTION) if hit.target.key == "flows"]
    assert [hit.title for hit in hits] == ["Потоки"]
    assert "в ответе" in hits[0].where or "in the answer" in hits[0].where


def test_that_a_note_finds_its_question(find):
    assert keys(find("насос ремонт", HitKind.QUESTION)) == ["discharge"]


def test_that_a_chosen_option_finds_its_question_in_any_language(find):
    assert keys(find("мясной", HitKind.QUESTION)) == ["plant_kind"]


def test_that_an_instance_is_found_by_its_title_and_leads_to_its_place(find):
    hits = find("котел 2", HitKind.INSTANCE)
    assert [(hit.title, hit.target) for hit in hits] == [
        ("Котёл № 2", Target(Where.QUESTION, "source/r2"))
    ]


def test_that_an_instance_is_found_by_the_name_of_its_repeat_and_number(find):
    assert keys(find("источник 2", HitKind.INSTANCE)) == ["source/r2"]


def test_that_a_question_of_one_instance_is_found_by_both_names(find):
    assert keys(find("котёл высота", HitKind.QUESTION)) == ["source/r2/src_height"]


def test_that_a_question_of_a_repeat_is_found_once_for_each_instance(find):
    hits = find("высота", HitKind.QUESTION)
    assert keys(hits) == ["source/r1/src_height", "source/r2/src_height"]
    assert ["Котёл № 2" in hit.where for hit in hits] == [False, True]


def test_that_without_an_instance_it_leads_to_where_the_first_is_added():
    state = filling.form(DEFINITION, {})
    hits = Finder(DEFINITION, {}).find("высота", state, "ru")[0].hits
    assert keys(hits) == ["source"]


def test_that_a_technique_leads_to_the_question_that_asks_about_it(find):
    hits = find("экономия", HitKind.TECHNIQUE)
    assert [(hit.number, hit.target.key) for hit in hits] == [("НДТ 7", "discharge")]


def test_that_a_part_of_a_technique_leads_where_the_whole_is_asked(find):
    assert keys(find("рециркуляция", HitKind.TECHNIQUE)) == ["discharge"]


def test_that_a_technique_is_found_by_its_number_in_words(find):
    assert titles(find("ндт 7", HitKind.TECHNIQUE))[0] == "НДТ 7 Экономия воды"


def test_that_a_technique_nobody_asks_about_leads_nowhere_and_is_left_out(find):
    assert find("шум") == []


def test_that_a_parameter_leads_to_its_question(find):
    assert keys(find("хпк", HitKind.LEVEL)) == ["discharge"]


def test_that_a_section_is_found(find):
    hits = find("водный", HitKind.SECTION)
    assert [hit.target for hit in hits] == [Target(Where.SECTION, "wat")]


def test_that_a_question_that_does_not_apply_leads_to_the_answer_that_hides_it(find):
    hit = find("сыворотка", HitKind.QUESTION)[0]
    assert hit.target == Target(Where.QUESTION, "plant_kind")
    assert "8.1 Вид завода" in hit.reason
    assert "молочный" in hit.reason


def test_that_a_question_hidden_by_a_hidden_one_leads_to_an_answer_that_is_asked(find):
    assert keys(find("куда идёт пермеат", HitKind.QUESTION)) == ["plant_kind"]


def test_that_a_question_that_applies_gives_no_reason(find):
    assert find("8.3")[0].reason == ""


def test_that_new_entries_are_found_and_old_ones_no_longer(state):
    finder = Finder(DEFINITION, ENTRIES)
    finder.renew({**ENTRIES, "discharge#note": "Затвор закрыт"})
    assert finder.find("затвор", state, "ru")
    assert not finder.find("насос", state, "ru")


def test_that_the_grounds_of_a_trade_secret_find_its_question(state):
    finder = Finder(DEFINITION, ENTRIES)
    said = {"is": True, "grounds": "приказ о тайне"}
    finder.renew({**ENTRIES, "discharge#confidential": said})
    (group,) = finder.find("приказ", state, "ru")
    assert [hit.target.key for hit in group.hits] == ["discharge"]
    finder.renew({**ENTRIES, "discharge#confidential": None})
    assert not finder.find("приказ", state, "ru")


def test_that_a_word_two_entries_share_stays_when_one_of_them_goes(state):
    entries = {"whey#note": "клапан", "whey": typed("клапан"), "plant_kind": {"value": "dairy"}}
    finder = Finder(DEFINITION, entries)
    finder.renew({**entries, "whey#note": None})
    assert finder.find("клапан", state, "ru")


def test_that_the_same_query_gives_the_same_order():
    state = filling.form(DEFINITION, ENTRIES)
    backwards = dict(reversed(ENTRIES.items()))
    one, other = Finder(DEFINITION, ENTRIES), Finder(DEFINITION, backwards)
    for query in ("в", "с", "2", "источник", "8"):
        assert one.find(query, state, "ru") == other.find(query, state, "ru")


def test_that_nothing_is_found_by_nothing(find):
    assert find("") == find("  ,. ") == []


def test_that_a_long_word_is_found_with_another_ending(find):
    assert titles(find("сыворотку", HitKind.QUESTION)) == ["8.30 Сыворотка"]


@pytest.fixture(scope="module")
def dairy():
    definition, _sha = packs.compiled("food")
    return definition, Finder(definition, {}), filling.form(definition, {})


@given(data=st.data())
def test_that_any_beginning_of_any_word_of_its_title_finds_a_question(dairy, data):
    definition, finder, _state = dairy
    shown = [q for q in definition.questions if q.is_asked and not q.title.is_empty]
    question = data.draw(st.sampled_from(shown))
    lang = data.draw(st.sampled_from([x for x in ("ru", "kk", "en") if getattr(question.title, x)]))
    word = data.draw(st.sampled_from(words(question.title.get(lang)) or ("",)))
    prefix = word[: data.draw(st.integers(1, max(1, len(word))))]
    found = finder._matching((prefix,)) if prefix else {}
    assert not prefix or any(doc.key == question.name for doc in found)


@given(st.text(max_size=30))
def test_that_no_text_can_break_the_search(dairy, text):
    _definition, finder, state = dairy
    assert isinstance(finder.find(text, state, "ru"), tuple)


@given(st.text(max_size=20))
def test_that_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


def test_that_an_action_is_found_by_its_words_and_by_its_key():
    actions = [
        Action(name="home:Ctrl+N", text="Начать новый аудит", keys="Ctrl+N", where="Аудиты"),
        Action(name=":F1", text="Показать клавиши", keys="F1", also="справка помощь"),
    ]
    by_text = find_actions("новый", actions)[0].hits[0]
    assert (by_text.action, by_text.keys) == ("home:Ctrl+N", "Ctrl+N")
    assert find_actions("справ", actions)[0].hits[0].action == ":F1"
    assert find_actions("f1", actions)[0].hits[0].action == ":F1"
    assert find_actions("ъ", actions) == ()


def test_that_another_audit_is_found_by_plant_number_and_bin():
    audit = AuditSummary(
        id="a1",
        number="KTA-2026-014",
        plant=Plant(name="ТОО «Ақбұлақ Сүт»", bin="040540001234"),
        pack="food",
        pack_title={},
        answered=0,
        total=1,
        delivery=Delivery.DRAFT,
        saved_at="",
    )
    for query in ("акбулак", "KTA-2026", "0405400"):
        assert find_audits(query, [audit])[0].hits[0].target == Target(Where.AUDIT, "a1")


def test_that_the_group_that_fits_best_comes_first(state):
    finder = Finder(DEFINITION, ENTRIES)
    inside = finder.find("осмос", state, "ru")
    actions = find_actions("осмос", [Action(name="x", text="Осмос включить")])
    assert [group.kind for group in merged(inside, actions)] == [
        HitKind.ACTION,
        HitKind.QUESTION,
    ]
