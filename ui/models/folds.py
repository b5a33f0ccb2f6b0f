"""Which instances of repeats show their head only."""

from kta_desktop.forms.state import FormState
from ui.models.outline import Entry, outline


class Folds:
    """What is unfolded: where one works, what one unfolded by hand, and single instances.

    Of twenty sources nineteen are one line each, so a long section stays short.
    """

    def __init__(self, state: FormState) -> None:
        self._state = state
        self._around: tuple[str, ...] = ()
        self._by_hand: dict[str, bool] = {}
        self._outlines: dict[str, tuple[Entry, ...]] = {}  # by section, of the form at this age:
        self._age = state.age

    def is_folded(self, instance: str) -> bool:
        """Whether the instance at a path shows its head only."""
        if instance in self._by_hand:
            return self._by_hand[instance]
        if instance in self._around:
            return False
        repeat = instance.rpartition("/")[0]
        return len(self._state.rows(repeat)) > 1

    def outline(self, section: str) -> tuple[Entry, ...]:
        """Return what a section shows now, in paper order; the same object while that holds."""
        if self._age != self._state.age:
            self._outlines, self._age = {}, self._state.age
        if section not in self._outlines:
            self._outlines[section] = outline(self._state, section, self.is_folded)
        return self._outlines[section]

    def fold(self, instance: str, *, folded: bool) -> None:
        """Fold or unfold an instance by hand."""
        self._outlines = {}
        self._by_hand[instance] = folded

    def enter(self, key: str) -> None:
        """Unfold everything around what is worked on; its own head stays as it is."""
        steps = key.split("/")
        ends = range(2, len(steps), 2)  # an instance, its own last, is not around itself
        around = tuple("/".join(steps[:end]) for end in ends)
        for instance in around:
            if self._by_hand.get(instance):
                del self._by_hand[instance]
                self._outlines = {}
        if around != self._around:
            self._around, self._outlines = around, {}
