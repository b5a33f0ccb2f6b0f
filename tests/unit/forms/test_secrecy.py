"""Which answers are trade secrets, and what a form tells that keeps them back."""

import pytest

from kta_desktop.domain import fieldpath
from kta_desktop.domain.answers import Answer, Evidence
from kta_desktop.domain.confidential import Confidential, SaidBy, Secrecy
from kta_desktop.forms.guarded import GuardedState
from kta_desktop.forms.state import FormState

SECRET = {"is": True, "grounds": "приказ № 3"}
OPEN = {"is": False, "grounds": ""}


class All:
    """Keeps back whatever is a secret."""

    def keeps(self, form, address):
        return form.confidential(address).is_secret

    def keeps_cells(self, form, address):
        return form.has_secret_cells(address)

    def keeps_file(self, form, address, file):
        said = form.said_secret(address, file.id)
        return said is not None and said.is_secret


def number(text):
    return Answer(text=text, value=text).to_json()


@pytest.fixture
def shop(making):
    """Return a checklist with an output, two uses of it, sources with a table in each."""
    q, c = making.question, making.column
    return making.definition(
        q("output", "decimal", confidential=True),
        q("water", "decimal"),
        q("specific", "calculate", calculation="${water} div ${output}"),
        q("twice", "calculate", calculation="${specific} * 2"),
        q("plain", "calculate", calculation="${water} * 2"),
        q("source", "repeat", more={"key": "name"}),
        q("name", "text", parent="source"),
        q("gases", "table", parent="source", columns=(c("gas", "text"), c("mass", "decimal"))),
        q("plan", "table", columns=(c("what", "text"), c("cost", "decimal"))),
        q("cost", "calculate", calculation="sum(${plan}/cost)", confidential=True),
        q("follow", "text", relevant="${output} > 10"),
    )


def entries(**more):
    return {
        "output": number("731"),
        "water": number("20"),
        "source/s1": {"order": 1.0},
        "source/s1/name": Answer(text="Труба", value="Труба").to_json(),
        "source/s1/gases/g1": {"order": 1.0},
        "source/s1/gases/g1/mass": number("5"),
        "plan/p1": {"order": 1.0},
        "plan/p1/what": Answer(text="Насос", value="Насос").to_json(),
        "plan/p1/cost": number("46"),
        **{path.replace("__", "/"): value for path, value in more.items()},
    }


def made(definition, said=()):
    return FormState(definition, {**entries(), **dict(said)})


def test_that_a_checklist_begins_and_a_person_has_the_last_word(shop):
    begun = made(shop).confidential("output")
    assert begun == Confidential(is_secret=True, by=SaidBy.PACK, source="output")
    told = made(shop, {"output#confidential": OPEN}).confidential("output")
    assert told == Confidential(is_secret=False, by=SaidBy.PERSON, source="output")
    said = made(shop, {"water#confidential": SECRET}).confidential("water")
    assert (said.is_secret, said.grounds, said.by) == (True, "приказ № 3", SaidBy.PERSON)


def test_that_a_word_is_taken_over_and_taken_away_like_a_note(shop):
    form = made(shop)
    assert "water" in form.apply("water#confidential", SECRET)
    assert form.confidential("water").is_secret
    form.apply("water#confidential", None)
    assert not form.confidential("water").is_secret


@pytest.mark.parametrize("junk", ["да", 7, [], {"is": "yes"}, {"grounds": "x"}, {}])
def test_that_words_of_other_programs_say_nothing(shop, junk):
    assert not made(shop, {"water#confidential": junk}).confidential("water").is_secret


def test_that_what_is_worked_out_of_a_secret_is_one_too(shop):
    form = made(shop)
    assert form.confidential("specific").source == "output"
    assert form.confidential("twice").source == "output"
    assert not form.confidential("plain").is_secret


def test_that_a_figure_called_open_opens_what_is_worked_out_of_it(shop):
    form = made(shop, {"specific#confidential": OPEN})
    assert not form.confidential("specific").is_secret
    assert not form.confidential("twice").is_secret


