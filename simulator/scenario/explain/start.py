"""Explained: where the company stands on the first day."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.clock import MONTHS_PER_YEAR, day_label
from simulator.laws.months import months_after, quarter_of
from simulator.scenario.explain.words import Section, dollars, listed, mean_of, odds, shown, whole
from simulator.scenario.schema.todays_book import FOUNDERS, NOBODY, Account, Person, TodaysBook
from simulator.scenario.schema.words import role_word, role_words
from simulator.scenario.writing import money

if TYPE_CHECKING:
    from collections.abc import Iterable

    from simulator.scenario.explain.plan import PlanDates
    from simulator.scenario.schema.scenario import Scenario

_MOST_OWNERS = 12
_ORDERS = {
    "dmy": "the day comes first, then the month, then the year",
    "mdy": "the month comes first, then the day, then the year",
    "ymd": "the year comes first, then the month, then the day",
}


def the_start(scenario: Scenario, plan: PlanDates, today: TodaysBook | None) -> str:
    """Return the customers and the people of the first day."""
    section = Section("Where it stands on the first day")
    section.say(
        "CS, customer success, is everybody who looks after customers once they have signed. A CSM is a customer "
        "success manager."
    )
    if today is None:
        section.say(*_made_up(scenario))
    else:
        _own_books(section, scenario, plan, today)
    section.say(*(_people(scenario, today) if today is not None and today.people else [_staff(scenario)]))
    return section.text()


def _made_up(scenario: Scenario) -> list[str]:
    generated = scenario.opening.generated
    accounts = mean_of(scenario.made_up_accounts)
    if round(accounts) == 0:
        return ["The company starts without customers."]
    arr = scenario.made_up_arr
    count = shown(scenario.made_up_accounts, lambda n: whole(n, "customer"))
    spread = generated.renewals == "spread"
    return [
        (
            f"The company starts with {count} and {dollars(arr)} of ARR, {money(mean_of(arr) / accounts)} each on "
            "average. They are made up afresh in every run: kinds and sizes drawn like those of new customers, then "
            "scaled to that ARR."
        ),
        "All of them are onboarded.",
        "Their renewal dates lie anywhere in the term." if spread else "All their contracts start on the first day.",
        "The founders look after them." if generated.held_by_founders else "Nobody looks after them yet.",
    ]


def _own_books(section: Section, scenario: Scenario, plan: PlanDates, today: TodaysBook) -> None:
    opening = scenario.opening
    files = [Path(file).name for file in (opening.accounts_csv, opening.roster_csv) if file is not None]
    section.say(
        f"The company starts from its own books ({listed(files) or 'kept with the scenario'}): "
        f"{whole(len(today.accounts), 'account')} with {money(plan.opening_arr)} of ARR."
    )
    if opening.dates is not None:
        section.say(f"In dates of these files that are numbers, {_ORDERS[opening.dates]}.")
    if opening.decimal is not None:
        section.say(f"In their amounts the decimal mark is a {'comma' if opening.decimal == ',' else 'point'}.")
    for line in _owners(today):
        section.item(line)
    section.say(*_about_accounts(scenario, today))


def _owners(today: TodaysBook) -> list[str]:
    held: dict[int, list[Account]] = {}
    for account in today.accounts:
        held.setdefault(account.owner, []).append(account)
    lines = []
    if FOUNDERS in held:
        lines.append(f"The founders look after {_accounts(held[FOUNDERS])}.")
    csms = sorted((owner for owner in held if owner >= 0), key=lambda owner: -_arr(held[owner]))
    lines += [f"{today.people[owner].name} looks after {_accounts(held[owner])}." for owner in csms[:_MOST_OWNERS]]
    if csms[_MOST_OWNERS:]:
        others = [account for owner in csms[_MOST_OWNERS:] for account in held[owner]]
        lines.append(f"{whole(len(csms) - _MOST_OWNERS, 'other CSM')} look after {_accounts(others)}.")
    if NOBODY in held:
        lines.append(f"Nobody looks after {_accounts(held[NOBODY])}.")
    return lines


def _arr(accounts: Iterable[Account]) -> float:
    return math.fsum(account.arr for account in accounts)


def _accounts(accounts: list[Account]) -> str:
    return f"{whole(len(accounts), 'account')} with {money(_arr(accounts))}"


def _about_accounts(scenario: Scenario, today: TodaysBook) -> list[str]:
    waiting = [account for account in today.accounts if not account.onboarded]
    largest = max(today.accounts, key=lambda account: account.arr)
    whole_arr = _arr(today.accounts)
    lines = [
        f"The largest account, {largest.name}, pays {money(largest.arr)}, {odds(largest.arr / whole_arr)} of all ARR."
    ]
    if len(scenario.segments) > 1:
        held = {name: [account for account in today.accounts if account.segment == name] for name in scenario.segments}
        lines.append(f"By kind: {listed(f'{name} {_accounts(found)}' for name, found in held.items())}.")
    if waiting:
        lines.append(f"{_accounts(waiting)} of ARR {'is' if len(waiting) == 1 else 'are'} still to be onboarded.")
    else:
        lines.append("All of them are onboarded.")
    quarters = listed(money(arr) for arr in _due_by_quarter(scenario, today))
    lines.append(f"In the first four quarters {quarters} come up for renewal.")
    return lines


def _due_by_quarter(scenario: Scenario, today: TodaysBook) -> list[float]:
    """Return the ARR that comes up for renewal in each of the first four quarters, once or more often."""
    due = [0.0] * 4
    for account in today.accounts:
        term = scenario.segments[account.segment].term_months
        ends = (months_after(account.renewal_day, term * number) for number in range(MONTHS_PER_YEAR // term + 1))
        for quarter in {quarter_of(day) for day in ends}:
            if quarter <= len(due):
                due[quarter - 1] += account.arr
    return due


def _people(scenario: Scenario, today: TodaysBook) -> list[str]:
    there = [person for person in today.people if not person.open]
    to_come = [person for person in today.people if person.open]
    lines = [f"At work are {listed(_with_role(person) for person in there)}." if there else ""]
    if to_come:
        lines.append(f"To come are {listed(_requisition(scenario, person) for person in to_come)}.")
    return [line for line in lines if line]


def _with_role(person: Person, when: str = "") -> str:
    role = role_word(person.role)
    about = ", ".join(part for part in (role if person.name else "", when) if part)
    return f"{person.name or f'one {role}'}{f' ({about})' if about else ''}"


def _requisition(scenario: Scenario, person: Person) -> str:
    if math.isnan(person.joined_day):
        return _with_role(person, "no first day agreed yet")
    return _with_role(person, f"from {day_label(scenario.start_date, person.joined_day)}")


def _staff(scenario: Scenario) -> str:
    counts = {name: scenario.roles.of(name).in_place for name in scenario.roles.names()}
    there = [whole(count, role_word(name), role_words(name)) for name, count in counts.items() if count]
    if not there:
        return "Nobody else is at work there yet: no head of CS, no CSM, no onboarding specialist."
    return f"At work, fully ramped, {'is' if sum(counts.values()) == 1 else 'are'} {listed(there)}."
