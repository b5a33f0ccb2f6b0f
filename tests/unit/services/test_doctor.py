"""The doctor looks at what there is, also where that is nonsense."""

from kta_desktop.services import doctor


def test_that_a_folder_no_system_can_have_is_no_bug(monkeypatch, tmp_path):
    monkeypatch.setenv("KTA_DATA_DIR", "x" * 5000)
    monkeypatch.setenv("KTA_CONFIG_DIR", str(tmp_path))
    found = {finding.name: finding for finding in doctor.examine()}
    assert {"data", "settings", "workspace"} <= found.keys()
