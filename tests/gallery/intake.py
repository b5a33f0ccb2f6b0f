"""The centre's page over several audits: waiting, held, refused, a review half written."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QWidget
from typing_extensions import override

from kta_desktop.domain.ids import new_id
from kta_desktop.i18n import language
from kta_desktop.services import auditing, filling
from kta_desktop.services.comments import Comment, CommentState
from kta_desktop.services.review_drafts import Draft, Remark
from kta_desktop.services.revisions import Revised
from kta_desktop.services.value_words import answer_text
from tests.gallery.stage import Stage, settle
from ui.app import pages
from ui.app.frame import Frame
from ui.dialogs.review_dialog import ACCEPTED, RETURNED, ReviewDialog, Verdict
from ui.models.intake import Asked, Facts, Reviewed, Standing, Version
from ui.models.intake_source import Printed, Source, TakenIn
from ui.models.register_source import RegisterSource
from ui.tasks import Cancelled, Report
from ui.views.intake_view import IntakeView

Build = Callable[[Stage, QSize], QWidget]
Open = Callable[[Stage], QDialog]
KEY = "7f3ac1d09be24417a9c0d2e65b8814fe30d7a61c92b5e84f1a03cc5d7e9612ab"


def queue(audit: str) -> tuple[Version, ...]:
    """Return a queue in which every state occurs."""
    held = {"code": "key-unknown", "message": "Пакет подписан ключом 7f3ac1d09be24417, который "
            "здесь никто не принимал. Он лежит на месте, из него ничего не взято. Узнайте, чей "
            "это ключ, и примите его.", "details": {}}  # fmt: skip
    bad = {"code": "bundle-hash-wrong", "message": "Файл IMG_2041.jpg изменён или повреждён. Из "
           "пакета ничего не взято.", "details": {"name": "IMG_2041.jpg"}}  # fmt: skip
    return (
        Version(key="a", standing=Standing.WAITING, audit=audit, number="KTA-2026-014", revision=7,
                plant="ТОО «Ақбұлақ Сүт»", by="Жумабаева Айгуль Маратовна",
                at="2026-11-21T09:02:00Z", round=2, comments=3, has_draft=True),
        Version(key="b", standing=Standing.WAITING, audit="b", number="KTA-2026-012", revision=11,
                plant="АО «Алатау Текстиль»", by="Ким Роман Викторович",
                at="2026-11-20T05:40:00Z"),
        Version(key="c", standing=Standing.WAITING, audit="c", number="KTA-2026-011", revision=2,
                plant="ТОО «Медеу Шыны»", by="Оспанов Ерлан", at="2026-11-19T11:15:00Z"),
        Version(key="h", standing=Standing.HELD, number="KTA-2026-019", revision=1,
                at="2026-11-21T12:00:00Z", reason=held, fingerprint=KEY, place="E:/KTA",
                name="bundles/0189/1-7f3a.json"),
        Version(key="r", standing=Standing.REFUSED, number="KTA-2026-013", revision=5,
                plant="ТОО «Медеу Шыны»", at="2026-11-18T12:00:00Z", reason=bad),
        Version(key="d", standing=Standing.RETURNED, audit="d", number="KTA-2026-009", revision=4,
                plant="ТОО «Шымкент Тері»", by="Сарсенов Руслан", at="2026-11-12T08:00:00Z",
                comments=2),
        Version(key="e", standing=Standing.ACCEPTED, audit="e", number="KTA-2026-006", revision=3,
                plant="АО «Риддер Цинк»", by="Сарсенов Руслан", at="2026-09-11T08:00:00Z"),
    )  # fmt: skip


class Demonstration(Source):
    """A centre whose answers are made from the demonstration audit; nothing is written."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage.ws)
        self._record = auditing.load(stage.ws, stage.audit)
        self._state = filling.form(self._record.definition, self._record.entries)
        self._queue = queue(stage.audit)

    @override
    def queue(self) -> tuple[Version, ...]:
        """Return the queue."""
        return self._queue

    @override
    def version(self, version: Version, against: int | None) -> Reviewed:
        """Return the demonstration as the version."""
        asked = self.asked()
        answered = [one for one in asked if one.answer]
        changed = tuple(_changed(one, place) for place, one in enumerate(answered[5:23]))
        return Reviewed(
            version=version,
            against=against or 5,
            others=(5, 3),
            facts=Facts(
                answered=len(answered), total=len(asked), conflicts=2, beyond=3, unproven=1
            ),
            changed=changed,
            asked=asked,
            comments=_comments(answered),
            draft=_draft(changed) if version.has_draft else Draft(),
        )

    def asked(self) -> tuple[Asked, ...]:
        """Return the questions of the demonstration."""
        lang, state = language(), self._state
        found = []
        for section in state.definition.sections:
            for place in state.places(section.name):
                if place.question.number:
                    answer = state.answer(place.address)
                    found.append(
                        Asked(
                            path=place.address,
                            number=place.question.number,
                            title=place.question.title.get(lang),
                            answer=answer_text(place.question, answer, lang),
                            section=section.short.over(section.label).get(lang),
                        )
                    )
        return tuple(found)

    @override
    def save(self, audit: str, draft: Draft) -> str:
        """Return a time."""
        return "2026-11-22T09:32:08Z"

    @override
    def publish(self, version: Version, verdict: str, draft: Draft) -> tuple[Printed, ...]:
        """Reach every place."""
        return ()

    @override
    def take_in(self, report: Report, cancelled: Cancelled) -> TakenIn:
        """Return what the queue shows."""
        return TakenIn(received=3, held=1, refused=1, known=14)

    @override
    def release(self, version: Version) -> None:
        """Do nothing."""


