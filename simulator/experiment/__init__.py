"""Replications: which runs, on how many workers, with what progress, kept through an interruption."""
