"""What every test of the windows needs: the look, a runner, a workspace."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from kta_desktop.domain.audit import Auditor
from kta_desktop.storage import keys
from ui.tasks import TaskRunner
from ui.theme import theme


@pytest.fixture(autouse=True)
def _look(qapp):
    """Start each test with the light theme and small controls."""
    # a look is given to each widget there is: those of the test before go first
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    theme.use("light", glove=False)


@pytest.fixture
def runner():
    """A task runner that is closed in the end."""
    made = TaskRunner()
    yield made
    # windows that were closed go first: their clocks would ask for more
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    made.close()


@pytest.fixture
def quick_keys(monkeypatch):
    """Let key derivation take milliseconds: its cost is not what windows are tested for."""
    monkeypatch.setattr(keys, "SCRYPT_N", 2**14)


@pytest.fixture
def workspace(quick_keys, tmp_path):
    """An empty workspace of one auditor; passphrase ``тихая мойка``."""
    from kta_desktop.services import workspace as service

    profile = Auditor(id="01890000-0000-7000-8000-000000000001", name="Жумабаева Айгуль")
    made, _code = service.create(tmp_path / "workspace.ktadb", "тихая мойка", profile)
    yield made
    made.close()
