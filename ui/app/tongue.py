"""The interface language: our own texts, and those of Qt's dialogs."""

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from kta_desktop import i18n

_QT = {"ru": "qtbase_ru", "kk": "qtbase_ru"}  # Qt has no Kazakh; English is its own language
_LOCALES = {
    "ru": QLocale(QLocale.Language.Russian, QLocale.Country.Kazakhstan),
    "kk": QLocale(QLocale.Language.Kazakh, QLocale.Country.Kazakhstan),
    "en": QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom),
}
_installed: list[QTranslator] = []


def speak(language: str) -> None:
    """Make ``language`` the one of every text that is asked for from now on."""
    i18n.set_language(language)
    QLocale.setDefault(_LOCALES[language])
    for old in _installed:
        QApplication.removeTranslator(old)
    _installed.clear()
    name = _QT.get(language)
    if name is None:
        return
    translator = QTranslator()
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(name, folder):
        QApplication.installTranslator(translator)
        _installed.append(translator)


def next_language() -> str:
    """Return the language after the one of now, in the order of the switch."""
    place = i18n.LANGUAGES.index(i18n.language())
    return i18n.LANGUAGES[(place + 1) % len(i18n.LANGUAGES)]
