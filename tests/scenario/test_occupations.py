"""A role of the user's own is called by its occupation where its name is one, and by its team where it is not."""

import pytest

from simulator.scenario.schema.words import a_person, role_word, role_words


@pytest.mark.parametrize(
    ("name", "one", "many"),
    [
        ("solutions_engineer", "solutions engineer", "solutions engineers"),
        ("solutions_engineers", "solutions engineer", "solutions engineers"),
        ("implementation_manager", "implementation manager", "implementation managers"),
        ("consultant", "consultant", "consultants"),
        ("renewals_rep", "renewals rep", "renewals reps"),
        ("support_agent", "support agent", "support agents"),
        ("data_analyst", "data analyst", "data analysts"),
        ("solution_architect", "solution architect", "solution architects"),
        ("team_lead", "team lead", "team leads"),
        ("head_of_support", "head of support", "heads of support"),
        ("vp_marketing", "VP of marketing", "VPs of marketing"),
        ("sdr", "SDR", "SDRs"),
        ("Trainer", "Trainer", "Trainers"),
        ("coach", "coach", "coaches"),
        ("csm", "CSM", "CSMs"),
        ("cs_head", "head of CS", "heads of CS"),
    ],
)
def test_an_occupation_is_called_by_its_name(name: str, one: str, many: str) -> None:
    assert (role_word(name), role_words(name)) == (one, many)


@pytest.mark.parametrize(
    "name",
    [
        *("support", "legal", "presales", "professional_services", "finance", "sales_enablement", "procurement"),
        *(
            "tier_2_support",
            "data_center",
            "talent",
            "key_account",
            "product",
            "events",
            "clients",
            "vendors",
            "ops",
            "x",
        ),
    ],
)
def test_a_team_is_what_people_are_in(name: str) -> None:
    assert role_word(name) == f"person in {name.replace('_', ' ')}"
    assert role_words(name) == f"people in {name.replace('_', ' ')}"
    assert a_person(name).startswith("a person in")


def test_letters_are_written_large() -> None:
    assert role_words("hr") == "people in HR"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("account_executive", "an account executive"),
        ("ux_designer", "a UX designer"),
        ("underwriter", "an underwriter"),
        ("sdr", "an SDR"),
        ("bdr", "a BDR"),
        ("onboarding", "an onboarding specialist"),
    ],
)
def test_the_article_is_that_of_how_it_is_said(name: str, words: str) -> None:
    assert a_person(name) == words
