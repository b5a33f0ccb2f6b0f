"""A stick that an auditor wrote is taken in as soon as it is in, without naming a place."""

import shutil

from kta_desktop.services import remotes, sticks
from kta_desktop.services.sticks import Stick, Wanted
from ui.models.intake_source import Source


def test_that_a_stick_is_taken_in_and_not_missed_once_it_is_in_a_drawer(
    laptop, field, centre, known, tmp_path
):
    folder = tmp_path / "KINGSTON"
    folder.mkdir()
    stick = Stick(path=folder, name="KINGSTON", free=1 << 30, total=2 << 30)
    sticks.give(laptop, stick, Wanted(audit=field.audit))
    found = [stick]
    source = Source(centre, lambda: tuple(found))

    def look():
        return source.take_in(lambda _fraction, _text: None, lambda: False)

    done = look()
    assert field.audit in done.audits
    assert done.errors == ()
    assert str(folder / sticks.FOLDER) in [place.url for place in remotes.listed(centre)]

    found.clear()
    shutil.rmtree(folder)
    assert look().errors == ()
