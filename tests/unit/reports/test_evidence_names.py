"""A file has one name on the sheets, however many questions it is attached to."""

from kta_desktop.reports.context import evidence_names

_ID = "0192f0c8-0000-7000-8000-00000000000"


def _item(number, sha256, media_type="image/jpeg"):
    return {"id": f"{_ID}{number}", "sha256": sha256 * 64, "media_type": media_type}


def test_that_one_photograph_on_several_questions_is_one_photograph():
    entries = {
        f"wat_01#evidence:{_ID}1": _item(1, "a"),
        f"wat_02#evidence:{_ID}2": _item(2, "b"),
        f"source/r1/height#evidence:{_ID}3": _item(3, "a"),
        f"wat_03#evidence:{_ID}4": _item(4, "c"),
        f"wat_03#evidence:{_ID}5": _item(5, "d", "application/pdf"),
        f"wat_04#evidence:{_ID}6": _item(6, "d", "application/pdf"),
        f"wat_05#evidence:{_ID}7": None,
    }
    names = evidence_names(entries, "ru")
    assert [names[f"{_ID}{n}"] for n in range(1, 7)] == ["Ф-1", "Ф-2", "Ф-1", "Ф-3", "Д-1", "Д-1"]


def test_that_what_is_attached_twice_is_printed_once(paper):
    photo = next(v for p, v in paper.entries.items() if v and "#evidence:" in p)
    again = {**photo, "id": "0192f0c8-0000-7000-8000-000000000300", "caption": "Второй раз"}
    paper.entries[f"wwt_06#evidence:{again['id']}"] = again
    text = _text(paper.pdf())
    assert text.count(f"Ф-1. {photo['caption']}") == 1
    assert "Второй раз" not in text
    assert "[Ф-1]" in text
    assert "Ф-5" not in text


def _text(pdf):
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return "\n".join(pages)
