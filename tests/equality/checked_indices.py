"""Play the small companies with every index of the kernel checked, unless nothing it is made of has changed since.

`python tests/equality/checked_indices.py [--full]`. Machine code reads past the end of a table without a word. So the
kernel is compiled once more with every index checked (its code has a cache folder of its own) and plays the small
companies of the equality tests; a wrong index fails the run that made it. Compiling it takes most of a minute and a
half, and what it finds depends on the sources alone: when the tests pass, a digest of those sources is left beside this
file, to be committed, and while it fits the check is not made again. `--full` makes it all the same.

The digest is of what Python reads, so comments, docstrings and layout do not count, and the versions of Python agree.
"""

from __future__ import annotations

import ast
import hashlib
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
DIGEST = HERE / "checked_indices.digest"
SOURCES = ("*.py", "numerics/**/*.py", "laws/**/*.py", "engine/**/*.py")
"""What the kernel can be made of, below the package."""
TESTS = ("equality/test_engines_equal.py", "equality/test_any_way_of_playing.py", "conservation/test_any_company.py")


def digest_of(package: Path) -> str:
    """Return a hash of all code below the folder of a package that the kernel can be made of."""
    digest = hashlib.sha256()
    for path in sorted({path for pattern in SOURCES for path in package.glob(pattern)}):
        code = code_of(path.read_text(encoding="utf-8"))
        digest.update(f"{path.relative_to(package).as_posix()}\0{code}\0".encode())
    return digest.hexdigest()


def code_of(source: str) -> str:
    """Return what a module says to Python, in a form without comments, docstrings, layout and line numbers."""
    return _told(ast.parse(source))


def _told(node: object) -> str:
    """Write a part of a syntax tree; what is empty is left out, since newer versions of Python have more of that."""
    if isinstance(node, ast.Constant):
        return f"{type(node.value).__name__} {node.value!r}"
    if isinstance(node, list):
        return f"[{' '.join(_told(one) for one in node)}]"
    if not isinstance(node, ast.AST):
        return repr(node)
    parts = {name: value for name, value in ast.iter_fields(node) if value not in (None, [])}
    if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        parts["body"] = [one for one in node.body if not _only_text(one)]
    return f"{type(node).__name__}({' '.join(f'{name}={_told(value)}' for name, value in parts.items())})"


def _only_text(node: ast.stmt) -> bool:
    """Tell whether a statement is a text and nothing else: a docstring, or one below a constant."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def main() -> int:
    """Make the check if it is due and leave the digest of what passed; return the code to exit with."""
    found = digest_of(ROOT / "simulator")
    if "--full" not in sys.argv[1:] and DIGEST.exists() and DIGEST.read_text(encoding="utf-8").strip() == found:
        print(f"the sources are those that passed before ({DIGEST.name}): nothing is compiled")
        return 0
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", "auto"]
    command += [str(HERE.parent / name) for name in TESTS]
    failed = subprocess.run(command, cwd=ROOT, env={**os.environ, "NUMBA_BOUNDSCHECK": "1"}, check=False).returncode
    if failed:
        return failed
    if digest_of(ROOT / "simulator") != found:
        print("a source was edited meanwhile: no digest is written", file=sys.stderr)
        return 1
    if not DIGEST.exists() or DIGEST.read_text(encoding="utf-8").strip() != found:
        DIGEST.write_text(f"{found}\n", encoding="utf-8")
        print(f"{DIGEST} is new: commit it, and the check is not made again for these sources")
    return 0


if __name__ == "__main__":
    sys.exit(main())
