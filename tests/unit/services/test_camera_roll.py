import hashlib
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image

from kta_desktop.domain import fieldpath
from kta_desktop.services import answering, camera_roll, filling, incoming
from kta_desktop.services.camera_roll import Confidence, Shot, Worked

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
WORKED = (
    Worked(NOON, "wat_01"),
    Worked(NOON + 30 * MINUTE, "wat_02"),
    Worked(NOON + 90 * MINUTE, "wat_03"),
)


def _shot(minutes, **more):
    return Shot(Path(f"{minutes}.jpg"), NOON + minutes * MINUTE, **more)


@pytest.mark.parametrize(
    ("minutes", "address", "confidence"),
    [
        (0, "wat_01", Confidence.SURE),
        (4, "wat_01", Confidence.SURE),
        (19, "wat_01", Confidence.LIKELY),
        (26, "wat_02", Confidence.LIKELY),  # 26 min after the first, 4 before the second
        (-10, "wat_01", Confidence.UNSURE),
        (60, None, Confidence.NONE),
        (-90, None, Confidence.NONE),
        (91, "wat_03", Confidence.SURE),
    ],
)
def test_that_a_shot_goes_to_the_question_that_was_worked_on(minutes, address, confidence):
    (proposal,) = camera_roll.match([_shot(minutes)], WORKED)
    assert (proposal.address, proposal.confidence) == (address, confidence)


def test_that_a_clock_an_hour_behind_is_put_right_by_the_shift():
    shots = [_shot(-59), _shot(31)]
    shifted = camera_roll.match(shots, WORKED, timedelta(hours=1))
    assert [each.address for each in shifted] == ["wat_01", "wat_03"]


def test_that_the_time_of_a_file_is_trusted_less_than_that_of_the_camera():
    (proposal,) = camera_roll.match([_shot(1, is_file_time=True)], WORKED)
    assert (proposal.address, proposal.confidence) == ("wat_01", Confidence.LIKELY)


def test_that_without_any_work_nothing_is_proposed():
    assert camera_roll.match([_shot(0)], ())[0].address is None


def _photo(folder, name, taken=None):
    exif = Image.Exif()
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken
    Image.effect_noise((40, 30), 60).convert("RGB").save(folder / name, "JPEG", exif=exif)
    return folder / name


def _found(folder, sizes=None, attached_to=lambda _sha: (), cancelled=lambda: False):
    return camera_roll.shots_in(
        folder, sizes or {}, attached_to, lambda *_said: None, cancelled, UTC
    )


def test_that_the_pictures_of_a_folder_come_in_order_of_their_time(tmp_path):
    _photo(tmp_path, "b.jpg", "2026:11:22 12:00:00")
    _photo(tmp_path, "a.jpg", "2026:11:22 12:05:00")
    _photo(tmp_path, "no-time.jpg")
    (tmp_path / "no-time.jpg").touch()
    (tmp_path / "notes.txt").write_text("x")
    (tmp_path / "empty.jpg").touch()
    (tmp_path / "folder.jpg").mkdir()
    (tmp_path / "page.jpg").write_text("<html>")
    found = {shot.file.name: shot for shot in _found(tmp_path)}
    assert found["b.jpg"].taken == NOON
    assert not found["b.jpg"].is_file_time
    assert found["no-time.jpg"].is_file_time
    assert set(found) == {"a.jpg", "b.jpg", "no-time.jpg", "page.jpg"}
    times = [shot.taken for shot in _found(tmp_path)]
    assert times == sorted(times)


@pytest.mark.parametrize("never", ["0001:01:01 00:00:00", "9999:12:31 23:59:59"])
def test_that_a_clock_that_was_never_set_stops_no_folder(tmp_path, never):
    _photo(tmp_path, "a.jpg", never)
    _photo(tmp_path, "b.jpg", "2026:11:22 12:00:00")
    found = _found(tmp_path)
    assert {shot.file.name: shot.is_file_time for shot in found} == {"a.jpg": True, "b.jpg": False}
    assert camera_roll.match(found, WORKED, timedelta(days=2))


def test_that_what_is_attached_already_is_known_by_its_bytes(tmp_path):
    one, other = _photo(tmp_path, "one.jpg"), _photo(tmp_path, "other.jpg")
    data = one.read_bytes()
    sha256 = hashlib.sha256(data).hexdigest()
    sizes = {len(data): {sha256}, other.stat().st_size: set()}
    known = {sha256: ("wat_01",)}
    found = {
        shot.file.name: shot.attached_to
        for shot in _found(tmp_path, sizes, lambda sha: known.get(sha, ()))
    }
    assert found == {"one.jpg": ("wat_01",), "other.jpg": ()}


def test_that_looking_stops_when_it_is_cancelled(tmp_path):
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        _photo(tmp_path, name)
    asked = iter([False, True, True])
    assert len(_found(tmp_path, cancelled=lambda: next(asked))) == 1


def test_that_of_too_many_pictures_the_newest_are_shown_and_the_rest_counted(
    tmp_path, monkeypatch, ws, audit
):
    monkeypatch.setattr(camera_roll, "MOST_SHOTS", 2)
    for day, name in enumerate(("z.jpg", "b.jpg", "a.jpg"), 1):
        _photo(tmp_path, name, f"2026:11:0{day} 12:00:00")
        os.utime(tmp_path / name, (day * 86_400, day * 86_400))
    args = ws, audit, {}, tmp_path, lambda *_said: None, lambda: False
    found = camera_roll.read_folder(*args)
    assert [shot.file.name for shot in found.shots] == ["b.jpg", "a.jpg"]
    assert found.left_out == 1


def test_that_a_folder_that_is_gone_has_a_sentence(tmp_path):
    with pytest.raises(incoming.FolderGoneError):
        _found(tmp_path / "gone")


def test_that_answers_and_notes_are_work_and_attachments_are_not(ws, audit):
    from kta_desktop.services import auditing

    for path, after in (
        ("wat_01", {"value": "yes"}),
        (fieldpath.note("wat_01"), "насос"),
        (fieldpath.evidence("wat_01", "01890000-0000-7000-8000-000000000009"), {"name": "a"}),
        ("@plant/name", "Завод"),
    ):
        answering.store(ws, audit, [answering.Edit(path, after)])
    state = filling.of_audit(auditing.load(ws, audit))
    worked = camera_roll.worked_on(state, tuple(answering.log(ws, audit)))
    assert [each.address for each in worked] == ["wat_01", "wat_01"]
