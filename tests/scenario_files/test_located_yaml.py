"""YAML is read with the place of every key and value, its traps are closed, and no file takes long."""

from __future__ import annotations

import random
import re

import pytest
from effort import calls_made_by

from simulator.scenario.reading.nodes import Source
from simulator.scenario.reading.text_checks import DEEPEST, MOST_BYTES
from simulator.scenario.reading.yaml_tree import MOST_VALUES, read_flow, read_yaml

MOST_CALLS = 10_000_000
"""Some 20 million take a second; the hardest files that are read to their end take 4 million."""


def read(text):
    data = text if isinstance(text, bytes) else text.encode()
    tree, problems = read_yaml(data, "x.yaml", None)
    assert not problems
    return tree


def problems_in(text):
    data = text if isinstance(text, bytes) else text.encode()
    tree, problems = read_yaml(data, "x.yaml", None)
    assert tree is None
    assert problems
    return problems


def test_every_key_and_value_has_its_place():
    tree = read(
        "name: A\nroles:\n  # a comment\n  csm:\n    opens:\n      - {arr: $6M, 'in_place': cs_head}\n      - 3\n"
    )
    csm = tree.child("roles").child("csm")
    assert (csm.key.line, csm.key.column) == (4, 3)
    assert (csm.place.line, csm.place.column) == (5, 5)
    opens = csm.child("opens")
    arr = opens.child(0).child("arr")
    assert (arr.key.line, arr.key.column) == (6, 10)
    assert (arr.place.line, arr.place.column) == (6, 15)
    assert (opens.child(1).place.line, opens.child(1).place.column) == (7, 9)
    assert opens.child(1).key is None
    assert tree.plain() == {"name": "A", "roles": {"csm": {"opens": ({"arr": "$6M", "in_place": "cs_head"}, 3)}}}


SCALARS = [
    ("no", "no"),
    ("yes", "yes"),
    ("on", "on"),
    ("Off", "Off"),
    ("y", "y"),
    ("012", "012"),
    ("0o14", "0o14"),
    ("0x1F", "0x1F"),
    ("0b11", "0b11"),
    ("1:30", "1:30"),
    ("1_000", "1_000"),
    ("2027-01-01", "2027-01-01"),
    ("2001-12-14t21:59:43", "2001-12-14t21:59:43"),
    ("1e5", 1e5),
    ("1.5", 1.5),
    (".5", 0.5),
    ("-3", -3),
    ("+3", 3),
    ("0", 0),
    ("-0.0", 0.0),
    ("true", True),
    ("False", False),
    ("null", None),
    ("~", None),
    ("", None),
    ("'5'", "5"),
    ('"true"', "true"),
    ("=", "="),
    ("1" * 41, float("1" * 41)),
    ("1e", "1e"),
    ("00", "00"),
    ("01.5", "01.5"),
]


@pytest.mark.parametrize(("text", "value"), SCALARS, ids=lambda value: repr(value)[:20])
def test_scalars_are_yaml_1_2_and_never_something_odd(text, value):
    found = read(f"a: {text}\n").child("a").value
    assert found == value
    assert type(found) is type(value)


