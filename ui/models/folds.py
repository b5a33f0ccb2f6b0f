"""Which instances of repeats show their head only."""

from kta_desktop.forms.state import FormState


class Folds:
    """What is unfolded: where one works, what one unfolded by hand, and single instances.

    Of twenty sources nineteen are one line each, so a long section stays short.
    """

    def __init__(self, state: FormState) -> None:
        self._state = state
        self._around: tuple[str, ...] = ()
        self._by_hand: dict[str, bool] = {}

    def is_folded(self, instance: str) -> bool:
        """Whether the instance at a path shows its head only."""
        if instance in self._by_hand:
            return self._by_hand[instance]
        if instance in self._around:
            return False
        repeat = instance.rpartition("/")[0]
        return len(self._state.rows(repeat)) > 1

    def fold(self, instance: str, *, folded: bool) -> None:
        """Fold or unfold an instance by hand."""
        self._by_hand[instance] = folded

    def enter(self, key: str) -> None:
        """Unfold everything around what is worked on; its own head stays as it is."""
        steps = key.split("/")
        ends = range(2, len(steps), 2)  # an instance, its own last, is not around itself
        around = tuple("/".join(steps[:end]) for end in ends)
        for instance in around:
            if self._by_hand.get(instance):
                del self._by_hand[instance]
        self._around = around
