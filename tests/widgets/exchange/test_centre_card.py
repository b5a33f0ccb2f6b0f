"""The card of the centre is compared by a person, and believed at every place from then on."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from kta_desktop.domain.audit import Auditor
from kta_desktop.domain.ids import new_id
from kta_desktop.services import delivering, register
from kta_desktop.services import workspace as workspaces
from ui.dialogs.exchange_more import ExchangeMore
from ui.dialogs.key_register import AcceptKeyDialog


def test_that_a_compared_card_lets_bundles_be_encrypted_before_any_receipt(
    qtbot, workspace, runner, tmp_path, monkeypatch
):
    place = tmp_path / "place"
    place.mkdir()
    delivering.add_remote(workspace, "Центр", str(place))
    person = Auditor(id=new_id(), name="Бюро НДТ")
    centre, _code = workspaces.create(tmp_path / "centre.ktadb", "ақ бұлақ", person)
    register.set_centre(centre, centre=True)
    card = tmp_path / "card.json"
    card.write_bytes(register.my_card(centre))
    name = centre.device
    centre.close()
    assert register.centre_recipient(workspace, "Центр") is None

    owner = QWidget()
    qtbot.addWidget(owner)
    owner.show()
    more = ExchangeMore(owner, workspace, runner, None)
    said = []
    more.said.connect(said.append)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a, **_k: (str(card), ""))
    more.take_card()
    qtbot.waitUntil(lambda: owner.findChild(AcceptKeyDialog) is not None)
    dialog = owner.findChild(AcceptKeyDialog)
    assert register.centre_recipient(workspace, "Центр") is None
    dialog.typed.field.setFocus()
    qtbot.keyClicks(dialog.typed.field, name)
    qtbot.keyClick(QApplication.focusWidget() or dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(said))
    assert register.centre_recipient(workspace, "Центр").startswith("age1")
