"""With which versions a kept job was begun, and whether it asks what is asked now.

A key tells only that two jobs are not the same. Where they ask the same and were begun with other versions, the work
must neither go on, since the figures of two versions do not belong together, nor be begun anew beside it in silence.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from simulator.errors import OutputError
from simulator.experiment.jobs.plan import FORMAT, VERSION, canonical
from simulator.experiment.jobs.versions import own_release
from simulator.results.disk.regular import read_regular
from simulator.results.measure import FIRST_JOINED
from simulator.scenario.schema.scenario import Scenario
from simulator.scenario.schema.shapes import shape_of

if TYPE_CHECKING:
    from simulator.experiment.jobs.plan import Plan
    from simulator.scenario.schema.shapes import Shape

__all__ = ["ABOUT"]

ABOUT: Final = "job.json"
"""The file in which a job says what it is to do, and with which versions it was begun."""
_SORTED_BEFORE: Final = 3
"""Descriptions of earlier versions had all names in alphabetical order, and segments of accounts by their place."""
_OF_A_BOOK: Final = {"accounts": ("name", "arr"), "people": ("name", "role", "open")}
"""What says that two books are of the same files; how their dates are counted is the versions' own affair."""


def described(plan: Plan) -> str:
    """Return the description of a job as its file has it: the key, the version that begins it, and the plan."""
    about = {"key": plan.key, "t2d3": own_release(), **plan.to_json()}
    return json.dumps(about, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def read_description(text: str) -> dict[str, Any] | None:
    """Return what a description says; None where it is none or damaged, so that its own key does not fit it."""
    try:
        about = json.loads(text)
        if about["format"] != FORMAT:
            return None
        rest = {name: value for name, value in about.items() if name not in ("key", "t2d3")}
        if about["version"] < _SORTED_BEFORE:
            signed = json.dumps(rest, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        else:
            signed = canonical(rest)
        whole = hashlib.sha256(signed.encode()).hexdigest() == about["key"]
    except (ValueError, AttributeError, KeyError, TypeError, RecursionError):
        return None
    return about if whole else None


def refuse_begun_elsewhere(unfinished: Path, plan: Plan) -> None:
    """Raise OutputError where a folder of unfinished jobs holds one that asks the same, begun with other versions."""
    try:
        texts = {path.parent: read_regular(path) for path in sorted(unfinished.glob(f"*/{ABOUT}"))}
    except OSError:  # whoever begins the job there is told why it cannot be
        return
    for folder, text in texts.items():
        held = read_description(text.decode(errors="replace"))
        said = None if held is None else refusal(folder, held, plan)
        if said is not None:
            raise OutputError(said)


def refusal(folder: Path, held: Mapping[str, Any], plan: Plan) -> str | None:
    """Return what to say of a job that asks what `plan` asks, but was begun with other versions; None for another."""
    now = plan.to_json()
    begun, here = _versions(held, now)
    if not begun or not _asks_the_same(held, now):
        return None
    return (
        f"{folder} keeps this very job, begun with {_listed(begun)}; here {'is' if len(here) == 1 else 'are'} "
        f"{_listed(here)}. Figures of different versions do not go together: finish it with what it was begun with, "
        "or remove that folder to begin anew, or name another one with --out."
    )


# with which versions -------------------------------------------------------------------------------------------------


def _versions(held: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """Return the versions of what differs, as the job was begun and as they are here."""
    begun, here = [], []
    if held.get("code") != now["code"] or held["version"] != VERSION:
        known = "" if held.get("t2d3") in (None, own_release()) else f" {held['t2d3']}"
        if not known:
            known = " of an earlier version" if held["version"] < VERSION else " of another state"
        begun.append(f"t2d3{known} (code {str(held.get('code'))[:8]})")
        here.append(f"t2d3 {own_release()} (code {now['code'][:8]})")
    before = held.get("releases", {})
    for name, release in now["releases"].items():
        if before.get(name, release) != release:
            begun.append(f"{name} {before[name]}")
            here.append(f"{name} {release}")
    return begun, here


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


# whether it asks the same --------------------------------------------------------------------------------------------


def _asks_the_same(held: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Tell whether two descriptions ask the same, as far as what both versions know of says."""
    try:
        if any(held[name] != now[name] for name in ("seed", "keep")) or len(held["rows"]) != len(now["rows"]):
            return False
        if [_figure(name) for name in held["figures"]] != [_figure(name) for name in now["figures"]]:
            return False
        ordered = held["version"] >= _SORTED_BEFORE
        return all(_same_row(*rows, ordered) for rows in zip(held["rows"], now["rows"], strict=True))
    except (AttributeError, KeyError, TypeError, ValueError):  # whole, but nothing that this version can compare
        return False


def _figure(name: str) -> str:
    return FIRST_JOINED if name.startswith(FIRST_JOINED) else name  # whose: the scenarios differ in that


def _same_row(held: Mapping[str, Any], now: Mapping[str, Any], ordered: bool) -> bool:
    return (
        all(held[name] == now[name] for name in ("first_run", "runs"))
        and _book(held["today"]) == _book(now["today"])
        and _agree(held["scenario"], now["scenario"], shape_of(Scenario), ordered)
    )


def _book(today: Mapping[str, Any] | None) -> list[list[Any]]:
    """Return the cells of a book that say of which files it is."""
    if today is None:
        return []
    found = []
    for table, columns in _OF_A_BOOK.items():
        places = [today[table]["columns"].index(column) for column in columns]
        found.append([[row[place] for place in places] for row in today[table]["rows"]])
    return found


def _agree(held: Any, now: Any, shape: Shape | None, ordered: bool) -> bool:
    """Tell whether two resolved values are the same in all fields that both versions know."""
    kind = shape.kind if shape is not None else "value"
    if isinstance(held, dict) and isinstance(now, dict) and kind in ("part", "named"):
        if kind == "named" and (list(held) != list(now) if ordered else set(held) != set(now)):
            return False
        return all(_agree(held[name], now[name], _below(shape, name), ordered) for name in held if name in now)
    if isinstance(held, list) and isinstance(now, list) and kind == "list":
        places = range(len(held))
        return len(held) == len(now) and all(_agree(held[at], now[at], _below(shape, at), ordered) for at in places)
    return bool(held == now)


def _below(shape: Shape | None, step: str | int) -> Shape | None:
    return None if shape is None else shape.at(step)