REFUSED = [
    ("", "empty", 1, 1),
    ("# only a comment\n", "empty", 1, 1),
    ("\n\n", "empty", 1, 1),
    ("a: 1\nb: 2\na: 3\n", "second time; the first is in line 1", 3, 1),
    ("a:\n  b: {c: 1, d: 2, c: 3}\n", "second time; the first is in line 2", 2, 19),
    ("a: &x 1\n", "anchors", 1, 4),
    ("a: 1\nb: *x\n", "anchors", 2, 4),
    ("a: !!python/object:os.system x\n", "tags", 1, 4),
    ("a: !foo x\n", "tags", 1, 4),
    ("a: ! x\n", "tags", 1, 4),
    ("a: !!str 3\n", "tags", 1, 4),
    ("? !x a\n: 1\n", "tags", 1, 3),
    ("a: .nan\n", "not a finite number", 1, 4),
    ("a: .INF\n", "not a finite number", 1, 4),
    ("a: -.inf\n", "not a finite number", 1, 4),
    ("a: [1, 1e999]\n", "not a finite number", 1, 8),
    ("a: 1\n---\nb: 2\n", "second document", 2, 1),
    ("a: 1\n...\n---\nb: 2\n", "second document", 3, 1),
    ("%YAML 1.1\n---\na: 1\n", "directives", 2, 1),
    (b"a: 1\nb: \xff\n", "UTF-8", 2, 4),
    ("a: é\nb: 'é\0'\n", "U[+]0000", 2, 6),
    ("a: 1\nb: \x1b[0m\n", "U[+]001B", 2, 4),
    ("a: x\u2028y\n", "U[+]2028", 1, 5),
    ("a:\n\tb: 1\n", "tab", 2, 1),
    ("a:\n  \tb: 1\n", "tab", 2, 3),
    ("a:\t1\n", "tab", 1, 3),
    ("a: 1\n b: 2\n", "colon followed by a blank", 2, 3),
    ("a: b: c\n", "colon followed by a blank", 1, 5),
    ("a:\n  b: 1\n c: 2\n", "indentation", 3, 2),
    ("a: 1\n- b\n", "list entry stands where a key", 2, 1),
    ("a: [1, 2\nb: 3\n", "comma or ] is missing", 2, 2),
    ("a: {b: 1\nc: 3\n", "comma or } is missing", 2, 2),
    ("a: [1, 2", "is missing", 1, 4),
    ("a: 'x\nb: 1\n", "never closed", 1, 4),
    ("a: 1\nb c\nd: 2\n", "key without a colon", 2, 1),
    ("a: @x\n", "cannot start with '@'", 1, 4),
    ("a: %x\n", "cannot start with '%'", 1, 4),
    ('a: "\\q"\n', "backslash", 1, 6),
    ("? [a, b]\n: 1\n", "cannot be a key", 1, 3),
    (": 1\n", "no key before the colon", 1, 1),
    ("'': 1\n", "no key before the colon", 1, 1),
    ("<<: {a: 1}\n", "merges", 1, 1),
    ("a: [$2,500,000]\n", "separates values, not thousands", 1, 8),
    ("a: [1,200]\n", "separates values, not thousands", 1, 7),
    ("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1), "nested deeper", 1, DEEPEST + 1),
    ("".join(" " * level + "a:\n" for level in range(DEEPEST + 1)), "nested deeper", DEEPEST + 1, DEEPEST + 1),
    ("a: [" + "1, " * MOST_VALUES + "]\n", "keys and values", 1, 3 * MOST_VALUES - 4),
]


@pytest.mark.parametrize(("text", "reason", "line", "column"), REFUSED, ids=lambda value: repr(value)[:28])
def test_what_is_refused_is_located(text, reason, line, column):
    problem = problems_in(text)[0]
    assert re.search(reason, problem.message)
    assert (problem.file, problem.line, problem.column) == ("x.yaml", line, column)


def test_a_list_may_hold_thousands_written_so_that_they_stay_one():
    assert read("a: [100, 200, 2_500_000, $2.5M, x,y]").child("a").plain() == (100, 200, "2_500_000", "$2.5M", "x", "y")


def test_all_duplicates_and_wrong_numbers_are_reported_at_once():
    found = problems_in("a: 1\na: 2\nb: .nan\nc: {d: 1, d: 2}\n")
    assert [(problem.line, problem.column) for problem in found] == [(2, 1), (3, 4), (4, 11)]


def test_a_byte_order_mark_and_any_line_ends_are_fine():
    assert read("\ufeffa: 1\r\nb: 2\r\n").plain() == {"a": 1, "b": 2}


def test_text_keeps_what_looks_like_a_comment_inside_it():
    assert read("a: |\n  # a title\n  text\nb: 'x # y'\n").plain() == {"a": "# a title\ntext\n", "b": "x # y"}


def test_a_value_in_one_line_is_a_flow_value():
    source = Source("--set a={b: [1, $2M]}")
    tree, none = read_flow("{b: [1, $2M]}", source)
    assert none == []
    assert tree.plain() == {"b": (1, "$2M")}
    assert tree.child("b").child(0).place.line == 0
    nothing, problems = read_flow("{b: ", source)
    assert nothing is None
    assert (problems[0].file, problems[0].line) == (source.name, 0)


N = MOST_BYTES
HOSTILE = {
    "a megabyte of lines": "a: 1\n" * (N // 5),
    "many lines": "".join(f"a{i}: 1\n" for i in range(12_000)),
    "one scalar of a megabyte": "a: " + "x" * (N - 3),
    "one quoted scalar": 'a: "' + "x" * (N - 5) + '"',
    "one number of a megabyte": "a: " + "9" * (N - 3),
    "a long number": "a: 0." + "9" * 100_000,
    "a megabyte of comments": ("# " + "x" * 47 + "\n") * (N // 50),
    "a megabyte of short comments": "#\n" * (N // 2),
    "one comment of a megabyte": "#" * N,
    "comments": ("# " + "x" * 47 + "\n") * 5_900,
    "a megabyte of blanks": " " * N,
    "a megabyte of line ends": "\n" * N,
    "a megabyte of carriage returns": "\r" * N,
    "comments in a quoted scalar": 'a: "\n' + ("# " + "x" * 46 + "\n") * 5_900 + '"',
    "comments in a block scalar": "a: |\n" + (" # " + "x" * 45 + "\n") * 19_000,
    "comments in a list": "[\n" + ("# " + "x" * 46 + "\n") * 19_000 + "]",
    "blanks in a block scalar": "a: |\n" + (" " * 48 + "\n") * 19_000,
    "a megabyte of list": "[" + "1," * (N // 2 - 1) + "]",
    "a list": "[" + "1," * 50_000 + "]",
    "a mapping in one line": "{" + "".join(f"a{i}: 1, " for i in range(11_000)) + "}",
    "duplicates": "{" + "a: 1, " * 18_000 + "}",
    "a megabyte of brackets": "[" * N,
    "brackets": "[" * 110_000,
    "braces": "{" * 110_000,
    "brackets with room": "[ [" + "[   " * 27_000,
    "lists of lists": "[a, " * 27_000,
    "mappings of mappings": "{a: " * 27_000,
    "quoted mappings": '{"a": ' * 18_000,
    "brackets and braces": "[{" * 55_000,
    "a megabyte of anchors": "&a" * (N // 2),
    "anchors": "&a " * 35_000,
    "anchored entries": "- &a x\n" * 15_000,
    "aliases": "- *a\n" * 20_000,
    "a key of a megabyte": "x" * (N - 3) + ": 1",
    "a long key": "x" * 110_000 + ": 1",
    "nested lists": "- " * 55_000,
    "nested keys": "? " * 55_000,
    "deep mappings": "".join("  " * i + "a:\n" for i in range(330)),
    "tags": "!!a " * 29_000,
    "exclamations": "!" * 110_000,
    "directives": "%A b\n" * 20_000,
    "colons": ": " * 55_000,
    "quotes": "'" * 110_000,
    "escapes": 'a: "' + "\\x41" * 29_000 + '"',
    "words": "x " * 55_000,
    "words in lines": ("x " * 50 + "\n") * 1_100,
    "documents": "---\n" * 19_000,
    "emoji": "a: " + "😀" * 115_000,
    "tabs": "a:\n" + "\tb: 1\n" * 19_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_file_takes_long(name):
    data = HOSTILE[name].encode()
    assert len(data) <= N
    answers = []
    assert calls_made_by(lambda: answers.append(read_yaml.__wrapped__(data, "x.yaml", None))) < MOST_CALLS
    ((tree, problems),) = answers
    assert (tree is None) == bool(problems)
    assert all(problem.message for problem in problems)


def test_a_file_above_a_megabyte_is_not_looked_at():
    assert "at most 1,000,000" in problems_in("#" * (N + 1))[0].message


FRAGMENTS = [
    *('"', "'", "[", "]", "{", "}", ": ", "- ", "\n", "  ", "\t", "#", "&a ", "*a", "!t ", "%", "@", "|", ">", "? "),
    *(",", "\\", "---", "...", "\0", "`", "!", "!<", "%YAML 1.1\n---\n", "<<: ", "\u2028", "|9", "\ufeff"),
]


def test_mutilated_files_are_read_or_refused_at_a_place(baseline_text):
    """800 random mutilations of a scenario: never another exception, never a problem without a place."""
    dice = random.Random(20270101)
    for _ in range(800):
        start = dice.randrange(max(1, len(baseline_text) - 900))
        text = list(baseline_text[start : start + 900])
        for _ in range(dice.randint(1, 3)):
            at = dice.randrange(len(text))
            text[at : at + dice.choice((0, 1, 4))] = dice.choice(FRAGMENTS)
        tree, problems = read_yaml("".join(text).encode(), "x.yaml", None)
        assert (tree is None) == bool(problems)
        for problem in problems:
            assert problem.line > 0, problem
            assert problem.column > 0, problem
            assert problem.message, problem
