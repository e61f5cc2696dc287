"""Large simulations in a folder: work that survives being killed, shared by processes and by machines.

A job is a list of batches, each some runs of one scenario. A finished batch lies in the folder as a part, a Parquet
file whose name vouches for its content. A store tells who works on what. Whatever happens, the same command carries
on where the work stood and ends with the same figures.
"""

__all__ = [
    "cluster",
    "provenance",
    "resumable",
]
