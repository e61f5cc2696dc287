"""The sources that the kernel can be made of, and two hashes of them: of what is written, and of what it says.

What it says is what Python reads: comments, docstrings and layout do not count, the versions of Python agree, and it is
the same wherever the package lies. To find that takes a quarter of a second; to read the files, two milliseconds.
"""

from __future__ import annotations

import ast
import hashlib
from functools import cache
from pathlib import Path
from typing import Final

PACKAGE: Final = Path(__file__).resolve().parents[1]
_PATTERNS: Final = ("*.py", "numerics/**/*.py", "laws/**/*.py", "engine/**/*.py")


def sources(package: Path = PACKAGE) -> list[Path]:
    """List what compiled code may reach: the modules at a package's root, its numerics, its laws and its engine."""
    return sorted({path for pattern in _PATTERNS for path in package.glob(pattern)})


@cache
def written_at_start() -> str:
    """Return the hash of what was written when the first function was marked, before anybody could edit it."""
    return written()


def written() -> str:
    """Return the hash of what is written now, to the last blank."""
    digest = hashlib.blake2b(digest_size=12)
    for path in sources():
        digest.update(f"{path.relative_to(PACKAGE).as_posix()}\0".encode())
        digest.update(hashlib.blake2b(path.read_bytes()).digest())
    return digest.hexdigest()


def said(package: Path = PACKAGE) -> str:
    """Return the hash of what the sources below the folder of a package say to Python."""
    digest = hashlib.sha256()
    for path in sources(package):
        code = _told(ast.parse(path.read_bytes()))
        digest.update(f"{path.relative_to(package).as_posix()}\0{code}\0".encode())
    return digest.hexdigest()


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
