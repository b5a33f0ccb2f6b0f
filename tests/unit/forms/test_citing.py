"""Claims about places in documents in the words of the reader."""

import pytest

from kta_desktop.forms.citing import cited

DAIRY = "Implementing Decision (EU) 2019/2031, BAT 6b"


@pytest.mark.parametrize(
    ("place", "lang", "said"),
    [
        (DAIRY, "ru", "Решение (ЕС) 2019/2031, НДТ 6b"),
        (DAIRY, "kk", "(ЕО) 2019/2031 шешімі, ЕҚТ 6b"),
        (DAIRY, "en", DAIRY),
        ("2012/134/EU BAT 17, Table 7, L 70/19", "ru", "2012/134/ЕС НДТ 17, табл. 7, L 70/19"),
        ("2012/134/EU BAT 17, Table 7, L 70/19", "kk", "2012/134/ЕО ЕҚТ 17, 7-кесте, L 70/19"),
        ("CER BREF 2007 section 5.1.2-a", "ru", "CER BREF 2007 разд. 5.1.2-a"),
        ("ЭК ст. 114 п. 1 пп. 3", "ru", "ЭК ст. 114 п. 1 пп. 3"),
        ("инженерная практика / engineering practice", "ru", "инженерная практика"),
        ("инженерная практика / engineering practice", "kk", "инженерная практика"),
        ("инженерная практика / engineering practice", "en", "engineering practice"),
        ("документа нет / құжат жоқ", "kk", "құжат жоқ"),
        ("а / ә / a", "kk", "ә"),
        ("Table 1 / Table 2", "ru", "табл. 1 / табл. 2"),
        ("тема по памяти / theme from memory; BAT 9", "ru", "тема по памяти; НДТ 9"),
        ("", "ru", ""),
    ],
)
def test_that_a_place_is_said_in_the_words_of_the_reader(place, lang, said):
    assert cited(place, lang) == said
