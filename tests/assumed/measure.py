"""Measure anew how much each value moves the answer where nobody has said it: `python tests/assumed/measure.py`.

Every value with a prior goes to the tenth and the ninetieth percentile of that, every other number, and the first of a
list, a fifth down and up, all on common draws. What is kept of each is the larger distance from the centre, as a share
of that. What value is made of (`money.value`) is no assumption about the company, and left out. With `--dry` it only
tells whether what is kept is stale.
"""

from __future__ import annotations

import json
import sys
from hashlib import blake2b
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))

from simulator.decisions.changing import value_at  # noqa: E402
from simulator.decisions.tornado import Bar, Tornado, tornado  # noqa: E402
from simulator.experiment.replications import simulate  # noqa: E402
from simulator.results.digest import digests_of  # noqa: E402
from simulator.results.measure import Measure, default_measure  # noqa: E402
from simulator.scenario.assumed.assumptions import assumptions  # noqa: E402
from simulator.scenario.assumed.order import FILE  # noqa: E402
from simulator.scenario.assumed.said import said_in  # noqa: E402
from simulator.scenario.reading.files import load, resolved  # noqa: E402
from simulator.scenario.schema.notes import pattern_of  # noqa: E402
from simulator.scenario.schema.priors import laws_of  # noqa: E402
from simulator.scenario.schema.scenario import Scenario  # noqa: E402

COMPANY = HERE / "company.yaml"
KEPT = ROOT / "simulator" / "scenario" / "assumed" / FILE
MONTH = 36
RUNS = 100
SEED = 20270101
FEW = 3
BY = 0.2
YARDSTICK = "money.value."


def digest() -> str:
    """Return what tells one measurement from another: the company with all its laws, and how a few runs of it go."""
    company = load(COMPANY)
    played = digests_of(simulate(company, runs=FEW, seed=SEED, workers=1))
    told = json.dumps([resolved(company), MONTH, RUNS, SEED, BY, played], sort_keys=True)
    return blake2b(told.encode(), digest_size=16).hexdigest()


def measured() -> dict[str, float]:
    """Return by what share of the answer each value may be off, by its path in the schema."""
    company, measure = load(COMPANY), Measure.read(default_measure(MONTH))
    laws = [path for path in laws_of(company) if not path.startswith(YARDSTICK)]
    by_priors = tornado(company, measure, fields=laws, priors=True, runs=RUNS, seed=SEED)
    by_a_fifth = tornado(company, measure, fields=_others(company, by_priors), by=BY, runs=RUNS, seed=SEED)
    found: dict[str, float] = {}
    for one in (by_priors, by_a_fifth):
        for bar in one.bars:
            path = pattern_of(bar.knob.path.removesuffix(".0"))
            found[path] = max(found.get(path, 0.0), _off(bar, one.centre))
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def _others(company: Scenario, known: Tornado) -> list[str]:
    """Return the paths of numbers that nobody has said and no prior moves."""
    moved = {bar.knob.path for bar in known.bars}
    said = said_in(COMPANY)
    assert said is not None
    unsaid = assumptions(company, said)
    found = [one.path for one in unsaid if one.is_number]
    found += [f"{one.path}.0" for one in unsaid if isinstance(_first(value_at(company, one.path)), int | float)]
    return [path for path in found if path not in moved and not path.startswith(YARDSTICK)]


def _first(value: object) -> object:
    """Return the first number of a list, None where there is none that can be moved by a share."""
    return value[0] if isinstance(value, tuple) and value and value[0] else None


def _off(bar: Bar, centre: float) -> float:
    return float(f"{max(abs(bar.low.mean), abs(bar.high.mean)) / abs(centre):.2g}")


def main() -> int:
    """Write what was measured, or say whether what is kept is stale."""
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    now = digest()
    if "--dry" in sys.argv[1:]:
        print("as measured" if kept["digest"] == now else "stale: run python tests/assumed/measure.py")
        return int(kept["digest"] != now)
    of = f"{load(COMPANY).name}, {default_measure(MONTH)}, {RUNS} runs"
    KEPT.write_text(json.dumps({"of": of, "digest": now, "moves": measured()}, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
