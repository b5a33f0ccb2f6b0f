"""The page on which one signs in to a network, in place of every server."""

from typing_extensions import override

from tests.servers.web import Asked, Web

PAGE = b"<!DOCTYPE html><html><body>Welcome to the hotel</body></html>"


class Portal(Web):
    """Answers whatever is asked.

    Attributes:
        target: Where it sends who asks; empty to show the page at once.
        status: Of the answer.
    """

    def __init__(self, target: str = "", status: int = 200) -> None:
        super().__init__()
        self.target = target
        self.status = status

    @override
    def answer(self, asked: Asked) -> None:
        self.asked.append((asked.command, asked.path))
        asked.body()
        if self.target:
            asked.say(302, Location=self.target)
        else:
            asked.say(self.status, PAGE, Content_Type="text/html; charset=utf-8")
