"""Packs are looked at, compared, signed, installed and taken back."""

import errno
import json
import shutil
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from kta_desktop.domain.definition import Definition, Level, Question, QuestionType, Text
from kta_desktop.exchange.errors import CancelledError
from kta_desktop.packs import installed, layout, library, workbook
from kta_desktop.packs.errors import PackFaultyError, PackNotFoundError
from kta_desktop.packs.library import installed_root, standard
from kta_desktop.packs.rows import sheet_text, toml_text
from kta_desktop.packs.signature import FILE, PackTamperedError, signature_of
from kta_desktop.packs.workbook_files import pack_files
from kta_desktop.services import authoring, packs

LABEL = Text(ru="Сброс", kk="Төгу", en="Discharge")
WORDS = {"ru": "Сброс", "kk": "Төгу", "en": "Discharge"}
FIRST = {"type": "decimal", "name": "flow", "label": WORDS, "bind::kta:concept": "mini.flow"}
SECOND = {"type": "text", "name": "why", "label": WORDS, "bind::kta:concept": "mini.why"}
TABLES = {
    layout.SURVEY: [
        {"type": "begin_group", "name": "gen", "label": WORDS, "bind::kta:number": "1"},
        FIRST,
        SECOND,
        {"type": "end_group"},
    ],
    layout.CHOICES: [],
    layout.TECHNIQUES: [{"id": "B1", "kind": "bat", "title": WORDS, "source": "LAW"}],
    layout.LEVELS: [
        {
            "id": level,
            "kind": "AEL",
            "medium": "water_direct",
            "parameter": WORDS,
            "upper": "10",
            "unit": "mg/l",
            "when": "true()",
            "source": "LAW",
            "confidence": "memory",
        }
        for level in ("L1", "L2")
    ],
    layout.MONITORING: [],
    layout.RANGES: [],
    layout.SOURCES: [{"id": "LAW", "title": "The law", "confidence": "verified"}],
}
PACK = {"id": "mini", "version": "1", "title": WORDS}


