"""The lists of the overview: sections, figures out of level, days, people, groups of data."""

from collections.abc import Mapping

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from kta_desktop import formatting
from kta_desktop.domain.verdict import Verdict
from kta_desktop.i18n import _, language
from kta_desktop.services.overview import (
    Excess,
    GroupLine,
    Member,
    SectionLine,
    VisitDay,
)
from kta_desktop.services.overview_words import day_name, excess_range, excess_title
from ui.theme import pixmap, theme
from ui.widgets.overview_rows import RISE, SIDE, Rows, lines_height, wide, write
from ui.widgets.progress import HEIGHT, paint_progress
from ui.widgets.team_words import ROLES, short_name

_RIGHT = Qt.AlignmentFlag.AlignRight
_MIDDLE = Qt.AlignmentFlag.AlignHCenter
_NUMBER = 26  # px of the number of a section
_BAR = 56  # px of a progress bar
_COUNT = 58  # px of «113/117» behind it
_ICON = 14
_FLAG = 30  # px of an icon with its count
_BADGE = 28  # px of the initials of a person
_DAY = 68  # px of «Сб 21.11»
_DAY_BAR = 40  # px of the bar of a day
_LEAST = 29  # px, the height of a row of one line
VERDICTS: Mapping[Verdict, tuple[str, str]] = {
    Verdict.EXCEEDS: ("triangle-alert", "er"),
    Verdict.NOT_DISTINGUISHABLE: ("circle-help", "nd"),
}
INITIALS_OF_NOBODY = "?"


def _row_height(needed: int) -> int:
    least = theme.sizes.row if theme.is_glove else _LEAST
    return max(least, needed + 2 * RISE + 1)


def _progress(
    painter: QPainter,
    place: QRect,
    answered: int,
    total: int,
    wides: tuple[int, int] = (_BAR, _COUNT),
) -> None:
    """Paint bar and digits at the right of a row, as wide as ``wides`` says."""
    share, (bar, count) = answered / total if total else 0.0, wides
    left = place.right() - SIDE - count - bar
    top = place.center().y() - HEIGHT / 2
    tone = "ok" if total and answered == total else "ac"
    paint_progress(painter, QRectF(left, top, bar, HEIGHT), share, tone)
    digits = QRect(place.right() - SIDE - count, place.top(), count, place.height())
    write(painter, digits, f"{answered}/{total}", ("body", "tx"), _RIGHT)


def initials(name: str) -> str:
    """Return «АЖ» for «Жумабаева Айгуль»: first name, surname."""
    parts = name.split()
    letters = (parts[1][:1] + parts[0][:1]) if len(parts) > 1 else name[:2]
    return letters.upper() or INITIALS_OF_NOBODY


