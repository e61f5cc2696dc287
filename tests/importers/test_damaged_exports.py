"""Exports that were cut, pasted into or scrambled: read, or refused with a message, never a traceback."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from simulator.answers import import_exports
from simulator.errors import T2D3Error

GOLDEN = Path(__file__).parent / "golden"
ODD = (
    *(b"", b"\n\n", b"a", b"a,b\n", b'"', b"account,arr,start,renewal\n", b"PK\x03\x04junk", b"\xff\xfea", b"\xff\xfe"),
    *(b"%PDF-1.7", b"a\0b,c\n", b'account,arr,start\n"x,1,2\n', b"sep=;\naccount;arr;start\nA;9;2025-01-01\n"),
    b"account,arr,start,renewal\nA,1,2025-01-01,2024-01-01\n",
    b"account,arr,start,renewal\nA,1e400,2025-01-01,2027-01-01\n",
    b"account,arr,start,renewal\nA,99999999999999999999,0001-01-01,9999-12-31\n",
    b"account,arr,start,term,renewal\nA,9,2025-01-01,999999999,\n",
    b"account,amount,start,interval\nA,9,2025-01-01,0 months\n",
    b"account,amount,start,interval\nA,9,2025-01-01,999 years\n",
    b"name,title,start date,status\nA,CSM,,active\n",
    b"month,account,mrr\n2026-01,A,5\n2026-01,A,6\n",
)


def survives(file: Path) -> None:
    try:
        answer = import_exports(file, as_of="2026-11-18", amounts="units")
    except T2D3Error as error:
        assert str(error)
        return
    assert list(answer.imported.lines())


@pytest.mark.parametrize("data", ODD)
def test_odd_files(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "export.csv").write_bytes(data)
    survives(tmp_path / "export.csv")


@pytest.mark.parametrize("export", sorted(GOLDEN.glob("*/*.csv")), ids=lambda path: path.parent.name)
def test_damaged_files(export: Path, tmp_path: Path) -> None:
    chance = random.Random(export.name)
    for _ in range(20):
        data = bytearray(export.read_bytes())
        for _ in range(chance.randint(1, 25)):
            at = chance.randrange(len(data))
            data[at : at + chance.choice((0, 1, 9))] = chance.choice(
                (b"", b",", b'"', b"\n", b"9", b";", b".000", b"\xe9")
            )
        (tmp_path / "export.csv").write_bytes(bytes(data))
        survives(tmp_path / "export.csv")
