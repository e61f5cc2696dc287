"""What holds of retention and of contracts in any ledger, whatever the replay says."""

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


def check_contracts(record: RunRecord) -> None:
    """What is signed for and not earned yet grows by what is booked and shrinks by what is earned; no more of it is
    current than there is.
    """
    rpo, current, revenue, new, expansion, renewals = record.ledger[
        :,
        [
            *(Column.RPO, Column.CURRENT_RPO, Column.REVENUE),
            *(Column.BOOKED_NEW, Column.BOOKED_EXPANSION, Column.BOOKED_RENEWALS),
        ],
    ].T
    booked = (new + expansion + renewals)[1:]
    near = 1e-9 * max(1.0, float(rpo.max()), float(booked.max(initial=0.0)))
    np.testing.assert_allclose(np.diff(rpo), booked - revenue[1:], atol=near)
    assert np.all(current <= rpo + near)
