import hashlib
import os
import warnings
import zipfile
from contextlib import suppress
from io import BytesIO

import pytest
from PIL import Image

from kta_desktop.domain.answers import Evidence
from kta_desktop.errors import KtaError
from kta_desktop.i18n import LANGUAGES
from kta_desktop.services import answering, auditing, evidence, filetype
from kta_desktop.services.recent import RecentBytes
from kta_desktop.storage import errors


def _picture(kind="JPEG", size=(400, 300), **options):
    out = BytesIO()
    image = Image.effect_noise(size, 60)
    image.convert(options.pop("mode", "RGB")).save(out, kind, **options)
    return out.getvalue()


def _exif(taken=None, orientation=None):
    exif = Image.Exif()
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken
    if orientation:
        exif[0x0112] = orientation
    return exif


def _office(folder):
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(f"{folder}/document.xml", "<a/>")
    return out.getvalue()


@pytest.fixture
def attach(ws, audit, tmp_path):
    """Return a function that writes a file and attaches it to a question."""

    def act(name, data, **options):
        file = tmp_path / name
        file.write_bytes(data)
        return evidence.attach(ws, audit, "wat_01", file, **options)

    return act


def _stored(ws):
    with ws.store.connect() as connection:
        return connection.exec_driver_sql("SELECT sha256 FROM contents").scalars().all()


def test_that_a_photograph_is_kept_to_the_byte_and_named_by_the_record(ws, audit, attach):
    data = _picture(exif=_exif("2026:11:22 14:32:08"))
    attached = attach("IMG_2041.jpg", data, caption="Градирня")
    assert attached == Evidence(
        id=attached.id,
        sha256=hashlib.sha256(data).hexdigest(),
        name="IMG_2041.jpg",
        media_type="image/jpeg",
        size=len(data),
        taken_at="2026-11-22T14:32:08",
        kind="photo",
        caption="Градирня",
    )
    assert b"".join(evidence.content(ws, attached.sha256)) == data
    entries = auditing.load(ws, audit).entries
    assert Evidence.from_json(entries[f"wat_01#evidence:{attached.id}"]) == attached


