"""What holds of the retention in any ledger, whatever the replay says."""

from __future__ import annotations

import numpy as np

from simulator.engine.contract import RunRecord
from simulator.engine.ledger import Column


def check_retention(record: RunRecord) -> None:
    """GRR is at most NRR and at most 100 %; logo retention is a share; nothing is said before month 12."""
    then, now, capped, starters, survivors = record.ledger[
        :,
        [Column.COHORT_THEN, Column.COHORT_NOW, Column.COHORT_CAPPED, Column.COHORT_STARTERS, Column.COHORT_SURVIVORS],
    ].T
    assert not then[:12].any()
    assert np.all(capped <= now * (1 + 1e-12))
    assert np.all(capped <= then * (1 + 1e-12))
    assert np.all(survivors <= starters)
