"""What others wrote is shown as they wrote it, and never more of it than a page holds."""

from PySide6.QtWidgets import QLabel, QWidget

from kta_desktop.domain.target import Target, Where
from ui.widgets.comments_panel import MOST, CommentsPanel, ReturnedShown
from ui.widgets.comments_words import CommentShown
from ui.widgets.delivery_list import DeliveryRow, DeliveryShown

EVIL = "<img src='//evil/x.png'><b>Принято</b>"


def comment(number):
    return CommentShown(
        id=str(number), number=EVIL, who=EVIL, text=EVIL, state=EVIL, icon="check", tone="warning",
        answer=EVIL, target=Target(Where.OVERVIEW),
    )  # fmt: skip


def test_that_two_thousand_comments_are_counted_and_not_all_listed(qtbot):
    panel = CommentsPanel()
    qtbot.addWidget(panel)
    many = tuple(comment(number) for number in range(2 * MOST))
    each = {"title": EVIL, "summary": EVIL, "standing": EVIL, "note": EVIL, "waiting": 2 * MOST}
    panel.show_returned([ReturnedShown(audit=str(n), comments=many, **each) for n in range(2)])
    assert len(panel.shown()) == MOST
    assert any(str(3 * MOST) in label.text() for label in panel.findChildren(QLabel))
    assert not [one for one in shows(panel) if one.textFormat().name != "PlainText"]


def test_that_a_sentence_about_a_delivery_is_no_page(qtbot):
    row = DeliveryRow()
    qtbot.addWidget(row)
    row.show_delivery(
        DeliveryShown(
            key="k", title=EVIL, place=EVIL, amount="", fraction=0.5, bar="ac", state=EVIL,
            icon="check", tone="warning", sentence=EVIL, details=EVIL, is_urgent=True,
        )
    )  # fmt: skip
    assert not [one for one in shows(row) if one.textFormat().name != "PlainText"]
    assert not [one for one in row.findChildren(QWidget) if "<img" in one.toolTip()]


def shows(widget):
    return [label for label in widget.findChildren(QLabel) if "<img" in label.text()]
