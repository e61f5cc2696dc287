"""Two engines for one company, and all that they share.

A scenario is lowered to numbers once (`lowering`, giving a `record.Lowered`); what an engine makes of it is a
`contract.RunRecord`. `reference` is a SimPy model written to be read, and the specification; `compiled` has the same
events as machine code, and is what runs by default. Both return equal records, to the last bit. `branching` makes one
record of two policies.
"""

__all__ = [
    "branching",
    "compiled",
    "contract",
    "events",
    "ledger",
    "lowering",
    "record",
    "reference",
    "shared",
]