def write_pack(folder, **settings):
    folder.mkdir(parents=True)
    for table, rows in TABLES.items():
        (folder / f"{table.file}.csv").write_text(sheet_text(table, rows), encoding="utf-8")
    (folder / "overlay.toml").write_text("")
    (folder / "pack.toml").write_text(toml_text({**PACK, **settings}), encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def shipped(tmp_path, monkeypatch):
    """The folder of the only pack that comes with the program."""
    monkeypatch.setattr(library, "RESOURCES", tmp_path / "resources")
    return write_pack(tmp_path / "resources" / "packs" / "mini")


@pytest.fixture
def folder(tmp_path):
    """A newer version of the pack, in which a question has another text."""
    place = write_pack(tmp_path / "newer" / "mini", version="2")
    survey = place / "survey.csv"
    text = survey.read_text(encoding="utf-8")
    survey.write_text(text.replace("flow,Сброс", "flow,Сток", 1), encoding="utf-8")
    return place


def label():
    return packs.compiled("mini")[0].question("flow").label.ru


def install(ws, folder):
    return authoring.install(ws, authoring.inspect(folder))


def files_below(folder):
    return {path.name for path in folder.rglob("*") if path.is_file()}


def test_that_a_folder_a_workbook_and_a_signed_zip_are_the_same_pack(ws, folder, tmp_path):
    install(ws, folder)
    authoring.export("mini", tmp_path / "book.xlsx")
    zipped = authoring.signed_zip(ws, "mini", tmp_path / "out")
    seen = [authoring.inspect(p) for p in (folder, tmp_path / "book.xlsx", zipped)]
    assert len({inspection.sha256 for inspection in seen}) == 1
    assert len({str(sorted(inspection.files.items())) for inspection in seen}) == 1
    assert zipped.name == f"2-{seen[0].sha256}.zip"


def test_that_an_inspection_says_what_differs_from_the_pack_in_use(folder):
    questions = authoring.inspect(folder).comparison.questions
    assert [(c.name, c.fields) for c in questions.changed] == [("flow", "label (ru)")]
    assert (questions.added, questions.removed) == ((), ())


def test_that_an_installed_pack_is_in_use_and_names_its_signer(ws, profile, folder):
    info = install(ws, folder)
    assert (info.origin, info.signed_by) == ("installed", profile.name)
    assert label() == "Сток"


@pytest.mark.parametrize(("version", "told"), [("1", ""), ("2", ""), ("1.9", ""), ("2.1", "2.1")])
def test_that_an_installed_pack_says_when_the_program_has_a_newer_one(
    ws, folder, shipped, version, told
):
    assert packs.info("mini").shipped_version == ""
    install(ws, folder)
    settings = shipped / "pack.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace('version = "1"', f'version = "{version}"'), encoding="utf-8")
    info = packs.info("mini")
    assert (info.version, info.shipped_version) == ("2", told)


def test_that_a_signature_names_device_person_time_and_definition(ws, profile, folder):
    inspection = authoring.inspect(folder)
    authoring.install(ws, inspection)
    signature = signature_of(installed_root() / "mini")
    assert (signature.device, signature.person) == (ws.device, profile.name)
    assert signature.definition == inspection.sha256
    assert signature.time.endswith("Z")


def test_that_uninstalling_goes_back_to_the_shipped_pack_and_keeps_the_other(ws, folder):
    install(ws, folder)
    info = authoring.uninstall("mini")
    assert info.origin == "shipped"
    assert label() == "Сброс"
    (old,) = installed.kept(installed_root(), "mini")
    assert pack_files(old) == pack_files(folder)


def test_that_what_is_not_installed_cannot_be_uninstalled(ws):
    with pytest.raises(PackNotFoundError):
        authoring.uninstall("mini")


def test_that_the_previous_version_is_kept_under_a_date(ws, folder, shipped):
    install(ws, shipped)
    install(ws, folder)
    (old,) = installed.kept(installed_root(), "mini")
    assert pack_files(old) == pack_files(shipped)
    assert old.name.startswith("20")


def test_that_what_was_inspected_is_installed_whatever_became_of_the_file(ws, folder):
    inspection = authoring.inspect(folder)
    (folder / "survey.csv").write_text("type,name\n")
    authoring.install(ws, inspection)
    assert packs.compiled("mini")[1] == inspection.sha256


def test_that_a_pack_with_an_error_is_not_installed(ws, folder):
    survey = folder / "survey.csv"
    text = survey.read_text(encoding="utf-8")
    survey.write_text(text.replace("decimal", "decimul", 1))
    inspection = authoring.inspect(folder)
    assert inspection.definition is None
    assert not inspection.may_install
    with pytest.raises(PackFaultyError):
        authoring.install(ws, inspection)
    assert not installed_root().exists()


@pytest.mark.parametrize("harm", ["changed", "added", "removed", "unsigned", "resigned", "huge"])
def test_that_a_tampered_pack_is_not_used_and_told(ws, folder, harm, shipped):
    install(ws, folder)
    place = installed_root() / "mini"
    if harm == "changed":
        with (place / "levels.csv").open("ab") as file:
            file.write(b"\n")
    elif harm == "added":
        (place / "files").mkdir()
        (place / "files" / "a.csv").write_text("a\n")
    elif harm == "removed":
        (place / "ranges.csv").unlink()
    elif harm == "unsigned":
        (place / FILE).unlink()
    elif harm == "resigned":
        document = json.loads((place / FILE).read_text())
        (place / FILE).write_text(json.dumps(document | {"person": "Другой"}))
    else:
        (place / FILE).write_bytes(b"[" * (1 << 20))
    assert label() == "Сброс"
    assert standard().folder("mini") == shipped
    assert [error.details["pack"] for error in authoring.tampered()] == ["mini"]


class Killed(BaseException):
    """The program ended here."""


@pytest.mark.parametrize("step", range(1, 24))
def test_that_a_pack_killed_while_installed_is_whole_or_absent(
    ws, folder, monkeypatch, step, shipped
):
    install(ws, shipped)
    before, after = packs.compiled("mini")[1], authoring.inspect(folder)
    with monkeypatch.context() as patch:
        _end_at(patch, step)
        with suppress(Killed):
            authoring.install(ws, after)
    standard()
    assert packs.compiled("mini")[1] in (before, after.sha256)
    assert authoring.tampered() == ()
    assert (installed_root() / "mini").is_dir()
    authoring.install(ws, after)
    assert packs.compiled("mini")[1] == after.sha256
    assert not [p.name for p in installed_root().glob(".[rw]*")]


@pytest.mark.parametrize("there", [(), (FILE,), (FILE, "pack.toml")])
def test_that_what_waits_and_is_no_pack_is_thrown_away(ws, folder, there):
    install(ws, folder)
    waiting = installed_root() / ".ready-mini"
    waiting.mkdir()
    for name in there:
        shutil.copy(installed_root() / "mini" / name, waiting)
    assert label() == "Сток"
    assert not waiting.exists()


@pytest.mark.parametrize("step", range(1, 13))
def test_that_a_pack_that_cannot_be_written_leaves_the_one_in_use(
    ws, folder, monkeypatch, step, shipped
):
    install(ws, shipped)
    before, after = packs.compiled("mini")[1], authoring.inspect(folder)
    with monkeypatch.context() as patch:
        _fail_at(patch, step)
        with pytest.raises(authoring.PackPlaceError):
            authoring.install(ws, after)
    standard()
    assert packs.compiled("mini")[1] == before
    assert not [p.name for p in installed_root().glob(".[rw]*")]


def _fail_at(patch, step):
    """Let the ``step``-th write or renaming fail, once."""
    count = 0

    def failing(act):
        def acting(*args, **kwargs):
            nonlocal count
            count += 1
            if count == step:
                raise OSError(errno.EBUSY, "busy")
            return act(*args, **kwargs)

        return acting

    patch.setattr(installed, "_write", failing(installed._write))
    patch.setattr(Path, "rename", failing(Path.rename))


def _end_at(patch, step):
    """Let the program end at the ``step``-th touch of the disk."""
    count = 0

    def ending(act):
        def acting(*args, **kwargs):
            nonlocal count
            count += 1
            if count >= step:
                raise Killed
            return act(*args, **kwargs)

        return acting

    patch.setattr(installed, "_write", ending(installed._write))
    patch.setattr(installed, "sync_folder", ending(installed.sync_folder))
    patch.setattr(Path, "rename", ending(Path.rename))


def test_that_a_level_marked_as_checked_may_judge(ws):
    assert not packs.compiled("mini")[0].level("L1").may_yield_verdict
    info = authoring.mark_checked(ws, "mini", "L1", " Иванова А. С. ", "2026-11-20")
    marked = packs.compiled("mini")[0].level("L1")
    assert (marked.checked_by, marked.checked_on) == ("Иванова А. С.", "2026-11-20")
    assert marked.may_yield_verdict
    assert info.origin == "installed"


def test_that_marking_a_level_changes_nothing_else(ws):
    before = packs.compiled("mini")[0]
    authoring.mark_checked(ws, "mini", "L1", "Иванова", "2026-11-20")
    comparison = authoring.compare(before, packs.compiled("mini")[0])
    (changed,) = comparison.levels.changed
    assert (changed.name, changed.fields) == ("L1", "checked_by, checked_on")
    assert not comparison.questions
    assert not comparison.techniques


@pytest.mark.parametrize(
    ("person", "on"),
    [
        (" ", "2026-11-20"),
        ("Иванова", ""),
        ("Иванова", "20.11.2026"),
        ("Иванова", "2999-01-01"),
    ],
    ids=["nobody", "no day", "not ISO", "tomorrow"],
)
def test_that_a_level_is_not_marked_without_name_and_day(ws, person, on):
    with pytest.raises(authoring.CheckUnsignedError):
        authoring.mark_checked(ws, "mini", "L1", person, on)
    assert not installed_root().exists()


def test_that_a_level_that_is_not_there_is_not_marked(ws):
    with pytest.raises(authoring.LevelNotFoundError):
        authoring.mark_checked(ws, "mini", "NONE", "Иванова", "2026-11-20")


def test_that_a_signed_zip_of_an_installed_pack_is_the_same_every_time(ws, folder, tmp_path):
    install(ws, folder)
    one = authoring.signed_zip(ws, "mini", tmp_path / "one")
    two = authoring.signed_zip(ws, "mini", tmp_path / "two")
    assert (one.name, one.read_bytes()) == (two.name, two.read_bytes())


def test_that_a_received_pack_names_who_signed_it_first(ws, tmp_path):
    zipped = authoring.signed_zip(ws, "mini", tmp_path)
    authoring.install(ws, authoring.inspect(zipped))
    assert signature_of(installed_root() / "mini").received["device"] == ws.device


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"hello", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]
)
def test_that_a_zip_that_is_no_pack_is_refused(tmp_path, content):
    (tmp_path / "a.zip").write_bytes(content)
    with pytest.raises(authoring.PackError):
        authoring.inspect(tmp_path / "a.zip")


