"""The benchmark: one command that measures, and one page of Markdown that says what came out.

    python tests/benchmarks [--against COMMIT] [--only SECTION]... [--out page.md]

Read `command.py` first. What a section measures stands in a file of its own in `sections`; what all of them use stands
here: whose sources are measured (`sides.py`), the processes that play them (`players.py`, `player.py`), instructions
counted by callgrind (`callgrind.py`, `counted.py`, `note.py`), and the page (`page.py`, `figures.py`).
"""