def _changed(one: Asked, place: int) -> Revised:
    earlier = ("", "нет данных: нет прибора", "139 700 м³/год", one.answer[: len(one.answer) // 2])
    return Revised(
        path=one.path,
        address=one.path,
        section=one.section,
        number=one.number,
        title=one.title,
        before=earlier[place % 4],
        after=one.answer,
        by="Жумабаева Айгуль Маратовна",
        at=f"2026-11-{19 + place % 3}T0{place % 8}:12:00Z",
    )


def _comments(answered: list[Asked]) -> tuple[Comment, ...]:
    told = (
        ("Нитрификация отмечена как работающая, но аэротенк № 2 на фото пуст", CommentState.OPEN,
         ""),
        ("Приложите исходный файл пылемера", CommentState.SENT,
         "DUST_20261119.csv приложен к вопросу."),
        ("Среднесуточная проба: укажите тип пробоотборника", CommentState.RESOLVED,
         "Указан в примечании."),
    )  # fmt: skip
    return tuple(
        Comment(
            id=f"c{place}", audit="a", path=answered[6 + 3 * place].path, text=text,
            by="Сарсенов Руслан Ерланович", at="2026-11-12T08:00:00Z", level="centre", round=1,
            revision=5, review="r", state=state, reply=reply, sent_in=7 if reply else 0,
        )
        for place, (text, state, reply) in enumerate(told)
    )  # fmt: skip


def _draft(changed: tuple[Revised, ...]) -> Draft:
    texts = (
        "Расход щёлочи 1 240 кг/сут: проверьте единицу, возможно кг в неделю.",
        "По журналу водомера за октябрь выходит на 12 % больше. Приложите страницу журнала.",
    )
    remarks = tuple(
        Remark(id=new_id(), path=changed[2 + 5 * place].path, text=text)
        for place, text in enumerate(texts)
    )
    return Draft(remarks=remarks, resolved=("c1",), until="05.12.2026", note="Срок по плану.")


def _view(stage: Stage, size: QSize) -> IntakeView:
    view = IntakeView(stage.runner, Demonstration(stage), RegisterSource(stage.ws))
    view.setProperty("ground", "bg")
    view.resize(size.width() - 84, size.height() - 70)
    view.show()
    settle(lambda: view.desk.shown is not None)
    return view


def review(stage: Stage, size: QSize) -> QWidget:
    """A review half written, the second new comment open."""
    view = _view(stage, size)
    view.desk.review.list.choose(view.desk.review.draft.remarks[1].id)
    view.desk.review.flush()
    settle()
    return view


def earlier(stage: Stage, size: QSize) -> QWidget:
    """An earlier comment that is answered, and all questions to choose from."""
    view = _view(stage, size)
    view.desk.review.list.choose("c0")
    view.desk.changes.pane.choose("asked")
    settle()
    return view


def held(stage: Stage, size: QSize) -> QWidget:
    """A version held for its key."""
    view = _view(stage, size)
    view.desk.queue.choose("h")
    settle(lambda: view.desk.shown is None)
    return view


def refused(stage: Stage, size: QSize) -> QWidget:
    """A version that was refused; in a narrow window the queue is dropped down."""
    view = _view(stage, size)
    view.desk.queue.choose("r")
    settle(lambda: view.desk.shown is None)
    view.desk.panes.drop(is_shown=True)
    return view


def window(page: Build) -> Build:
    """Return the page in its window, before anything came; the rail has its item."""

    def build(stage: Stage, size: QSize) -> QWidget:
        made = page(stage, size)
        frame = made.findChild(Frame)
        assert frame is not None
        reviewing = frame.reviewing
        settle(lambda: not (reviewing._later.isActive() or reviewing._is_asking))
        reviewing._show(3)
        reviewing._is_asking = True  # the demonstration's own workspace reviews nothing
        frame.show_page(pages.INTAKE)
        settle()
        return made

    return build


def _asking(stage: Stage, verdict: Verdict) -> QDialog:
    shown = Demonstration(stage).version(queue(stage.audit)[0], None)
    draft = shown.draft if verdict == RETURNED else replace(shown.draft, remarks=())
    return ReviewDialog(shown.version, verdict, draft, 1)


def entries(
    home: Build, dialog: Callable[[Open], Build]
) -> tuple[tuple[str, tuple[str, ...], Build], ...]:
    """Return name, modules and maker of each screen, for ``screens``."""
    page, asked = ("views.intake_view",), ("dialogs.review_dialog",)
    return (
        ("intake-empty", page, window(home)),
        ("intake-review", page, review),
        ("intake-earlier", page, earlier),
        ("intake-held", page, held),
        ("intake-refused", page, refused),
        ("review-return", asked, dialog(lambda stage: _asking(stage, RETURNED))),
        ("review-accept", asked, dialog(lambda stage: _asking(stage, ACCEPTED))),
    )
