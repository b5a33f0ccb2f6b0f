"""What opening a workspace loads, and when."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from kta_desktop.services import workspace


def test_that_the_services_load_no_database_library_before_a_workspace_is_opened():
    code = (
        "import sys; from kta_desktop.services import answering, auditing, evidence, workspace; "
        "print({'sqlalchemy', 'alembic', 'PIL', 'numpy', 'keyring'} & set(sys.modules))"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False
    )
    assert (run.stdout, run.stderr) == ("set()\n", "")


def test_that_two_threads_may_open_at_once(tmp_path, profile):
    made = [workspace.create(tmp_path / f"{n}.ktadb", "p", profile)[0] for n in range(2)]
    for ws in made:
        ws.close()
    with ThreadPoolExecutor() as pool:
        opened = list(pool.map(lambda ws: workspace.open_workspace(ws.path, "p"), made))
    assert len({ws.device for ws in opened}) == 2
    for ws in opened:
        ws.close()
