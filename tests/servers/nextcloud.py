"""The chunked upload of a Nextcloud, as its developer manual describes version 2."""

from urllib.parse import unquote, urlsplit

from typing_extensions import override

from tests.servers.dav import Dav
from tests.servers.web import Asked

LEAST = 1 << 16  # bytes of a chunk but the last; the real one wants 5 MB
_UPLOADS = "/remote.php/dav/uploads/auditor"
FILES = "/remote.php/dav/files/auditor"


class Nextcloud(Dav):
    """Files of one user; spans are refused, chunks are put together.

    Attributes:
        chunked: Whether it knows of chunks.
    """

    def __init__(self) -> None:
        super().__init__()
        self.spans = "refused"
        self.chunked = True
        for path in (_UPLOADS, FILES):
            steps = path.split("/")
            self.folders |= {"/".join(steps[:count]) for count in range(2, len(steps) + 1)}

    @override
    def answer(self, asked: Asked) -> None:
        is_upload = asked.path.startswith(_UPLOADS) and asked.command != "PROPFIND"
        if is_upload and not self._is_right(asked):
            self.asked.append((asked.command, unquote(urlsplit(asked.path).path)))
            asked.body()
            asked.say(501 if not self.chunked else 400)
            return
        super().answer(asked)

    def _is_right(self, asked: Asked) -> bool:
        """Whether a request to the uploads is one that the manual allows."""
        target = urlsplit(asked.headers.get("Destination", "")).path
        name = asked.path.rpartition("/")[2]
        is_number = name.isdigit() and 1 <= int(name) <= 10_000
        names = {"MKCOL": True, "PUT": is_number, "MOVE": name == ".file"}
        return self.chunked and target.startswith(FILES) and names.get(asked.command, False)

    @override
    def move(self, asked: Asked, path: str) -> None:
        folder, _slash, name = path.rpartition("/")
        if name == ".file":
            parts = sorted(held for held in self.files if held.startswith(f"{folder}/"))
            sizes = [len(self.files[part]) for part in parts]
            whole = b"".join(self.files[part] for part in parts)
            if min(sizes[:-1], default=LEAST) < LEAST or asked.headers["OC-Total-Length"] != str(
                len(whole)
            ):
                asked.say(400)
                return
            for part in parts:
                del self.files[part]
            self.folders.discard(folder)
            self.files[path] = whole
        super().move(asked, path)
