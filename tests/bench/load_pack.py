"""``python load_pack.py ID``: prints how many ms of the processor it takes to have a pack."""

import sys
import time

from kta_desktop.services import packs

began = time.process_time()
packs.compiled(sys.argv[1])
sys.stdout.write(f"{(time.process_time() - began) * 1000}\n")