class SectionRows(Rows[SectionLine]):
    """Sections with what is wrong in them and how far they are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, marks=True)
        self.names: Mapping[str, str] = {}
        """Names of the auditors by id."""

    @override
    def words(self, item: SectionLine) -> str:
        done = _("{answered} of {total}").format(answered=item.answered, total=item.total)
        parts = [f"{item.number} {item.title.get(language())}", done]
        if item.errors:
            parts.append(_("errors: {count}").format(count=item.errors))
        if item.warnings:
            parts.append(_("to confirm: {count}").format(count=item.warnings))
        if item.assigned:
            parts.append(self.names.get(item.assigned, ""))
        return ", ".join(parts)

    @override
    def height_of(self, item: SectionLine, width: int) -> int:
        room = width - _NUMBER - SIDE - 8 - self._beside(item)
        return _row_height(lines_height(item.title.get(language()), "body", room))

    @override
    def paint_row(self, painter: QPainter, place: QRect, item: SectionLine) -> None:
        number = QRect(SIDE - 4, place.top(), _NUMBER, place.height())
        write(painter, number, item.number, ("body", "tx2"), _RIGHT)
        title = place.adjusted(SIDE + _NUMBER + 4, 0, -self._beside(item) - 4, 0)
        write(painter, title, item.title.get(language()), ("body", "tx"))
        right = place.right() - SIDE - _COUNT - _BAR - 6
        for icon, tone, count in (
            ("triangle-alert", "wr", item.warnings),
            ("circle-alert", "er", item.errors),
        ):
            if count:
                right -= _FLAG
                self._flag(painter, QRect(right, place.top(), _FLAG, place.height()), icon, tone,
                           count)  # fmt: skip
        if item.assigned:
            who = QRect(right - _BADGE, place.top(), _BADGE - 4, place.height())
            write(painter, who, initials(self.names.get(item.assigned, "")), ("small", "tx3"),
                  _RIGHT)  # fmt: skip
        _progress(painter, place, item.answered, item.total)

    def _flag(self, painter: QPainter, place: QRect, icon: str, tone: str, count: int) -> None:
        ratio = painter.device().devicePixelRatioF()
        top = place.center().y() - _ICON // 2
        painter.drawPixmap(place.left(), top, pixmap(icon, tone, _ICON, ratio))
        digits = place.adjusted(_ICON + 3, 0, 0, 0)
        write(painter, digits, str(count), ("second", tone))

    def _beside(self, item: SectionLine) -> int:
        flags = (bool(item.errors) + bool(item.warnings)) * _FLAG
        return SIDE + _COUNT + _BAR + 6 + flags + (_BADGE if item.assigned else 0)


class ExcessRows(Rows[Excess]):
    """Figures that exceed their level, or of which that cannot be told."""

    @override
    def words(self, item: Excess) -> str:
        exceeds = item.verdict is Verdict.EXCEEDS
        verdict = _("Exceeds the level") if exceeds else _("Not distinguishable (U)")
        told = (excess_title(item, language()), _value(item), excess_range(item, language()))
        return ", ".join((*told, verdict))

    @override
    def height_of(self, item: Excess, width: int) -> int:
        return _row_height(
            lines_height(excess_title(item, language()), "body", self._room(item, width))
        )

    @override
    def paint_row(self, painter: QPainter, place: QRect, item: Excess) -> None:
        icon, tone = VERDICTS[item.verdict]
        top = place.center().y() - _ICON // 2
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(SIDE - 2, top, pixmap(icon, tone, _ICON, ratio))
        level = QRect(0, place.top(), place.right() - SIDE + 1, place.height())
        write(painter, level, excess_range(item, language()), ("second", "tx2"), _RIGHT)
        value = level.adjusted(0, 0, -wide(excess_range(item, language()), "second") - 12, 0)
        write(painter, value, _value(item), ("strong", "tx"), _RIGHT)
        title = QRect(
            SIDE + _ICON + 6, place.top(), self._room(item, place.width()), place.height()
        )
        write(painter, title, excess_title(item, language()), ("body", "tx"))

    def _room(self, item: Excess, width: int) -> int:
        beside = wide(_value(item), "strong") + wide(excess_range(item, language()), "second")
        return max(width - beside - 2 * SIDE - _ICON - 30, 60)


def _value(item: Excess) -> str:
    """Return a figure with its U; means of measurements with as many places as U has."""
    if not item.uncertainty:
        return formatting.number(formatting.significant(item.value), language())
    if not item.is_typed:
        return formatting.with_uncertainty(float(item.value), float(item.uncertainty), language())
    return formatting.with_uncertainty(item.value, item.uncertainty, language())


class DayRows(Rows[VisitDay]):
    """Days of the visit with their plan and how far its sections are."""

    @override
    def words(self, item: VisitDay) -> str:
        done = _("{answered} of {total}").format(answered=item.answered, total=item.total)
        today = [_("today")] if item.is_today else []
        return ", ".join((day_name(item.day, language()), *today, _plan(item), done))

    @override
    def height_of(self, item: VisitDay, width: int) -> int:
        room = width - 2 * SIDE - _DAY - self._beside(item)
        return _row_height(lines_height(_plan(item), "body", room) + 4)

    @override
    def paint_row(self, painter: QPainter, place: QRect, item: VisitDay) -> None:
        look = ("strong", "tx") if item.is_today else ("body", "tx2")
        day = QRect(SIDE, place.top(), _DAY, place.height())
        write(painter, day, day_name(item.day, language()), look)
        words = place.adjusted(SIDE + _DAY, 0, -SIDE - self._beside(item), 0)
        write(painter, words, _plan(item), ("body", "tx" if item.text else "tx3"))
        if item.total:
            wides = _DAY_BAR, self._digits()
            _progress(painter, place, item.answered, item.total, wides)

    def _beside(self, item: VisitDay) -> int:
        return _DAY_BAR + self._digits() + 8 if item.total else 0

    def _digits(self) -> int:
        """Return the width of the widest «21/21» with what separates it from its bar."""
        said = (f"{day.answered}/{day.total}" for day in self.items())
        return max((wide(each, "body") for each in said), default=0) + 10


def _plan(item: VisitDay) -> str:
    return item.text or _("nothing planned yet")


class TeamRows(Rows[Member]):
    """People with what they do."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.numbers: Mapping[str, str] = {}
        """Numbers of the sections that were given to someone, by id."""

    @override
    def words(self, item: Member) -> str:
        return f"{item.auditor.name}, {self._does(item)}"

    @override
    def height_of(self, item: Member, width: int) -> int:
        name = wide(short_name(item.auditor.name), "strong")
        room = width - 2 * SIDE - _BADGE - 10
        if name + wide(self._does(item), "second") + 16 <= room:
            return _row_height(20)
        return _row_height(20 + lines_height(self._does(item), "second", room))

    @override
    def paint_row(self, painter: QPainter, place: QRect, item: Member) -> None:
        badge = QRectF(SIDE, place.center().y() - 9, _BADGE, 20)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("bd2"), 1))
        painter.drawRoundedRect(badge, 10, 10)
        write(painter, badge.toRect(), initials(item.auditor.name), ("small", "tx"), _MIDDLE)
        inner = place.adjusted(SIDE + _BADGE + 10, 0, -SIDE, 0)
        name, does = short_name(item.auditor.name), self._does(item)
        if wide(name, "strong") + wide(does, "second") + 16 <= inner.width():
            write(painter, inner, name, ("strong", "tx"))
            write(painter, inner, does, ("second", "tx2"), _RIGHT)
            return
        below = lines_height(does, "second", inner.width())
        write(painter, inner.adjusted(0, RISE, 0, -below - RISE), name, ("strong", "tx"))
        place = QRect(inner.left(), inner.bottom() - below - RISE, inner.width(), below)
        write(painter, place, does, ("second", "tx2"))

    def _does(self, item: Member) -> str:
        role = _(ROLES.get(item.auditor.role, ROLES["auditor"]))
        numbers = self.numbers.get(item.auditor.id, "")
        if not numbers:
            return role
        sections = _("sections {numbers}").format(numbers=numbers)
        return f"{role} · {sections}"


class GroupRows(Rows[GroupLine]):
    """Groups of data that a rule asks for."""

    @override
    def words(self, item: GroupLine) -> str:
        done = _("{answered} of {total}").format(answered=item.answered, total=item.total)
        return f"{item.title.get(language())}, {done}"

    @override
    def height_of(self, item: GroupLine, width: int) -> int:
        room = width - 2 * SIDE - _COUNT - _BAR - 8
        return _row_height(lines_height(item.title.get(language()), "body", room))

    @override
    def paint_row(self, painter: QPainter, place: QRect, item: GroupLine) -> None:
        room = place.adjusted(SIDE, 0, -SIDE - _COUNT - _BAR - 8, 0)
        write(painter, room, item.title.get(language()), ("body", "tx"))
        _progress(painter, place, item.answered, item.total)