def test_that_a_zip_with_a_changed_file_is_refused(ws, tmp_path):
    zipped = authoring.signed_zip(ws, "mini", tmp_path)
    with zipfile.ZipFile(zipped) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content + b"\n" * (name == "levels.csv"))
    with pytest.raises(PackTamperedError):
        authoring.inspect(tmp_path / "b.zip")


@pytest.mark.parametrize("name", ["../a.csv", "/a.csv", "files/../../a.csv", "a.exe", "con.csv"])
def test_that_a_zip_with_foreign_names_is_refused(ws, tmp_path, name):
    zipped = authoring.signed_zip(ws, "mini", tmp_path)
    with zipfile.ZipFile(zipped, "a") as archive:
        archive.writestr(name, b"x")
    with pytest.raises(authoring.PackZipError):
        authoring.inspect(zipped)


def test_that_an_import_writes_the_folder_that_was_exported(tmp_path, shipped):
    authoring.export("mini", tmp_path / "book.xlsx")
    authoring.import_workbook(tmp_path / "book.xlsx", tmp_path / "new")
    assert pack_files(tmp_path / "new") == pack_files(shipped)


def test_that_an_import_replaces_the_same_pack_and_leaves_what_is_no_part_of_it(tmp_path, shipped):
    shutil.copytree(shipped, tmp_path / "old")
    (tmp_path / "old" / "gone.csv").write_text("id\n")
    authoring.export("mini", tmp_path / "book.xlsx")
    authoring.import_workbook(tmp_path / "book.xlsx", tmp_path / "old")
    assert pack_files(tmp_path / "old") == pack_files(shipped)
    assert (tmp_path / "old" / "overlay.toml").exists()


