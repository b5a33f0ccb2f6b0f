"""A field for sections by their numbers: «A–F, 8»."""

from PySide6.QtWidgets import QLineEdit, QWidget

from kta_desktop.domain.definition import Definition
from kta_desktop.i18n import _
from kta_desktop.services.section_numbers import numbers_of, sections_named
from ui.widgets.labelled import Labelled


class SectionField(Labelled[QLineEdit]):
    """Takes numbers of sections and says at once which of them there are not."""

    def __init__(self, definition: Definition, parent: QWidget | None = None) -> None:
        super().__init__(QLineEdit(), _("Sections, for example {numbers}").format(
            numbers=_example(definition)), parent)  # fmt: skip
        self._definition = definition
        self.field.textChanged.connect(self._review)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the sections that are listed."""
        return sections_named(self.field.text(), self._definition)[0]

    @property
    def is_understood(self) -> bool:
        """Whether every number is that of a section."""
        return not sections_named(self.field.text(), self._definition)[1]

    def show_sections(self, names: tuple[str, ...]) -> None:
        """Show the numbers of sections."""
        self.field.setText(numbers_of(names, self._definition))

    def _review(self) -> None:
        unknown = sections_named(self.field.text(), self._definition)[1]
        text = _("There is no section {numbers}. Correct it: {example}").format(
            numbers=", ".join(unknown), example=_example(self._definition)
        )
        self.say(text if unknown else "", "er")


def _example(definition: Definition) -> str:
    """Return how sections are written, with the numbers of this checklist."""
    names = [section.name for section in definition.sections]
    return numbers_of((*names[:3], *names[4:5]), definition)
