"""Start the windows: ``python main.py [FILE] [--demo] [--lang ru|kk|en]``."""

import sys

from ui.app.run import run

if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
