"""What stands in the log, in words."""

import pytest

from kta_desktop.services import filling, packs
from kta_desktop.services.value_words import place_words, value_words


@pytest.fixture(scope="module")
def state():
    return filling.form(packs.compiled("core")[0], {})


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("core_ent_bin", {"text": "1", "value": "1"}, "1"),
        ("core_category", {"value": "II"}, "II категория"),
        ("core_category", None, "пусто"),
        ("core_ent_bin#note", "со слов", "со слов"),
        ("core_location/r1", None, "строки нет"),
        ("core_location/r1", {"order": 1.0}, "строка есть"),
        ("@fact/heat_gcal_h", {"text": "112,5", "value": "112.5", "unit": "Gcal/h",
                               "origin": "calculated"}, "112,5\u00a0Гкал/ч"),
        ("@plant/name", "ТОО «Сүт»", "ТОО «Сүт»"),
        ("@measure/r1.after", ["r2", "r3"], "выбрано: 2"),
        ("@bottleneck/b369feb4b2a53911", {"key": "row.r1", "rejected": "не наш выпуск"},
         "отклонено: не наш выпуск"),
        ("@bottleneck/b369feb4b2a53911", {"key": "row.r1", "merged_into": "row.r2"},
         "объединено с другим"),
        ("gone_question", {"text": "7"}, "7"),
        ("@session/s1", {"id": "s1", "source": "0014", "started_at": "2026-11-22", "events": [{}],
                         "exclusions": []},
         "исключений: 0, событий: 1, отправлено: 0; 0014, 22.11.2026"),
    ],
)  # fmt: skip
def test_that_a_value_of_any_path_is_said_in_words(state, path, value, words):
    assert value_words(state, path, value, "ru") == words


def test_that_each_fact_of_the_category_has_its_own_name(state):
    names = {place_words(state, f"@fact/{name}", "ru") for name in ("heat_gcal_h", "milk_only")}
    assert len(names) == 2
    assert place_words(state, "core_ent_bin", "ru").startswith(
        state.question("core_ent_bin").number
    )


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("@plan/rate", "Условия плана: Ставка дисконтирования"),
        ("@measure/01a20747-548b-7000-b707-7178a290d30d.after", "Мера: Начинается после"),
        ("@bottleneck/b369feb4b2a53911", "Решение об узком месте"),
        ("@weights/bottleneck", "Веса узких мест"),
    ],
)
def test_that_records_of_the_plan_are_named(state, path, words):
    assert place_words(state, path, "ru") == words


def test_that_a_record_of_a_measure_says_of_which():
    row = {"core_measures/m": {"order": 1.0}, "core_measures/m/measure": {"text": "Насос"}}
    said = {"state": ["done"], "reason": 5, "measure": "Печь"}
    filled = filling.form(packs.compiled("core")[0], row | {"@became/gone": said})
    assert place_words(filled, "@measure/m.opex", "ru").endswith(" · Насос")
    assert place_words(filled, "@became/gone", "ru").endswith(" · Печь")
    assert value_words(filled, "@became/gone", said, "ru") == "«Печь»: неизвестно"
    told = {"state": "dropped", "reason": "дорого"}
    assert value_words(filled, "@became/gone", told, "ru") == "отменено: дорого"
