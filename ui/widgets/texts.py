"""Fixed texts of a screen, remembered so that the language can change while it is shown."""

from collections.abc import Callable

from kta_desktop.i18n import _


class Texts:
    """Pairs of a setter and a message id.

    Mark the ids with ``N_`` where they are written, so that the catalogue finds them.
    """

    def __init__(self) -> None:
        self._pairs: list[tuple[Callable[[str], object], str]] = []

    def add(self, setter: Callable[[str], object], message: str) -> None:
        """Set a text now and at every ``retranslate``."""
        self._pairs.append((setter, message))
        setter(_(message))

    def retranslate(self) -> None:
        """Set all texts in the interface language of now."""
        for setter, message in self._pairs:
            setter(_(message))
