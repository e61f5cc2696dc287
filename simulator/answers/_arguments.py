"""What may be given to a question: each argument by its name, the same in every function that has it.

Checked before anything else happens, so that a wrong one is answered with its name and what is allowed. A number of
numpy's counts as one of Python's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import wraps
from inspect import Parameter, signature
from numbers import Integral, Real
from pathlib import Path
from typing import Any, Final, ParamSpec, TypeVar

from simulator.errors import InputError, Problem, shown

P = ParamSpec("P")
Found = TypeVar("Found")
Check = Callable[[Any], Any]
"""Returns the value as the question takes it; raises TypeError for what is none."""
Rule = tuple[Check, str]
"""How an argument is checked, and in words what is allowed."""


def asked(function: Callable[P, Found]) -> Callable[P, Found]:
    """Check the arguments of a question before it is asked; InputError names what is wrong with each."""
    known = signature(function)
    rules = {name: ARGUMENTS.get(f"{function.__name__}.{name}") or ARGUMENTS[name] for name in known.parameters}

    @wraps(function)
    def ask(*args: P.args, **kwargs: P.kwargs) -> Found:
        bound = known.bind(*args, **kwargs)
        problems: list[Problem] = []
        for name, value in bound.arguments.items():
            parameter = known.parameters[name]
            if parameter.kind is Parameter.VAR_POSITIONAL:
                bound.arguments[name] = tuple(_checked(name, rules[name], one, problems) for one in value)
            elif value is not parameter.default:
                bound.arguments[name] = _checked(name, rules[name], value, problems)
        if problems:
            raise InputError(problems)
        return function(*bound.args, **bound.kwargs)

    return ask


def _checked(name: str, rule: Rule, value: Any, problems: list[Problem]) -> Any:
    check, allowed = rule
    try:
        return check(value)
    except TypeError:
        problems.append(Problem(f"is {shown(value)}", path=name, allowed=allowed))
        return value


def _fail(value: Any) -> Any:
    raise TypeError


def _whole(least: int) -> Check:
    def check(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, Integral) or value < least:
            raise TypeError
        return int(value)

    return check


def _number(value: Any) -> float | int:
    if isinstance(value, bool) or not isinstance(value, Real):
        raise TypeError
    return int(value) if isinstance(value, Integral) else float(value)


def _flag(value: Any) -> bool:
    return value if isinstance(value, bool) else _fail(value)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else _fail(value)


def _path(value: Any) -> str | Path:
    return value if isinstance(value, str | Path) else _fail(value)


def _day(value: Any) -> Any:
    return value if isinstance(value, date) else _text(value)


def _texts(value: Any) -> str | tuple[str, ...]:
    if isinstance(value, str):
        return value
    if not isinstance(value, Sequence):
        raise TypeError
    return tuple(_text(one) for one in value)


def _scenario(value: Any) -> Any:
    if isinstance(value, str | Path):
        return value
    from simulator.scenario.schema.scenario import Scenario

    return value if isinstance(value, Scenario) else _fail(value)


def _result(value: Any) -> Any:
    if isinstance(value, str | Path):
        return value
    return value if all(hasattr(value, name) for name in ("scenario", "bands", "runs")) else _fail(value)


def _results(value: Any) -> Any:
    return tuple(_result(one) for one in value) if isinstance(value, list | tuple) else _result(value)


def _scenarios(value: Any) -> Any:
    return tuple(_scenario(one) for one in value) if isinstance(value, list | tuple) else _scenario(value)


def _settings(value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping) or not all(isinstance(path, str) for path in value):
        raise TypeError
    return dict(value)


def _called(value: Any) -> Any:
    return value if callable(value) else _fail(value)


def _either(*checks: Check) -> Check:
    def check(value: Any) -> Any:
        for one in checks:
            try:
                return one(value)
            except TypeError:
                continue
        raise TypeError

    return check


def _pair(value: Any) -> Any:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise TypeError
    return tuple(_number(one) for one in value)


def _or_none(check: Check) -> Check:
    return lambda value: None if value is None else check(value)


_SCENARIO: Final = (_scenario, 'a scenario, the path of a file, or a shipped name such as "baseline"')
_SETTINGS: Final = (_or_none(_settings), 'values by their paths, such as {"horizon_months": 36}')
_NAMES: Final = "a text, or several as a list, such as"

ARGUMENTS: Final[Mapping[str, Rule]] = {
    **dict.fromkeys(("scenario", "a", "b", "more", "files"), _SCENARIO),
    "against": (_or_none(_scenario), f"{_SCENARIO[1]}; None"),
    "into": (_scenarios, f"{_SCENARIO[1]}; several as a list"),
    "results": (_results, "a folder that t2d3 run wrote, or what simulate returns; several as a list"),
    **dict.fromkeys(("set", "set_a", "set_b"), _SETTINGS),
    "runs": (_whole(1), "a whole number, 1 or more"),
    "why.runs": (_or_none(_whole(2)), "a whole number, 2 or more; None"),
    "seed": (_whole(0), "a whole number from 0 to 2^64 - 1"),
    "workers": (_or_none(_whole(1)), "a whole number, 1 or more; None for one a core"),
    "engine": (_text, '"compiled" or "reference"'),
    "progress": (_or_none(_called), "a function that takes how many runs have just been finished; None"),
    "keep": (_text, '"runs" or "summaries"'),
    **dict.fromkeys(("first_run", "run"), (_whole(0), "a whole number from 0 to 2^48 - 1")),
    "precision": (_or_none(_text), 'a text such as "0.5pts" or "grr=0.2pts"; None'),
    "most": (_whole(1), "a whole number, 1 or more"),
    "when.most": (_whole(10), "a whole number, 10 or more"),
    "hire": (_text, 'the name of a role, such as "cs_head", "csm" or "onboarding"'),
    "candidates": (_or_none(_texts), f'{_NAMES} "$2M,$3M" or ["$2M", "$3M"]; None'),
    "measure": (_or_none(_text), 'a text such as "nrr" or "5*arr - cs_cost"; None'),
    "why.measure": (_texts, f'{_NAMES} "nrr"'),
    "indifference": (
        _or_none(_either(_text, _number)),
        'a text such as "$300K", or a number in the measure\'s unit; None',
    ),
    "lever": (_texts, f'{_NAMES} "hiring.lookahead=60d,120d"'),
    "budget": (_whole(1), "a whole number of runs, 1 or more"),
    "levers": (_texts, f'{_NAMES} "roles.csm.book_high=2M:5M:7"'),
    "vary": (_texts, f'{_NAMES} "roles.csm.book_high=2M,3M"'),
    "also": (_texts, f'{_NAMES} "nrr"'),
    "field": (_texts, f'{_NAMES} "segments.core.renewal"'),
    "by": (_either(_text, _number), 'a share such as "5%" or 0.05'),
    "quantiles": (_either(_text, _pair), 'two shares such as "5%,95%" or (0.05, 0.95)'),
    **dict.fromkeys(("sobol", "rows"), (_whole(0), "a whole number, 0 or more")),
    "priors": (_flag, "True or False"),
    "luck": (_whole(1), "a whole number, 1 or more"),
    "causes": (_texts, f'{_NAMES} "customers,leavers"'),
    "cause": (_texts, f'{_NAMES} "no leavers: roles.csm.attrition=0"'),
    "at": (
        _either(_whole(0), _day),
        'months after the start: a whole number, 0 or more; or the first of a month, such as "Mar 2028"',
    ),
    "decide": (_texts, f'{_NAMES} "csm=2"'),
    "then": (_texts, f'{_NAMES} "hiring.lookahead=180d"'),
    "account": (
        _or_none(_either(_whole(0), _text)),
        "a customer: its number, 0 or more, or its name in the accounts file; None",
    ),
    "hires": (_whole(0), "a whole number, 0 or more"),
    "exports": (_path, "the path of an exported file"),
    "as_of": (_or_none(_day), "a date, or a text such as 2026-12-18; None for today"),
    "opening": (_or_none(_text), 'a month such as "2024-01"; None'),
    "decimal": (_or_none(_text), '"." or ","; None'),
    "dates": (_or_none(_text), '"dmy", "mdy" or "ymd"; None'),
    "fx": (_or_none(_settings), 'dollars for one of a currency, such as {"EUR": 1.08}; None'),
    "amounts": (_or_none(_text), '"units", "cents" or "thousands"; None'),
    **dict.fromkeys(("export", "sheet"), (_or_none(_text), "a name; None")),
    "mapping": (_or_none(_path), "the path of a mapping; None"),
    "map": (_texts, f'{_NAMES} "Company name=account"'),
    **dict.fromkeys(("template", "deck.into"), (_or_none(_path), "the path of a .pptx file; None")),
    "layout": (_or_none(_text), 'the name of a layout, such as "Title Only"; None'),
    "only": (_texts, f'{_NAMES} "arr,cash"'),
    **dict.fromkeys(("status", "title"), (_or_none(_settings), 'words by words, such as {"Paying": "live"}; None')),
}
"""Each argument by its name; where one question has a rule of its own, by the names of both."""
