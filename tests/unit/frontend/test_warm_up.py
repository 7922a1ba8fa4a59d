"""What is made ready once the first page is drawn."""

import subprocess
import sys

PROGRAM = """
import gc, sys
from frontend import warm_up
warm_up.start().join(60)
print("sklearn.neighbors" in sys.modules, gc.get_freeze_count() > 0.9 * len(gc.get_objects()))
"""


def test_what_is_imported_then_is_not_looked_through_for_garbage_any_more() -> None:
    # A process of its own: that of the tests goes on to collect all garbage.
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.split() == ["True", "True"]
