"""What will be printed: the language of the sheet, and what the prepared sheet is."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QVBoxLayout, QWidget

from kta_desktop.formatting import datetime_
from kta_desktop.i18n import _, language
from ui.theme.tokens import PADDING
from ui.widgets.label import Label
from ui.widgets.panel import Panel
from ui.widgets.segments import Segments

CHOICES = {"ru+kk": ("ru", "kk"), "ru": ("ru",), "kk": ("kk",), "en": ("en",)}
NAMES = {"ru+kk": "Рус + Қаз", "ru": "Русский", "kk": "Қазақша", "en": "English"}  # each in itself


class PrintOptions(Panel):
    """Choice of the sheet's language and the facts of the prepared sheet.

    Signals: ``languages_chosen`` with a tuple of languages.
    """

    languages_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent)
        self._what, self._language = Label("", "second", "tx2"), Label("", "second", "tx2")
        self._segments = Segments(self._options(), name=_("Language of the sheet"), small=True)
        self._segments.setObjectName("sheetLanguage")
        self._segments.set_value("ru+kk")
        self._segments.chosen.connect(self._chosen)
        self._facts = QFormLayout()
        self._facts.setContentsMargins(0, PADDING, 0, 0)
        self._facts.setVerticalSpacing(6)
        self._rows = [(Label("", "second", "tx2"), Label("", "medium")) for _row in range(4)]
        for name, value in self._rows:
            self._facts.addRow(name, value)
        self._rows[1][1].setObjectName("sheetCode")
        column = QVBoxLayout()
        column.setSpacing(8)
        for widget in (self._what, self._language, self._segments):
            column.addWidget(widget)
        self.body.addLayout(column)
        self.body.addLayout(self._facts)
        self.body.addStretch(1)
        self._sheet: tuple[int, str, str, str] | None = None
        self.retranslate()

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages of the sheet, the leading one first."""
        return CHOICES[self._segments.value() or "ru+kk"]

    def show_sheet(self, pages: int, code: str, sha256: str, made_at: str) -> None:
        """Show what the prepared sheet is; ``made_at`` is an ISO time."""
        self._sheet = (pages, code, sha256, made_at)
        self._show()

    def forget(self) -> None:
        """Show that there is no prepared sheet."""
        self._sheet = None
        self._show()

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self.set_title(_("Filled sheet of the audit"))
        self._what.setText(
            _("Every question that applies, with answer, note, photographs and signatures.")
        )
        self._language.setText(_("Language of the sheet"))
        self._segments.set_options(self._options())
        names = (_("Pages"), _("Code under the QR"), _("Fingerprint"), _("Prepared"))
        for (name, _value), text in zip(self._rows, names, strict=True):
            name.setText(text)
        self._show()

    def _options(self) -> list[tuple[str, str]]:
        return list(NAMES.items())

    def _chosen(self, _value: object) -> None:
        self.languages_chosen.emit(self.languages)

    def _show(self) -> None:
        texts: tuple[str, ...] = ("—",) * 4
        if self._sheet is not None:
            pages, code, sha256, made_at = self._sheet
            fingerprint = f"{sha256[:4]} {sha256[4:8]} … {sha256[-4:]}"
            texts = (str(pages), code, fingerprint, datetime_(made_at, language()))
            self._rows[2][1].setToolTip(sha256)
        for (_name, value), text in zip(self._rows, texts, strict=True):
            value.setText(text)
