"""Filled and blank sheets in one document: blank behind filled, section by section."""

from kta_desktop.reports.order import Kind, Which


def keys(built):
    """Return the keys of the parts of a document in order, without the list of lost signs."""
    ordered = sorted(built.starts.items(), key=lambda pair: pair[1])
    return [key for key, _page in ordered if key != "replaced"]


def test_that_each_section_is_followed_by_its_blank_sheet(paper):
    built = paper.built(kind=Kind.BOTH, sections=("wat", "wwt"))
    assert keys(built) == ["section-wat", "blank-wat", "section-wwt", "blank-wwt"]


def test_that_the_document_is_the_filled_and_the_blank_one_together(paper):
    filled = paper.built(kind=Kind.FILLED, sections=("wat",)).pages
    both = paper.built(kind=Kind.BOTH, sections=("wat",))
    blank_from = both.starts["blank-wat"]
    assert blank_from == filled + 1
    assert both.pages > filled


def test_that_the_cover_comes_first_and_protocols_last(paper):
    found = keys(paper.built(kind=Kind.BOTH))
    assert found[0] == "cover"
    assert found[-1].startswith("session-")
    assert sum(key.startswith("blank-") for key in found) >= 2


def test_that_a_section_with_nothing_filled_in_comes_blank(paper):
    paper.entries = {path: value for path, value in paper.entries.items() if path[:3] != "wwt"}
    found = keys(paper.built(kind=Kind.BOTH, sections=("wat", "wwt"), which=Which.ANSWERED))
    assert "section-wwt" not in found
    assert found.index("section-wat") < found.index("blank-wat") < found.index("blank-wwt")


def test_that_the_same_input_gives_the_same_bytes(paper):
    one = paper.pdf(kind=Kind.BOTH, sections=("wat",))
    assert one == paper.pdf(kind=Kind.BOTH, sections=("wat",))
