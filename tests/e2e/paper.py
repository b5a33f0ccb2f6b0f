"""What is printed, as words."""

import pypdfium2


def words_of(file):
    """Return the text of a PDF with single spaces."""
    document = pypdfium2.PdfDocument(file)
    try:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
    return " ".join(" ".join(pages).split())
