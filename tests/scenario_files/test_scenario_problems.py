"""Whatever pydantic objects to is said in plain words, at the right place, once."""

from __future__ import annotations

import pytest
from small_schema import TEXT, Small

from simulator.scenario.reading.files import load_as


@pytest.fixture
def wrong(written, problems):
    """Return a function that gives the problems of the small scenario with `old` replaced by `new`."""

    def found(old, new):
        assert old in TEXT
        return problems(load_as, Small, written(TEXT.replace(old, new, 1)))

    return found


CASES = [
    ("effect: 100%", "effect: 90", (4, 9), "effect", "9000% is not between 0% and 200%", "90%"),
    ("effect: 100%", "effect: -1", (4, 9), "effect", "not between", ""),
    ("effect: 100%", "effect:", (4, 1), "effect", "no value here", ""),
    ("effect: 100%", "effect: [1]", (4, 9), "effect", "a list stands where a share belongs", ""),
    ("effect: 100%", "effect: {unifrom: [1, 2]}", (4, 10), "effect.unifrom", "not a distribution", "uniform"),
    ("effect: 100%", "effect: {uniform: [1, x]}", (4, 23), "effect.uniform.1", 'high: "x" is not a share', ""),
    ("effect: 100%", "effect: {normal: {mean: 1, sdd: 2}}", (4, 28), "effect.normal.sdd", "no parameter", "sd"),
    ("effect: 100%", "effect: {normal: {mean: 1, sd: -2}}", (4, 32), "effect.normal.sd", "sd must be above 0%", ""),
    ("effect: 100%", "effect: {a: 1, b: 2}", (4, 9), "effect", "mapping with one key", ""),
    ("gap: 14 pts", "gap: 14", (5, 6), "gap", "1400 pts is not between 0 pts and 100 pts", "14 pts"),
    ("months: 60", "months: 60.5", (7, 9), "months", "60.5 is not a whole number", ""),
    ("months: 60", "months: {uniform: [1, 2]}", (7, 9), "months", "one number, not a distribution", ""),
    ("path: [3, 3, 2]", "path: 30", (6, 7), "path.0", "30 is not between 1 and 10", ""),
    ("path: [3, 3, 2]", "tags: 3\npath: [3, 3, 2]", (6, 7), "tags", "the number 3 stands where a list belongs", ""),
    ("path: [3, 3, 2]", "path: [3, $3, 2]", (6, 11), "path.1", "written as an amount of money", ""),
    ("name: Small", "name: 5", (2, 7), "name", "the number 5 stands where text belongs", '"5"'),
    ("name: Small", "name: true", (2, 7), "name", "true stands where text belongs", '"true"'),
    ("name: Small", "name: [a]", (2, 7), "name", "a list stands where text belongs", ""),
    ("start: Mar 2028", "start: Mrz 2028", (3, 8), "start", "is not a date", ""),
    ("start: Mar 2028", "start: 2028", (3, 8), "start", "2028 is not a date", ""),
    ("start: Mar 2028", "start: 2028-02-30", (3, 8), "start", "is not a date", ""),
    ("start: Mar 2028", "start: 1492-10-12", (3, 8), "start", "not between", ""),
    ("months: 60", "months: 60\nmode: capacty", (8, 7), "mode", "not one of the choices", "capacity"),
    ("months: 60", "months: 60\nmode: 3", (8, 7), "mode", "the number 3 is not one of the choices", ""),
    ("months: 60", "months: 60\nlength: 3", (8, 1), "length", 'no "length" at the top', "roles.csm.ramp.0.length"),
    ("slots: 8", "solts: 8", (11, 5), "roles.csm.solts", 'no "solts" in roles.csm', "slots"),
    ("slots: 8", "needs_head: yes", (11, 17), "roles.csm.needs_head", "true or false", "true"),
    ("    slots: 8\n", "", (9, 3), "roles.csm.slots", "slots is missing", ""),
    ("{length: 90 days, share: 56%}", "{length: 90 days}", (14, 9), "roles.csm.ramp.0.share", "share is missing", ""),
    ("{length: 90 days, share: 56%}", "5", (14, 9), "roles.csm.ramp.0", "where a mapping belongs", ""),
    ("cost: $185K\n    slots: 8", "cost: $0\n    slots: 8", (11, 12), "roles.csm.slots", "costs nothing", ""),
    ("slots: 8", "slots: 13", (9, 3), "roles.csm", "thirteen slots bring bad luck", ""),
    ("months: 60", "months: 60\ntags: []", (8, 7), "tags", "0 entries here; at least 1", ""),
    ("months: 60", "months: 60\ntags: [a, b, c]", (8, 7), "tags", "more than 2 entries", ""),
    ("months: 60", "months: 60\nratio: -1", (8, 8), "ratio", "at least 0", ""),
    ("months: 60", "months: 60\nratio: 5", (8, 8), "ratio", "below 5", ""),
    ("months: 60", "months: 60\nratio: much", (8, 8), "ratio", '"much" stands where a number belongs', ""),
    ("months: 60", "months: 60\ncode: A", (8, 7), "code", "does not have the form", ""),
    ("months: 60", "months: 60\ncode: abcde", (8, 7), "code", "at most 4 characters", ""),
    ("months: 60", "months: 60\nfloor: -1", (8, 8), "floor", "-$1 is not $0 or more", ""),
    ("months: 60", "months: 60\nmode: null", (8, 7), "mode", "no value here", ""),
    ("months: 60", "months: 60\naccounts: 5", (8, 11), "accounts", "5 is not the name of a file", ""),
    ("name: Small", "name: {a: 1}", (2, 7), "name", "a mapping stands where text belongs", ""),
    ("name: Small", "name: null", (2, 7), "name", "no value here", ""),
    ("  csm:", "  haed: {cost: $3}\n  csm:", (9, 3), "roles.haed", "is a new name here, and lacks slots", "roles.head"),
    ("extends:", "extneds:", (1, 1), "extneds", 'no "extneds"', "extends"),
    ("extends: nothing\nname: Small", "extends: nothing", (1, 1), "name", "name is missing", ""),
]


