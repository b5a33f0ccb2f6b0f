"""A day with printed sheets: what its steps share, and the things a person has beside the laptop.

A camera, a key to sign with, a printer: made here, because nobody stands at the test.
"""

import re
from datetime import UTC, datetime, timedelta

import pypdfium2
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from PIL import Image, ImageEnhance
from PySide6.QtPrintSupport import QPrinter

CODE = re.compile(r"\b[0-9A-Z]{3}-[0-9A-Z]{2}\b")
SIGNER, SECRET = "Жұмабаева Айгүл", "ключ от стола"
_DPI, _TILT, _LIGHT, _QUALITY = 150, 2.5, 0.6, 70
_PDF_DPI = 72


class Print:
    """The page «Печать», as a person works through it.

    Args:
        day: Whose it is.
    """

    def __init__(self, day) -> None:
        self._day, self._keys = day, day.keys

    def open(self) -> None:
        """Go to the page."""
        self._day.page("print", "Ctrl+7")
        self._keys.wait_focus("printKinds")
        self._keys.wait(lambda: self._keys.reads("Разделы"), "sections")

    def only(self, *sections: str) -> None:
        """Tick the sections whose lines begin so, and no others."""
        keys = self._keys
        keys.tab_to("tickAll")
        if not any(text.startswith("Снять") for text in keys.texts()):
            keys.press("Return")
        keys.press("Return")
        keys.wait_text("Ничего не отмечено")
        for section in sections:
            keys.mark("printParts", section)
            keys.press("Space")
        self.wait()

    def pick(self, name: str, entry: str) -> None:
        """Pick an entry of a list, wherever it stands."""
        self._keys.tab_to(name)
        self._keys.press("Home")
        self._keys.pick(name, entry)

    def wait(self) -> None:
        """Wait until the document is set."""
        self._keys.wait_text("Напечатать ")

    def save(self, name: str):
        """Save the document under a name; return the file."""
        self.wait()
        file = self._day.folder / name
        self._keys.in_file_dialog(file)
        self._keys.press("Ctrl+Shift+S")
        self._keys.wait(lambda: self._keys.reads(f"Лист сохранён: {file}"), "confirmation")
        return file


def words_of_pages(file) -> list[str]:
    """Return the text of each page of a PDF with single spaces."""
    document = pypdfium2.PdfDocument(file)
    try:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    finally:
        document.close()


def code_of(words: str) -> str:
    """Return the short code under the square."""
    return CODE.search(words)[0]


def photograph(file, page, out):
    """Take a photograph of a page (from 0) as it lies on a dark desk, tilted, in poor light."""
    document = pypdfium2.PdfDocument(file)
    try:
        sheet = document[page].render(scale=_DPI / _PDF_DPI).to_pil().convert("RGB")
    finally:
        document.close()
    desk = Image.new("RGB", (sheet.width + 200, sheet.height + 160), (92, 74, 60))
    desk.paste(sheet, (110, 70))
    seen = desk.rotate(_TILT, Image.Resampling.BICUBIC, expand=True, fillcolor=(60, 50, 44))
    ImageEnhance.Brightness(seen).enhance(_LIGHT).save(out, quality=_QUALITY)
    return out


def key_file(out):
    """Write a PKCS#12 key with a certificate of its own that is in force; return ``out``."""
    private, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, SIGNER)])
    certificate = (
        x509.CertificateBuilder(name, name, private.public_key(), 7)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .sign(private, hashes.SHA256())
    )
    lock = serialization.BestAvailableEncryption(SECRET.encode())
    out.write_bytes(pkcs12.serialize_key_and_certificates(None, private, certificate, None, lock))
    return out


def printer_into(file):
    """Return what chooses a printer that writes its pages into a PDF."""

    def choose(_parent, pages):
        printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
        printer.setOutputFileName(str(file))
        printer.setFromTo(1, pages)
        return printer

    return choose
