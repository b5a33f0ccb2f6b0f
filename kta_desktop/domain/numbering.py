"""Numbers of sections and questions, however they are typed."""

# Numbers begin with Latin letters on paper; in a Russian or Kazakh layout one types the letter
# that looks alike, or else the one that sounds alike.
_LATIN = str.maketrans("авсенкмоірхтуидлпгфј", "abcehkmoipxtyidlpgfj")


def latin(number: str) -> str:
    """Return a number in small Latin letters: that of «В4» and «b4» alike."""
    return number.casefold().translate(_LATIN)
