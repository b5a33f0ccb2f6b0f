"""A workspace with one audit, made once and copied for each test."""

import shutil

import pytest

from kta_desktop.domain.audit import Auditor, NewAudit, Plant
from kta_desktop.services import auditing, contained, register
from kta_desktop.services import workspace as workspaces
from kta_desktop.storage import keys

SECRET = "тихая мойка"


@pytest.fixture(autouse=True)
def _no_sheet(monkeypatch):
    """Stand in for the printed sheet of a version: it takes seconds, and others test it."""
    monkeypatch.setattr(contained, "sheets", lambda *_args: {"filled-ru-kk": b"%PDF-1.4"})


@pytest.fixture(scope="package")
def stored(tmp_path_factory):
    """Return the folder with a closed workspace, and the id of its audit."""
    folder = tmp_path_factory.mktemp("stored")
    profile = Auditor(id="01890000-0000-7000-8000-000000000001", name="Жумабаева Айгуль")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "SCRYPT_N", 2**14)
        made, _code = workspaces.create(folder / "workspace.ktadb", SECRET, profile)
        new = NewAudit(
            number="KTA-2026-001",
            plant=Plant(name="ТОО «Ақбұлақ Сүт»"),
            pack="food",
            team=(profile,),
            starts_on="2026-11-21",
            ends_on="2026-11-23",
            reference_year=2025,
        )
        audit = auditing.start(made, new).id
        made.close()
    return folder, audit


@pytest.fixture
def workspace(quick_keys, stored, tmp_path):
    """The workspace, open."""
    folder, _audit = stored
    for name in ("workspace.ktadb", "workspace.ktadb.keys"):
        shutil.copy(folder / name, tmp_path / name)
    made = workspaces.open_workspace(tmp_path / "workspace.ktadb", SECRET)
    yield made
    made.close()


@pytest.fixture
def audit(stored):
    """Id of its audit."""
    return stored[1]


@pytest.fixture
def centre(quick_keys, tmp_path):
    """A workspace that works as the centre."""
    profile = Auditor(id="01890000-0000-7000-8000-0000000000ce", name="Центр", role="lead")
    made, _code = workspaces.create(tmp_path / "centre.ktadb", SECRET, profile)
    register.set_centre(made, centre=True)
    yield made
    made.close()