def test_that_the_parts_of_a_secret_sum_are_secret(shop):
    form = made(shop)
    assert form.confidential("plan/p1/cost").source == "cost"
    assert not form.confidential("plan/p1/what").is_secret
    assert not form.confidential("plan").is_secret
    assert form.has_secret_cells("plan")


@pytest.mark.parametrize("path", ["source", "source/s1"])
def test_that_what_is_inside_a_secret_is_secret(shop, path):
    form = made(shop, {f"{path}#confidential": SECRET})
    for address in ("source/s1/name", "source/s1/gases", "source/s1/gases/g1/mass"):
        assert form.confidential(address).source == path
    assert not form.confidential("water").is_secret


def test_that_the_nearest_word_counts(shop):
    said = {"source#confidential": SECRET, "source/s1/gases#confidential": OPEN}
    form = made(shop, said)
    assert form.confidential("source/s1/name").is_secret
    assert not form.confidential("source/s1/gases/g1/mass").is_secret


def test_that_places_that_are_not_there_are_no_secrets_but_errors(shop):
    for address in ("nowhere", "water/x", "#", ""):
        with pytest.raises(KeyError):
            made(shop).confidential(address)


def test_that_paths_of_secrecy_are_read_and_written_alike():
    for path in ("wat_03#confidential", "wat_03#confidential:0192-ab", "source/s1#confidential"):
        assert fieldpath.parse_path(path).written() == path
    assert fieldpath.confidential("a", "1") == "a#confidential:1"
    with pytest.raises(ValueError, match="confidentially"):
        fieldpath.parse_path("wat_03#confidentially")


def test_that_a_guarded_form_answers_nothing_of_its_secrets(shop):
    item = Evidence(id="1", sha256="1" * 64, name="f.pdf", media_type="application/pdf", size=1)
    said = {
        "output#note": "тайна",
        "output#confirm": "тайна",
        "output#evidence:1": item.to_json(),
        "source/s1/name#confidential": SECRET,
    }
    form = made(shop, said)
    shown = GuardedState(form, All())
    assert shown.answer("output").is_empty
    assert shown.value("output") is shown.value("specific") is shown.value("twice") is None
    assert (shown.note("output"), shown.confirmation("output")) == ("", "")
    assert shown.evidence("output") == shown.problems("output") == ()
    assert shown.instance_title("source", "s1", "ru") == ""
    assert shown.evaluate("${output} + 1") is None
    assert [dict(row.cells) for row in shown.rows("source")] == [{}]
    (row,) = shown.rows("plan")
    assert set(row.cells) == {"what"}
    told = "".join(f"{path}={value}" for path, value in shown.entries.items())
    assert not any(word in told for word in ("731", "46", "Труба", "тайна", "f.pdf", "приказ"))


def test_that_a_guarded_form_tells_the_rest_and_asks_the_same(shop):
    form = made(shop)
    shown = GuardedState(form, All())
    assert shown.value("plain") == form.value("plain") == 40
    assert shown.evaluate("${water} + 1") == 21
    assert shown.is_relevant("follow")  # a secret decides it, and it is asked all the same
    assert shown.progress() == form.progress()
    assert [place.address for place in shown.places()] == [p.address for p in form.places()]
    assert shown.rows("source/s1/gases") == form.rows("source/s1/gases")


def test_that_one_secret_file_leaves_and_the_others_stay(shop):
    files = [
        Evidence(id=name, sha256=name * 64, name=name, media_type="image/png", size=1)
        for name in "12"
    ]
    said = {fieldpath.evidence("water", item.id): item.to_json() for item in files}
    said[fieldpath.confidential("water", "1")] = SECRET
    form = made(shop, said)
    assert form.said_secret("water", "1") == Secrecy(is_secret=True, grounds="приказ № 3")
    shown = GuardedState(form, All())
    assert [item.id for item in shown.evidence("water")] == ["2"]
    assert not any("1" in path for path in shown.entries if path.startswith("water#"))
