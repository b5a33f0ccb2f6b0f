"""The page of measurements of an audit."""

import pytest

from kta_desktop.services import auditing
from ui.undo import AuditEditor
from ui.views.measure_view import MeasureView


@pytest.fixture
def measure_view():
    """Return a function that makes the page of an audit."""

    def made(workspace, runner, audit):
        editor = AuditEditor(workspace, auditing.load(workspace, audit), runner)
        view = MeasureView(editor, workspace, runner)
        editor.setParent(view)
        return view

    return made
