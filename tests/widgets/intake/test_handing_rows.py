"""Audits handed out and checklists to publish, in words; what a bug in publishing leaves behind."""

from types import SimpleNamespace

from kta_desktop import i18n
from kta_desktop.services import packs
from kta_desktop.services.assigning import Given
from ui.dialogs.publish_pack import PublishPackDialog
from ui.models import handing_rows
from ui.widgets.delivery_page_words import offers_shown


def test_that_a_checklist_is_called_by_its_name_and_by_its_id_where_it_is_not_here():
    i18n.set_language("ru")
    words = ["name", "number", "plant", "starts_on", "ends_on", "auditor", "id"]
    given = Given(**dict.fromkeys(words, ""), pack="food", at="2026-11-23T10:00:00Z", has_come=True)
    name = packs.info("food").title.ru
    assert name in handing_rows.given_row(given).below[0].text
    offered = [
        SimpleNamespace(pack=pack, version="1.0", sha256="", signed_by="", signed_at="2026-11-23")
        for pack in ("food", "unheard-of")
    ]
    shown = offers_shown(SimpleNamespace(assigned=(), offered=offered))
    assert [one.title for one in shown] == [f"{name}, версия: 1.0", "unheard-of, версия: 1.0"]


def test_that_publishing_tells_that_it_is_under_way_and_recovers(qtbot):
    i18n.set_language("ru")
    dialog = PublishPackDialog(packs.info("food"), ("Центр",))
    qtbot.addWidget(dialog)
    publish = dialog._act
    with qtbot.waitSignal(dialog.wanted):
        publish.click()
    assert (publish.isEnabled(), publish.text()) == (False, "Подписывается…")
    dialog.recover()
    assert (publish.isEnabled(), publish.text()) == (True, "Подписать и опубликовать")
