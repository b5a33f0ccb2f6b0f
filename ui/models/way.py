"""The way through the sections: which comes next, and where something is still to be answered."""

from kta_desktop.forms.state import FormState
from ui.models.mine import sections_of
from ui.models.undone import next_undone


class Way:
    """Goes through all sections, or through those of one auditor alone.

    Attributes:
        only: Names of the sections that are gone through; None = all.
    """

    def __init__(self, state: FormState) -> None:
        self._state = state
        self.only: frozenset[str] | None = None

    def turn(self, auditor: str) -> bool:
        """Go through the sections of an auditor alone, or through all again.

        Returns whether that changed anything: it does not for one who answers no section.
        """
        own = sections_of(self._state, auditor)
        if self.only is None and not own:
            return False
        self.only = own if self.only is None else None
        return True

    def first(self) -> str:
        """Return the section of the first unanswered question, to continue where one stopped."""
        address = self.undone_after(None)
        if address is not None:
            return self._state.question(address).section
        names = [section.name for section in self._state.definition.sections]
        return next((name for name in names if self.is_gone_through(name)), names[0])

    def undone_after(self, address: str | None) -> str | None:
        """Return the address of the next question without an answer or asked-for evidence."""
        return next_undone(self._state, address, self.only)

    def beside(self, section: str, by: int) -> str | None:
        """Return the next (1) or previous (-1) section with questions; None at the end."""
        names = [each.name for each in self._state.definition.sections]
        place = names.index(section) + by
        while 0 <= place < len(names) and not self.is_gone_through(names[place]):
            place += by
        return names[place] if 0 <= place < len(names) else None

    def has(self, section: str) -> bool:
        """Whether a section is one of those that are gone through."""
        return self.only is None or section in self.only

    def is_gone_through(self, section: str) -> bool:
        """Whether the way comes to a section: it has questions, and is not left out."""
        return self.has(section) and self._state.has_places(section)
