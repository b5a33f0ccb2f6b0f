"""How the pages of an encrypted file are cut and proven: files of today, and those of before.

Evidence is most of a workspace, and reading it most of packing. Pages of 16 KiB proven with
HMAC-SHA256 are read twice as fast as the 4 KiB with HMAC-SHA512 that SQLCipher 4 takes by itself
(DECISIONS 96). Nothing outside the encryption says which a file has: page 1 is tried.
"""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

_HEADER = 512  # bytes; no database is smaller


@dataclass(frozen=True, slots=True)
class Pages:
    """Settings of SQLCipher under which alone the pages of a file can be read.

    Attributes:
        size: Bytes of a page.
        proof: Algorithm of the code at the end of each page.
    """

    size: int
    proof: str

    def settle(self, connection: Any) -> None:
        """Tell a connection that has its key and has read nothing yet."""
        connection.execute(f"PRAGMA cipher_page_size = {self.size}")
        connection.execute(f"PRAGMA cipher_hmac_algorithm = {self.proof}")


TODAY = Pages(16384, "HMAC_SHA256")
BEFORE = Pages(4096, "HMAC_SHA512")


def pages_of(path: Path, key: bytes, salt: bytes = b"") -> Pages:
    """Return how the pages of the file at ``path`` are cut; as today's in a file still to be made.

    Call it while nothing writes to the file. One that is damaged, or has another key, counts as
    of before: whoever opens it is told.

    Args:
        path: The file.
        key: 32 bytes.
        salt: 16 bytes; by default those at the start of the file.
    """
    if not path.is_file() or path.stat().st_size < _HEADER:
        return TODAY
    return TODAY if _reads(path, key + salt, TODAY) else BEFORE


def _reads(path: Path, key: bytes, pages: Pages) -> bool:
    """Return whether page 1 is proven; the log of the file is neither read nor written back."""
    place = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    with closing(dbapi2.connect(place, uri=True, isolation_level=None)) as connection:
        try:
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            connection.execute("PRAGMA cipher_log_level = NONE")
            pages.settle(connection)
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        except dbapi2.DatabaseError:
            return False
    return True
