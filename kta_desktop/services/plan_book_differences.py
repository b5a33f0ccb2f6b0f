"""What a workbook of a plan has otherwise than the plan, and the edits that take it over."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from kta_desktop.services.answering import Edit


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that the workbook has otherwise.

    Attributes:
        measure: What the measure is called; empty for terms and scenarios.
        name: What the field is called.
        before: What the plan has.
        after: What the workbook has.
    """

    measure: str
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Gone:
    """A measure or a scenario that the workbook no longer has."""

    id: str
    name: str
    is_scenario: bool = False


@dataclass(frozen=True, slots=True)
class Differences:
    """What taking a workbook over comes to.

    Attributes:
        changed: Fields that differ, of measures that the plan has.
        added: Names of measures that it does not have.
        gone: What the workbook no longer has: nothing is taken away that nobody confirms.
        taken: Edits of everything but ``gone``.
        unread: Names of fields that the workbook has no column for; they stay as they are.
        leaving: Id of something that is gone to the edits that take it away.
    """

    changed: tuple[Difference, ...] = ()
    added: tuple[str, ...] = ()
    gone: tuple[Gone, ...] = ()
    taken: tuple[Edit, ...] = ()
    leaving: Mapping[str, tuple[Edit, ...]] = field(default_factory=dict)
    unread: tuple[str, ...] = ()

    @property
    def is_none(self) -> bool:
        """Whether workbook and plan say the same."""
        return not self.taken and not self.gone

    def edits(self, remove: Collection[str] = ()) -> list[Edit]:
        """Return the edits, one act.

        Args:
            remove: Ids of what is gone that is to be taken away in the plan, too.
        """
        by_path = {edit.path: edit for edit in self.taken}
        for each in self.gone:
            if each.id in remove:
                _join(by_path, self.leaving[each.id])
        return list(by_path.values())


def _join(by_path: dict[str, Edit], leaving: Sequence[Edit]) -> None:
    """Add the edits that take something away; lists that the workbook changed lose it, too."""
    for edit in leaving:
        stated = by_path.get(edit.path)
        if stated is None or not isinstance(stated.after, list) or edit.after is None:
            by_path[edit.path] = edit
        elif isinstance(edit.after, list):
            kept = [each for each in stated.after if each in edit.after]
            by_path[edit.path] = Edit(edit.path, kept or None)
