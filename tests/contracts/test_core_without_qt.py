"""The core starts without Qt, however it is imported: what import-linter cannot see."""

import subprocess
import sys

IMPORT_ALL = """
import importlib, pkgutil, sys, kta_desktop
for module in pkgutil.walk_packages(kta_desktop.__path__, "kta_desktop."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
print({"PySide6", "shiboken6", "pyqtgraph", "ui"} & {name.split(".")[0] for name in sys.modules})
"""

START = """
import sys
import ui.app.run
loaded = {name.split(".")[0] for name in sys.modules}
print(sorted(loaded & {"pandas", "pyqtgraph", "reportlab", "pymodbus", "pint", "alembic", "PIL"}))
"""


def run(code):
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    return done.stdout, done.stderr


def test_that_importing_every_core_module_loads_no_qt():
    assert run(IMPORT_ALL) == ("set()\n", "")


def test_that_the_program_starts_without_its_heavy_libraries():
    assert run(START) == ("[]\n", "")
