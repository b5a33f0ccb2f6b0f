"""The calculator is one key away on every page, with an audit and without."""

from kta_desktop.services.finding import Action
from ui.dialogs.convert_dialog import ConvertDialog
from ui.models import actions


def test_that_the_key_and_the_search_open_the_calculator(qtbot, window):
    searching = window.frame.searching
    offered = [each for each in searching._actions() if isinstance(each, Action)]
    name = actions.name_of("", "Ctrl+Shift+K")
    assert name in [each.name for each in offered]
    searching.act(name)
    (dialog,) = window.findChildren(ConvertDialog)
    assert dialog.isVisible()
    dialog.form.fill({"value": "250", "unit": "ppm", "substance": "no2"})
    assert dialog.outcome.answers is not None
    dialog.reject()
    qtbot.waitUntil(lambda: not window.findChildren(ConvertDialog))