@pytest.mark.parametrize(("old", "new", "place", "path", "reason", "suggestion"), CASES, ids=lambda v: str(v)[:30])
def test_a_mistake_is_told_in_plain_words_at_its_place(wrong, old, new, place, path, reason, suggestion):
    found = [one for one in wrong(old, new) if one.path == path]
    assert len(found) == 1
    assert reason in found[0].message
    assert (found[0].line, found[0].column) == place
    assert suggestion in found[0].suggestion if suggestion else not found[0].suggestion


def test_one_misspelt_key_is_one_problem(wrong):
    assert len(wrong("slots: 8", "solts: 8")) == 1
    assert len(wrong("  csm:", "  haed: {cost: $3}\n  csm:")) == 1


CHOICES = [
    ("opens: {kind: arr, arr: $3M}", "opens: {kind: arr, arr: 3 days}", ["roles.csm.opens.arr"], (16, 29)),
    ("opens: {kind: arr, arr: $3M}", "opens: 5", ["roles.csm.opens"], (16, 12)),
    ("opens: {kind: arr, arr: $3M}", "after: {kind: ar, arr: $3M}", ["roles.csm.after.kind"], (16, 19)),
    ("opens: {kind: arr, arr: $3M}", "after: {arr: $3M}", ["roles.csm.after.kind"], (16, 5)),
    ("opens: {kind: arr, arr: $3M}", "after: {kind: date, on: never}", ["roles.csm.after.on"], (16, 29)),
    ("months: 60", "months: 60\nalarm: {length: 3}", ["alarm.share"], (8, 1)),
    ("months: 60", "months: 60\nalarm: {length: 3, share: $3}", ["alarm.share"], (8, 27)),
    ("months: 60", "months: 60\nalarm: [{length: 3, share: $3}]", ["alarm.0.share"], (8, 28)),
    ("months: 60", "months: 60\nalarm: {length: 3, shrae: 1}", ["alarm.shrae"], (8, 20)),
]


@pytest.mark.parametrize(("old", "new", "paths", "place"), CHOICES, ids=lambda value: str(value)[:40])
def test_of_several_alternatives_only_the_one_that_was_meant_is_spoken_of(wrong, old, new, paths, place):
    found = wrong(old, new)
    assert [one.path for one in found] == paths
    assert (found[0].line, found[0].column) == place


@pytest.mark.parametrize(("old", "new"), [(case[0], case[1]) for case in CASES + CHOICES], ids=lambda v: str(v)[:30])
def test_no_message_speaks_pydantic(wrong, old, new):
    for problem in wrong(old, new):
        text = problem.render()
        for jargon in ("Input should", "valid dictionary", "extra_forbidden", "instance of", "pydantic", "NoneType"):
            assert jargon not in text


def test_everything_is_reported_at_once_in_the_order_of_the_file(written, problems):
    text = (
        TEXT.replace("100%", "300%").replace("slots: 8", "solts: 8").replace("Mar 2028", "March").replace("$250K", "x")
    )
    found = problems(load_as, Small, written(text))
    assert [(one.line, one.path) for one in found] == [
        (3, "start"),
        (4, "effect"),
        (11, "roles.csm.solts"),
        (18, "roles.head.cost.triangular.0"),
    ]


def test_fifty_problems_are_shown_and_the_rest_counted(written, problems):
    names = "".join(f"n{number}: 1\n" for number in range(300))
    found = problems(load_as, Small, written(TEXT + names))
    assert len(found) == 51
    assert found[-1].message == "and 250 more problems; the first 50 are shown"


def test_what_is_no_yaml_is_cut_short_in_the_same_words(written, problems):
    found = problems(load_as, Small, written(TEXT + "name: again\n" * 73))
    assert len(found) == 51
    assert found[-1].message == "and 23 more problems; the first 50 are shown"
