"""The window that has a workspace open comes to the front when another start asks for it."""

import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QWidget

_ANSWER_MS = 300


def call_front(workspace: Path) -> bool:
    """Ask the window that has ``workspace`` open to show itself; return whether there is one."""
    socket = QLocalSocket()
    socket.connectToServer(_name(workspace))
    is_there = socket.waitForConnected(_ANSWER_MS)
    socket.abort()
    return is_there


class Front(QObject):
    """Listens, as long as its owner lives, for a second start on the same workspace."""

    def __init__(self, workspace: Path, owner: QWidget) -> None:
        """Listen for ``workspace``, which is locked for this program: nobody else listens."""
        super().__init__(owner)
        self._owner = owner
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._show)
        QLocalServer.removeServer(_name(workspace))  # what a killed program left
        self._server.listen(_name(workspace))

    def _show(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
        window = self._owner.window()
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.raise_()
        window.activateWindow()


def _name(workspace: Path) -> str:
    """Return the name to listen at: short, as sockets demand, and of one file."""
    digest = hashlib.sha256(str(workspace.resolve()).encode()).hexdigest()
    return f"kta-{digest[:24]}"
