"""Claims about packs that take in others."""

import pytest

from kta_desktop.forms.wording import part_name
from kta_desktop.packs import layout
from kta_desktop.packs.check import check
from kta_desktop.packs.compile import compile_pack
from kta_desktop.packs.library import Library, standard
from kta_desktop.packs.load import load
from kta_desktop.packs.rows import sheet_text, toml_text

LABEL = {"ru": "Вопрос", "kk": "Сұрақ", "en": "Question"}


def row(kind, name="", **cells):
    return {"type": kind, "name": name, "label": LABEL, "bind::kta:concept": name, **cells}


def level(name, **cells):
    return {"id": name, "kind": "AEL", "medium": "air", "parameter": LABEL, **cells}


class Shelf:
    """A folder of packs, each as small as can be."""

    def __init__(self, path):
        self.path = path

    def put(self, pack_id, *rows, includes=(), **tables):
        """Write a pack with one section around ``rows``; ``tables`` are rows by file name."""
        folder = self.path / pack_id
        folder.mkdir(exist_ok=True)
        section = row("begin_group", f"s_{pack_id.replace('-', '_')}")
        survey = [section, *rows, {"type": "end_group"}] if rows else []
        for table in layout.ALL:
            content = survey if table is layout.SURVEY else tables.get(table.file, [])
            text = sheet_text(table, content)
            (folder / f"{table.file}.csv").write_text(text, encoding="utf-8")
        settings = {"id": pack_id, "version": "1", "title": LABEL, "includes": list(includes)}
        (folder / layout.PACK).write_text(toml_text(settings), encoding="utf-8")
        return folder

    def compiled(self, pack_id):
        return compile_pack(load(self.path / pack_id), Library(self.path))

    def faults(self, pack_id):
        return check(load(self.path / pack_id), Library(self.path))

    def codes(self, pack_id):
        return {(fault.sheet, fault.code) for fault in self.faults(pack_id)}


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path)


def test_that_included_sections_come_first_and_remember_their_pack(shelf):
    shelf.put("core", row("text", "name"))
    shelf.put("metals", row("text", "ore"), includes=["core"])
    shelf.put("copper", row("text", "matte"), includes=["metals"])
    found = shelf.compiled("copper")
    sections = [(section.name, section.pack) for section in found.definition.sections]
    assert sections == [("s_core", "core"), ("s_metals", "metals"), ("s_copper", "")]
    assert [q.name for q in found.definition.questions] == ["name", "ore", "matte"]
    assert found.definition.includes == {
        "core": shelf.compiled("core").sha256,
        "metals": shelf.compiled("metals").sha256,
    }


def test_that_an_included_pack_is_called_by_its_title(shelf):
    shelf.put("common", row("text", "first"))
    shelf.put("own", row("text", "second"), includes=["common"])
    definition = shelf.compiled("own").definition
    assert part_name(definition, "common", "kk") == "Сұрақ"
    assert part_name(definition, "unheard-of", "kk") == "unheard-of"


def test_that_a_pack_speaks_of_what_it_includes(shelf):
    shelf.put(
        "core",
        row("select_one sizes", "size"),
        choices=[{"list_name": "sizes", "name": "small", "label": LABEL}],
        techniques=[{"id": "T1", "title": LABEL}],
        levels=[level("L1", lower="1", upper="5")],
        sources=[{"id": "LAW", "title": "The law"}],
    )
    shelf.put(
        "dairy",
        row("text", "milk", relevant="${size} = 'small'", **{"bind::kta:bat": "T1"}),
        row("select_one sizes", "other"),
        includes=["core"],
        levels=[
            level("L2", upper="9", overrides="L1", inherits="lower", techniques="T1", source="LAW")
        ],
    )
    definition = shelf.compiled("dairy").definition
    assert definition.question("other").choices == definition.question("size").choices
    assert definition.level("L2").lower == "1"
    assert definition.level("L1").more["pack"] == "core"
    assert "pack" not in (definition.level("L2").more or {})
    assert definition.techniques[0].more["pack"] == "core"


def test_that_rows_of_included_tables_say_where_they_come_from(shelf):
    shelf.put("core", row("text", "a"), monitoring=[{"id": "M1", "medium": "air"}])
    shelf.put("dairy", includes=["core"], monitoring=[{"id": "M2", "medium": "air"}])
    rows = shelf.compiled("dairy").definition.more["monitoring"]
    assert [(each["id"], each.get("pack")) for each in rows] == [("M1", "core"), ("M2", None)]


