"""The whole checklist of a dairy in Russian."""

import pytest

from tests.e2e.whole import fill_in


@pytest.mark.timeout(600)
def test_that_the_whole_checklist_is_filled_in_by_keyboard_in_russian(qtbot, tmp_path):
    fill_in(qtbot, tmp_path, "ru")
