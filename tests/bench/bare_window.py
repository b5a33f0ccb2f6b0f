"""The floor: a bare PySide6 window that opens the encrypted file. Prints what it took."""

import json
import sys
import time

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
from sqlcipher3 import dbapi2
from typing_extensions import override


def peak_mb() -> float:
    """Return the peak resident memory of this process in MB, from the kernel's own account."""
    with open("/proc/self/status") as status:  # noqa: PTH123 - the floor imports nothing more
        line = next(line for line in status if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


class Bare(QMainWindow):
    """A window that tells when it is painted for the first time."""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        taken = time.time() - float(sys.argv[3])
        memory = peak_mb()
        sys.stdout.write(json.dumps({"window": taken, "memory": memory}) + "\n")
        QTimer.singleShot(0, QApplication.quit)


app = QApplication([])
connection = dbapi2.connect(sys.argv[1])
connection.execute(f"PRAGMA key = \"x'{sys.argv[2]}'\"")
tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
window = Bare()
window.setCentralWidget(QLabel(str(tables)))
window.resize(1366, 728)
window.show()
app.exec()
connection.close()
