"""The command line: thin click commands over the public functions."""

import os
import sys

__all__ = ["main"]


def main() -> None:
    """Run `t2d3` with the arguments of this process, and end it."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # to look for any takes longer than to read a scenario
    os.environ["MPLBACKEND"] = "agg"  # charts are files here, whatever windows other programs are told to open
    os.environ.pop("NUMBA_NUM_THREADS", None)  # meant for programs whose machine code starts threads
    try:
        from simulator.cli.garbage import collect_later

        collect_later()
        from simulator.cli.app import main as program
    except KeyboardInterrupt:  # stopped while still importing: nothing has been done yet
        sys.exit(130)
    program()
