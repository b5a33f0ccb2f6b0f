"""Small definitions, written beside the claims about them."""

import pytest

from kta_desktop.domain.definition import (
    Choice,
    Column,
    Definition,
    Group,
    Question,
    QuestionType,
    Section,
    Text,
)


class Making:
    """Makes definitions of a few words."""

    @staticmethod
    def question(name, kind, section="one", **more):
        """Return a question called as its name."""
        more.setdefault("label", Text(ru=name))
        return Question(name=name, number="1", section=section, type=QuestionType(kind), **more)

    @staticmethod
    def column(name, kind, **more):
        """Return a column called as its name."""
        return Column(name=name, type=QuestionType(kind), label=Text(ru=name), **more)

    @staticmethod
    def group(name, section="one", **more):
        """Return a group."""
        return Group(name=name, section=section, **more)

    @staticmethod
    def choices(*names, **more):
        """Return options; ``more`` gives further columns by option."""
        return tuple(
            Choice(name=name, label=Text(ru=f"«{name}»"), more=more.get(name)) for name in names
        )

    @staticmethod
    def definition(*questions, groups=(), files=None, relevant=None):
        """Return a definition with the sections ``one`` and ``two``; ``one`` has the condition."""
        sections = (
            Section(name="one", number="1", label=Text(ru="Первый"), relevant=relevant),
            Section(name="two", number="2", label=Text(ru="Второй")),
        )
        return Definition(
            pack="t",
            version="1",
            title=Text(ru="Проба"),
            sections=sections,
            questions=questions,
            groups=groups,
            files=files,
        )


@pytest.fixture(scope="session")
def making():
    """Make small definitions."""
    return Making()
