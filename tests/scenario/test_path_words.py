"""A path reads as words where a deck or a sentence shows it."""

from __future__ import annotations

import re

import pytest

from simulator.scenario.schema.scenario import Scenario
from simulator.scenario.schema.shapes import describe_fields
from simulator.scenario.schema.words import path_words


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("cs_effect", "harm where CS is missing"),
        ("hiring.lookahead", "hiring lookahead"),
        ("roles.csm.book_high", "CSM book high"),
        ("roles.cs_head.lead.median", "head of CS lead median"),
        ("roles.support.cost", "support cost"),
        ("roles.others.support.cost", "support cost"),
        ("roles.others.solutions_engineer.cost", "solutions engineer cost"),
        ("roles.others.solutions_engineer", "solutions engineer"),
        ("segments.mid_market", "segment mid market"),
        ("segments.mid_market.acv", "mid market ACV"),
        ("segments.core.csqls_a_year", "core CSQLs a year"),
        ("products.second.price", "second price"),
        ("segments", "segments"),
        ("path.planned_nrr", "path planned NRR"),
    ],
)
def test_in_words(path: str, words: str) -> None:
    assert path_words(path) == words


def test_no_field_shows_how_it_is_typed() -> None:
    for note in describe_fields(Scenario):
        assert not re.search(r"[._]", path_words(note.path.replace("*", "any"))), note.path