@pytest.mark.parametrize(
    ("name", "data", "media_type"),
    [
        ("план.PNG", _picture("PNG", mode="RGBA"), "image/png"),
        ("без расширения", _picture("WEBP"), "image/webp"),
        ("скан.tif", _picture("TIFF"), "image/tiff"),
        ("really-a.pdf", _picture("BMP"), "image/bmp"),  # the bytes count, not the name
        ("разрешение.pdf", b"%PDF-1.7\n...", "application/pdf"),
        ("журнал.csv", "время;мг\n10:00;1,5".encode("cp1251"), "text/csv"),
        ("заметки.txt", "Привет".encode(), "text/plain"),
        ("log.txt", "Привет".encode("utf-16"), "text/plain"),
        (
            "акт.docx",
            _office("word"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (
            "баланс.xlsx",
            _office("xl"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
    ],
)
def test_that_the_type_is_told_by_the_bytes(attach, name, data, media_type):
    assert attach(name, data).media_type == media_type


def test_that_a_document_is_not_called_a_photograph(attach):
    assert attach("a.pdf", b"%PDF-1.7").kind == ""
    assert attach("b.pdf", b"%PDF-1.7", kind="permit").kind == "permit"


def _bomb():
    out = BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "options", "expected"),
    [
        ("note.jpg", b"this is text", {}, errors.NotAPictureError),
        ("doc.png", b"%PDF-1.7", {}, errors.NotAPictureError),
        ("a.pdf", b"%PDF-1.7", {"kind": "photo"}, errors.NotAPictureError),
        ("page.jpg", b"<!DOCTYPE html><html><body>404</body></html>", {}, errors.NotAPictureError),
        ("cut.jpg", _picture()[:3000], {}, errors.PictureDamagedError),
        ("cut.png", _picture("PNG")[:3000], {}, errors.PictureDamagedError),
        ("bomb.png", _bomb(), {}, errors.PictureTooLargeError),
        ("a.exe", b"MZ\x90\0\x03\0\0\0", {}, errors.UnknownFileTypeError),
        ("a.zip", _office("other"), {}, errors.UnknownFileTypeError),
        ("a.docx", b"PK\x03\x04broken", {}, errors.UnknownFileTypeError),
        ("a.txt", b"", {}, errors.EmptyFileError),
    ],
)
def test_that_what_is_no_evidence_is_refused_and_leaves_nothing(
    ws, audit, attach, name, data, options, expected
):
    before = len(list(answering.log(ws, audit)))
    with pytest.raises(errors.EvidenceError) as caught:
        attach(name, data, **options)
    assert type(caught.value) is expected
    assert all(name in caught.value.sentence(language) for language in LANGUAGES)
    assert len(list(answering.log(ws, audit))) == before
    assert _stored(ws) == []


def test_that_a_file_over_the_limit_is_refused_before_it_is_read(ws, audit, tmp_path, monkeypatch):
    file = tmp_path / "video.jpg"
    with file.open("wb") as stream:
        stream.truncate(80_000_000)
    monkeypatch.setattr(type(file), "open", None)  # reading it would fail the test
    with pytest.raises(errors.EvidenceTooBigError) as caught:
        evidence.attach(ws, audit, "wat_01", file)
    assert caught.value.details == {"name": "video.jpg", "size_mb": 80, "limit_mb": 50}


def test_that_a_missing_file_or_a_folder_has_a_sentence(ws, audit, tmp_path):
    with pytest.raises(errors.EvidenceUnreadableError):
        evidence.attach(ws, audit, "wat_01", tmp_path / "gone.jpg")
    with pytest.raises(errors.EvidenceUnreadableError):
        evidence.attach(ws, audit, "wat_01", tmp_path)


def test_that_no_change_names_bytes_that_are_not_there(ws, attach, monkeypatch):
    seen = []
    true_store = answering.store

    def store(given, audit_id, edits, *rest):
        seen.append(_stored(given) == [edits[0].after["sha256"]])
        return true_store(given, audit_id, edits, *rest)

    monkeypatch.setattr(answering, "store", store)
    attach("a.jpg", _picture())
    assert seen == [True]
    assert len(_stored(ws)) == 1


def test_that_the_same_photograph_is_stored_once_and_attached_twice(ws, audit, attach):
    data = _picture()
    first, second = attach("a.jpg", data), attach("b.jpg", data)
    assert first.sha256 == second.sha256
    assert first.id != second.id
    assert len(_stored(ws)) == 1
    paths = [p for p in auditing.load(ws, audit).entries if "#evidence:" in p]
    assert len(paths) == 2


def test_that_detaching_can_be_undone(ws, audit, attach):
    attached = attach("a.jpg", _picture())
    path = f"wat_01#evidence:{attached.id}"
    answering.store(ws, audit, [answering.Edit(path, None)])
    assert path not in auditing.load(ws, audit).entries
    answering.undo(ws, audit)
    assert auditing.load(ws, audit).entries[path] == attached.to_json()
    assert b"".join(evidence.content(ws, attached.sha256))


def test_that_a_reduced_copy_is_small_upright_and_the_same_each_time(ws, attach):
    data = _picture(size=(1600, 1200), exif=_exif(orientation=6))  # taken with the phone upright
    attached = attach("a.jpg", data)
    reduced = evidence.reduced(ws, attached.sha256, 300)
    with Image.open(BytesIO(reduced)) as image:
        assert (image.format, image.size) == ("JPEG", (225, 300))
        assert not image.getexif()
    ws.pictures = RecentBytes()
    assert evidence.reduced(ws, attached.sha256, 300) == reduced


def test_that_a_small_picture_is_not_enlarged_and_transparency_stays(ws, attach):
    attached = attach("a.png", _picture("PNG", size=(40, 30), mode="L", transparency=128))
    with Image.open(BytesIO(evidence.reduced(ws, attached.sha256, 300))) as image:
        assert (image.format, image.size) == ("PNG", (40, 30))


def test_that_a_document_has_no_reduced_copy(ws, attach):
    attached = attach("a.pdf", b"%PDF-1.7")
    with pytest.raises(errors.NotAPictureError):
        evidence.reduced(ws, attached.sha256, 300)


def test_that_missing_content_is_told(ws):
    with pytest.raises(errors.ContentMissingError):
        b"".join(evidence.content(ws, "0" * 64))


def test_that_recent_bytes_are_made_once_and_the_oldest_go_first():
    made = []
    recent = RecentBytes(max_bytes=25)

    def make(name):
        made.append(name)
        return b"x" * 10

    for name in ("a", "b", "a", "c", "a", "b"):
        assert recent.get(name, lambda name=name: make(name)) == b"x" * 10
    assert made == ["a", "b", "c", "b"]


def test_that_a_pipe_is_refused_and_not_waited_for(ws, audit, tmp_path):
    pipe = tmp_path / "a.jpg"
    os.mkfifo(pipe)
    with pytest.raises(errors.EvidenceUnreadableError):
        evidence.attach(ws, audit, "photo", pipe)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF"])
def test_that_a_picture_damaged_anywhere_has_a_sentence(kind):
    out = BytesIO()
    Image.effect_noise((60, 40), 60).convert("RGB").save(out, kind)
    whole = out.getvalue()
    for place in range(0, len(whole), max(1, len(whole) // 150)):
        for data in (whole[:place], whole[:place] + b"\xff\xff" + whole[place + 2 :]):
            with suppress(KtaError), warnings.catch_warnings():
                warnings.simplefilter("ignore")  # Pillow's about what it puts up with
                filetype.sniff(data or b"x", "a.jpg")


def test_that_a_name_that_is_no_text_is_kept_readable(ws, audit, tmp_path):
    file = tmp_path / b"\xff.txt".decode(errors="surrogateescape")
    file.write_text("a")
    kept = evidence.attach(ws, audit, "photo", file)
    assert kept.name == "\ufffd.txt"