def test_that_a_document_both_cite_is_there_once(shelf):
    law = {"id": "LAW", "title": "The law"}
    shelf.put("core", row("text", "a"), sources=[law])
    shelf.put("dairy", includes=["core"], sources=[law, {"id": "BOOK", "title": "A book"}])
    assert [source.id for source in shelf.compiled("dairy").definition.sources] == ["LAW", "BOOK"]
    assert shelf.codes("dairy") == set()


def test_that_one_id_for_two_documents_is_a_warning(shelf):
    shelf.put("core", row("text", "a"), sources=[{"id": "LAW", "title": "The law"}])
    shelf.put("dairy", includes=["core"], sources=[{"id": "LAW", "title": "Another"}])
    (fault,) = shelf.faults("dairy")
    assert (fault.code, fault.is_error) == ("id-differs", False)


@pytest.mark.parametrize("table", ["techniques", "levels", "monitoring", "ranges", "formulas"])
def test_that_an_id_in_both_is_told_with_both_places(shelf, table):
    shelf.put("core", row("text", "a"), **{table: [{"id": "X1", "kind": "AEL"}]})
    shelf.put("dairy", includes=["core"], **{table: [{"id": "X1", "kind": "AEL"}]})
    fault = next(fault for fault in shelf.faults("dairy") if fault.code == "id-included")
    assert fault.line("ru") == (
        f"{table}, строка 2, столбец id, X1: «X1» уже есть во включённом пакете «core»: "
        f"{table}, строка 2. Назовите одно из них иначе."
    )


@pytest.mark.parametrize("kind", ["text", "begin_group"])
def test_that_a_name_in_both_is_told(shelf, kind):
    shelf.put("core", row("text", "a"))
    closing = [{"type": "end_group"}] if kind == "begin_group" else []
    shelf.put("dairy", row(kind, "a"), *closing, includes=["core"])
    assert ("survey", "id-included") in shelf.codes("dairy")


def test_that_packs_in_a_circle_are_refused_with_the_chain(shelf):
    shelf.put("a", row("text", "x"), includes=["b"])
    shelf.put("b", row("text", "y"), includes=["c"])
    shelf.put("c", row("text", "z"), includes=["a"])
    (fault,) = shelf.faults("a")
    assert fault.code == "include-circle"
    assert "a → b → c → a" in fault.sentence("ru")


def test_that_a_pack_is_taken_in_once_whatever_asks_for_it(shelf):
    shelf.put("core", row("text", "x"))
    shelf.put("b", row("text", "y"), includes=["core"])
    shelf.put("a", row("text", "z"), includes=["core", "b"])
    assert [s.name for s in shelf.compiled("a").definition.sections] == ["s_core", "s_b", "s_a"]


@pytest.mark.parametrize(
    ("includes", "code"),
    [
        (["cor"], "include-missing"),
        (["../core"], "include-missing"),
        ([3], "includes-wrong"),
        ("core", "includes-wrong"),
    ],
)
def test_that_what_cannot_be_included_is_told(shelf, includes, code):
    shelf.put("core", row("text", "x"))
    folder = shelf.put("a", row("text", "y"))
    text = toml_text({"id": "a", "version": "1", "title": LABEL, "includes": includes})
    (folder / layout.PACK).write_text(text.replace('"3"', "3"), encoding="utf-8")
    assert code in {fault.code for fault in shelf.faults("a")}


def test_that_mistakes_of_an_included_pack_are_told_as_its_own(shelf):
    shelf.put("core", row("decimel", "x"))
    shelf.put("a", row("text", "y"), includes=["core"])
    (fault,) = shelf.faults("a")
    assert fault.code == "include-faulty"
    assert "decimel" in fault.sentence("ru")


def test_that_a_broken_included_file_is_named(shelf):
    (shelf.put("core", row("text", "x")) / "levels.csv").unlink()
    shelf.put("a", row("text", "y"), includes=["core"])
    (fault,) = shelf.faults("a")
    assert fault.code == "include-unreadable"
    assert "levels.csv" in fault.sentence("ru")


def test_that_packs_beside_come_before_those_of_the_program(shelf):
    shelf.put("core", row("text", "x"))
    folder = shelf.put("a", row("text", "y"), includes=["core"])
    assert standard(folder).folder("core") == shelf.path / "core"
    assert standard(folder).folder("food") is not None