@pytest.mark.parametrize("there", ["file", "other", "foreign"])
def test_that_an_import_touches_no_folder_of_anything_else(tmp_path, there, shipped):
    place = tmp_path / "place"
    if there == "file":
        place.write_text("letter")
    elif there == "other":
        shutil.copytree(shipped, place)
        text = (place / "pack.toml").read_text(encoding="utf-8")
        (place / "pack.toml").write_text(text.replace('id = "mini"', 'id = "other"'))
    else:
        place.mkdir()
        (place / "letter.txt").write_text("x")
    authoring.export("mini", tmp_path / "book.xlsx")
    before = files_below(tmp_path)
    with pytest.raises(authoring.FolderForeignError):
        authoring.import_workbook(tmp_path / "book.xlsx", place)
    assert files_below(tmp_path) == before


def test_that_an_export_that_fails_leaves_the_older_workbook(tmp_path):
    (tmp_path / "book.xlsx").mkdir()
    with pytest.raises(authoring.PackPlaceError):
        authoring.export("mini", tmp_path / "book.xlsx")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["book.xlsx", "resources"]


def test_that_an_inspection_can_be_stopped(shipped):
    with pytest.raises(CancelledError):
        authoring.inspect(shipped, cancelled=lambda: True)


def test_that_mistakes_of_a_workbook_are_placed_as_in_excel(folder, tmp_path):
    survey = folder / "survey.csv"
    text = survey.read_text(encoding="utf-8")
    survey.write_text(text.replace("decimal", "decimul", 1))
    workbook.write(pack_files(folder), tmp_path / "book.xlsx")
    fault = next(f for f in authoring.inspect(tmp_path / "book.xlsx").faults if f.is_error)
    assert (fault.sheet, fault.row, fault.column) == ("survey", 3, "A (type)")


def definition(**parts):
    return Definition(pack="a", version="1", title=LABEL, **parts)


def question(name, **more):
    more = {"label": LABEL, **more}
    return Question(name=name, number="1", section="a", type=QuestionType.TEXT, **more)


def test_that_a_comparison_names_the_columns_that_differ():
    level = Level(id="L", kind="AEL", medium="air", parameter=LABEL, upper="5")
    old = definition(questions=(question("a"), question("b")), levels=(level,))
    new = definition(
        questions=(question("b", label=Text(ru="Иное"), more={"warn": ". > 1"}), question("c")),
        levels=(Level(id="L", kind="AEL", medium="air", parameter=LABEL, upper="4"),),
    )
    found = authoring.compare(old, new)
    assert [c.name for c in found.questions.added] == ["c"]
    assert [c.name for c in found.questions.removed] == ["a"]
    assert [c.fields for c in found.questions.changed] == ["label (ru, kk, en), warn"]
    assert [c.fields for c in found.levels.changed] == ["upper"]
    assert found.techniques == authoring.Difference()


def test_that_without_an_older_version_everything_is_added():
    found = authoring.compare(None, definition(questions=(question("a"),)))
    assert [c.name for c in found.questions.added] == ["a"]


def test_that_a_level_of_an_included_pack_is_marked_in_that_pack(ws, shipped):
    outer = write_pack(shipped.parent / "outer", id="outer", includes=["mini"])
    for table in TABLES:
        (outer / f"{table.file}.csv").write_text(sheet_text(table, []), encoding="utf-8")
    authoring.mark_checked(ws, "outer", "L2", "Иванова", "2026-11-20")
    assert packs.compiled("outer")[0].level("L2").checked_by == "Иванова"
    assert standard().folder("mini") == installed_root() / "mini"
    assert standard().folder("outer") == outer
