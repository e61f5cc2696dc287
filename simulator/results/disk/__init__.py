"""Files and folders that change all at once or not at all, and that are never somebody else's.

`Staging` writes a folder's files under temporary names and puts them in place together; `UndoLog` takes steps back;
`ownership` and `temporary` tell whose a file is and whether its writer still lives; `parquet` has tables to the bit.
"""

__all__ = [
    "ownership",
    "parquet",
    "regular",
    "staging",
    "temporary",
    "undo",
]
