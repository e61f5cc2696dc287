"""Play the small companies with every index of the kernel checked, unless nothing it is made of has changed since.

`python tests/equality/checked_indices.py [--full]`. Machine code reads past the end of a table without a word. So the
kernel is compiled once more with every index checked (its code has a cache folder of its own) and plays the small
companies of the equality tests; a wrong index fails the run that made it. Compiling it takes most of a minute and a
half, and what it finds depends on the sources alone: when the tests pass, a digest of those sources is left beside this
file, to be committed, and while it fits the check is not made again. `--full` makes it all the same.

The digest is that of `kernel_sources`: comments, docstrings and layout do not count, and the versions of Python agree.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from simulator.numerics.kernel_sources import said

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
DIGEST = HERE / "checked_indices.digest"
TESTS = ("equality/test_engines_equal.py", "equality/test_any_way_of_playing.py", "conservation/test_any_company.py")


def main() -> int:
    """Make the check if it is due and leave the digest of what passed; return the code to exit with."""
    found = said(ROOT / "simulator")
    if "--full" not in sys.argv[1:] and DIGEST.exists() and DIGEST.read_text(encoding="utf-8").strip() == found:
        print(f"the sources are those that passed before ({DIGEST.name}): nothing is compiled")
        return 0
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", "auto"]
    command += [str(HERE.parent / name) for name in TESTS]
    failed = subprocess.run(command, cwd=ROOT, env={**os.environ, "NUMBA_BOUNDSCHECK": "1"}, check=False).returncode
    if failed:
        return failed
    if said(ROOT / "simulator") != found:
        print("a source was edited meanwhile: no digest is written", file=sys.stderr)
        return 1
    if not DIGEST.exists() or DIGEST.read_text(encoding="utf-8").strip() != found:
        DIGEST.write_text(f"{found}\n", encoding="utf-8")
        print(f"{DIGEST} is new: commit it, and the check is not made again for these sources")
    return 0


if __name__ == "__main__":
    sys.exit(main())
