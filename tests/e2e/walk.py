"""A person who fills in a whole checklist by keyboard, and what the workspace must hold then.

The person reads the number and the kind of the open question off the screen, answers it as its
kind is answered, and presses Enter. The script of what was meant is kept beside.
"""

import re
from dataclasses import dataclass, field

from PySide6.QtWidgets import QApplication

from kta_desktop.domain import fieldpath
from kta_desktop.domain.definition import Column, QuestionType
from ui.widgets.card_repeat import RepeatCard
from ui.widgets.checklist_keys import has_digits
from ui.widgets.grid_delegate import MOST_OPTIONS

MOST_STEPS = 1500
NUMBERS = (QuestionType.DECIMAL, QuestionType.INTEGER)
FILES = (QuestionType.IMAGE, QuestionType.FILE)
WORDS = {"ru": "Бак № {n}", "kk": "Күбі № {n}"}
UNITS = "any that the question offers"
BLANK = "any reason"
_DAY = "14.03.2026"


@dataclass
class Walk:
    """One way through all questions.

    Attributes:
        day: The person and the program.
        language: ``ru`` or ``kk``: in which texts are typed.
        meant: Path to what the workspace is to hold.
        passed: Addresses of the questions that were come to, in order.
    """

    day: object
    language: str
    meant: dict[str, object] = field(default_factory=dict)
    passed: list[str] = field(default_factory=list)

    def to_the_end(self):
        """Answer every question from the open one on until Enter leads no further."""
        for _step in range(MOST_STEPS):
            card = self.card
            if card.key in self.passed:
                return
            self.passed.append(card.key)
            if not self.answer(card):
                self.day.keys.press("Return")
        raise AssertionError(f"no end after {MOST_STEPS} questions: {self.passed[-3:]}")

    @property
    def card(self):
        """The card that is open."""
        return self.day.program.window.frame.page.questions.current

    @property
    def state(self):
        """The form as it stands on the screen."""
        return self.day.program.window.frame.editor.state

    def answer(self, card):
        """Answer the open question as its kind is answered; one that is answered stays.

        Returns:
            Whether that led on already: Enter below the last row leaves a table.
        """
        address, question = card.address, card.question
        if isinstance(card, RepeatCard):
            return self.instance(address)
        is_there = not self.state.answer(address).is_empty or self.state.rows(address)
        if is_there or self.state.is_readonly(address):
            return False
        if question.type is QuestionType.TABLE:
            self.table(address, question)
            return True
        if question.type in FILES:
            self.blank(address)
        else:
            self.meant[address] = self.typed(question, self.state.choices(address))
        return False

    def instance(self, address):
        """Add the first instance of a repeat, unless there is one; return whether it was."""
        if self.state.rows(address):
            return False
        self.day.keys.press("Ins")
        row = self.state.rows(address)[0].id
        self.meant[fieldpath.row(address, row)] = {"order": 1.0}
        return True

    def typed(self, asked, choices):
        """Answer a question or a cell by its kind; return what is meant."""
        keys, kind = self.day.keys, asked.type
        if kind in (QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE):
            return self.chosen(asked, choices)
        if kind in NUMBERS:
            text = "12" if kind is QuestionType.INTEGER else "1234,5"
            keys.type(text)
            meant = {"text": text, "value": text.replace(",", ".")}
            return meant | ({"unit": UNITS} if asked.unit else {})
        if kind is QuestionType.DATE:
            keys.type(_DAY)
            return {"text": _DAY, "value": "2026-03-14"}
        text = WORDS[self.language].format(n=len(self.passed))
        keys.type(text)
        return {"text": text, "value": text}

    def chosen(self, asked, choices):
        """Choose the first option, by its digit or, in a long list, by its name."""
        keys, first = self.day.keys, choices[0]
        if self.has_keys(asked):
            keys.press("1")
        else:
            keys.type(first.label.get(self.language))
            is_cell = isinstance(asked, Column)  # in a cell the Tab that follows takes it
            if QApplication.activePopupWidget() is not None and not is_cell:
                keys.press("Return")  # the list that unfolded below the field
                keys.wait(lambda: QApplication.activePopupWidget() is None, "end of the list")
                keys.wait_focus("search")
        several = asked.type is QuestionType.SELECT_MULTIPLE
        return {"value": [first.name] if several else first.name}

    @staticmethod
    def has_keys(asked):
        """Whether options are chosen by digits."""
        if isinstance(asked, Column):
            return len(asked.choices) <= MOST_OPTIONS
        return asked.appearance == "likert" or has_digits(asked)

    def blank(self, address):
        """Give the first reason why there is no file."""
        keys = self.day.keys
        keys.press("0")
        keys.wait(lambda: keys.focus() != "blank_reason", "list of reasons")
        keys.press("Down", "Return")
        self.meant[address] = BLANK

    def table(self, address, question):
        """Fill in one row, cell by cell."""
        keys = self.day.keys
        keys.wait_focus("table")
        given = {}
        for place, column in enumerate(question.columns):
            if place:
                keys.press("Tab")
            if column.type is not QuestionType.CALCULATE:
                given[column.name] = self.cell(column)
        for _enter in range(2):  # a list that is unfolded below the last cell takes the first
            if self.card.key == address:
                keys.press("Return")
        row = self.state.rows(address)[0].id
        self.meant[fieldpath.row(address, row)] = {"order": 1.0}
        for name, value in given.items():
            self.meant[fieldpath.cell(address, row, name)] = value

    def cell(self, column):
        """Type into the cell that is current."""
        if column.type is QuestionType.SELECT_ONE and not self.has_keys(column):
            self.day.keys.press("F2")
        return self.typed(column, column.choices)


def is_answer(path):
    """Whether a path holds what was answered, not what the program notes of the audit."""
    return re.match(r"[a-z]", path) is not None
