"""A distribution in place of a number: what is not known about the company.

Written as a mapping with one key, `{triangular: [$2M, $2.5M, $3M]}`, and drawn once per run through its inverse
cumulative distribution, so that one uniform number gives one value whatever else is uncertain.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from simulator.scenario.schema.curves import Beta, Curve, Lognormal, Normal, Triangle, Uniform, mass
from simulator.scenario.stated import Each, Stated, said_of
from simulator.scenario.units import SHARE, UNITS, InvalidValue, Unit, finite, quoted

__all__ = ["Distribution"]

DIGITS: Final = 12  # significant digits of a drawn value, so that it is the same under any release of scipy
_LEAST_MASS: Final = 1e-6  # a distribution with less than this between its bounds lies outside them
_MOST_OUTSIDE: Final = 1e-4  # of a distribution without ends; with more beyond the bounds it reaches outside them
_NARROWEST: Final = 1e-4  # of a beta distribution's scale; below, its inverse loses precision

KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "uniform": ("low", "high"),
    "triangular": ("low", "mode", "high"),
    "normal": ("mean", "sd"),
    "lognormal": ("median", "sigma"),
    "beta": ("mean", "sd"),
}
BOUNDED: Final = frozenset(("uniform", "triangular", "beta"))
"""Distributions that have ends of their own."""
_EXAMPLES: Final = {
    "uniform": "{uniform: [low, high]}",
    "triangular": "{triangular: [low, most likely, high]}",
    "normal": "{normal: {mean: .., sd: .., min: .., max: ..}}",
    "lognormal": "{lognormal: {median: .., sigma: .., min: .., max: ..}}",
    "beta": "{beta: {mean: .., sd: .., min: .., max: ..}}",
}


@dataclass(frozen=True, slots=True)
class Distribution:
    """A distribution of one number in the canonical unit of its field, cut off at `low` and `high`.

    `kind` is a key of `KINDS`, `params` its parameters in that order, `unit` the name of the field's unit. A beta
    distribution lives on `scale`, its own (min, max), and may be cut off further. `each` is for how long what it gives
    holds, "year" or "term", where its values say so.
    """

    kind: str
    params: tuple[float, ...]
    low: float
    high: float
    unit: str
    scale: tuple[float, float] = (0.0, 1.0)
    each: Each = ""

    def stated(self, value: float) -> float:
        """Return a value of the distribution, saying for how long it holds where the distribution does."""
        return Stated(value, self.each) if self.each else value

    def quantile(self, u: float) -> float:
        """Return the value below which the share `u` (0 to 1) of the distribution lies, to 12 significant digits.

        In the field's canonical unit and between `low` and `high`; it never falls as `u` grows.
        """
        shape = _shape(self)
        low, high = shape.support
        low, high = max(low, self.low), min(high, self.high)
        if shape.below(low) > 0.5:  # keep precision in the upper tail
            over, under = shape.above(low), shape.above(high)
            value = shape.at_above(over - u * (over - under))
        else:
            under, over = shape.below(low), shape.below(high)
            value = shape.at_below(under + u * (over - under))
        value = float(f"{min(max(value, low), high):.{DIGITS - 1}e}")
        return min(max(value, low), high)

    def mean(self) -> float:
        """Return the mean in the field's canonical unit, after cutting off, to 12 significant digits."""
        shape = _shape(self)
        low, high = max(shape.support[0], self.low), min(shape.support[1], self.high)
        value = shape.partial_mean(low, high) / mass(shape, low, high)
        return min(max(float(f"{value:.{DIGITS - 1}e}"), low), high)

    def describe(self) -> str:
        """Return the distribution in words, such as `triangular $2M to $3M, most likely $2.5M`."""
        unit = UNITS[self.unit]

        def show(value: float) -> str:
            return unit.show(self.stated(value))

        match self.kind:
            case "uniform":
                words = f"uniform {show(self.params[0])} to {show(self.params[1])}"
            case "triangular":
                low, mode, high = self.params
                words = f"triangular {show(low)} to {show(high)}, most likely {show(mode)}"
            case "lognormal":
                words = f"lognormal, median {show(self.params[0])}, sigma {self.params[1]:g}"
            case _:
                words = f"{self.kind}, mean {show(self.params[0])}, sd {show(self.params[1])}"
                if self.kind == "beta" and self.scale != (0.0, 1.0):
                    words += f" on {show(self.scale[0])} to {show(self.scale[1])}"
        return words + self._cut_in_words(show)

    def _cut_in_words(self, show: Callable[[float], str]) -> str:
        support = _shape(self).support
        cuts = []
        if self.low > support[0]:
            cuts.append(f"at least {show(self.low)}")
        if self.high < support[1]:
            cuts.append(f"at most {show(self.high)}")
        return f", {' and '.join(cuts)}" if cuts else ""

    def to_json(self) -> dict[str, Any]:
        """Return the JSON-ready mapping in canonical numbers, which reads back as this very distribution."""
        return self._mapping(lambda value: UNITS[self.unit].write(self.stated(value)) if self.each else value)

    def to_yaml(self) -> dict[str, Any]:
        """Return the mapping as a person would write it, each value in the field's unit and exact."""
        return self._mapping(lambda value: UNITS[self.unit].write(self.stated(value)))

    def _mapping(self, write: Callable[[float], Any]) -> dict[str, Any]:
        low, high = _shape(self).support
        named = {
            name: value if name == "sigma" else write(value)
            for name, value in zip(KINDS[self.kind], self.params, strict=True)
        }
        if self.kind in BOUNDED:
            within = {"within": [write(max(self.low, low)), write(min(self.high, high))]}
            cut = within if self.low > low or self.high < high else {}
            if self.kind == "beta":
                return {self.kind: named | {"min": write(self.scale[0]), "max": write(self.scale[1])} | cut}
            return {self.kind: named | cut if cut else list(named.values())}
        bounds = {"min": self.low, "max": self.high}
        return {self.kind: named | {name: write(value) for name, value in bounds.items() if math.isfinite(value)}}


def _shape(found: Distribution) -> Curve:
    """Return the curve of a distribution before it is cut off."""
    first, second = found.params[0], found.params[-1]
    match found.kind:
        case "uniform":
            return Uniform(first, second)
        case "triangular":
            return Triangle(*found.params)
        case "normal":
            return Normal(first, second)
        case "lognormal":
            return Lognormal(first, second)
        case "beta":
            return Beta.of_moments(first, second, *found.scale)
    raise ValueError(f"no distribution is called {found.kind}")


def read_distribution(raw: Mapping[Any, Any], unit: Unit, low: float, high: float) -> Distribution:
    """Return the distribution a mapping describes, cut off at the bounds; raise InvalidValue with the reason."""
    kind, body = _kind_of(raw)
    written = _written(kind, body)
    within = _range_of(kind, written.pop("within", None), unit)
    limits = {name: written.pop(name) for name in ("min", "max") if name in written}
    values = {name: _inner(kind, name, value, unit) for name, value in (written | limits).items()}
    each = _said_of_all(kind, [*values.values(), *(within or ())])
    values = {name: float(value) for name, value in values.items()}
    params = tuple(values[name] for name in KINDS[kind])
    lowest, highest = values.get("min", -math.inf), values.get("max", math.inf)
    if kind == "beta":
        scale = (values.get("min", 0.0), values.get("max", 1.0))
        lowest, highest = scale
    else:
        scale = (0.0, 1.0)
    if lowest >= highest:
        raise InvalidValue(f"min {unit.show(lowest)} is not below max {unit.show(highest)}", at=(kind,))
    _check_params(kind, params, scale, unit)
    if within is not None:
        lowest, highest = max(lowest, float(within[0])), min(highest, float(within[1]))
    found = Distribution(kind, params, lowest, highest, unit.name, scale, each)
    return refit(found, unit, low, high)


def _said_of_all(kind: str, values: Sequence[float]) -> Each:
    """Return for how long values hold, by what those that say it say; raise InvalidValue where they contradict."""
    said = {said_of(value) for value in values} - {""}
    if len(said) > 1:
        raise InvalidValue("some of its values are said to be those of a year, others of a term", at=(kind,))
    return said.pop() if said else ""


def refit(found: Distribution, unit: Unit, low: float, high: float) -> Distribution:
    """Return a distribution made elsewhere, cut off at this field's bounds; raise `InvalidValue` where it cannot be."""
    if found.unit != unit.name:
        raise InvalidValue(f"a distribution in {found.unit} cannot stand for {unit.noun}", unit.examples_in_words())
    wide = _inside(found, unit, low, high)
    cut = replace(found, low=max(float(low), found.low), high=min(float(high), found.high))
    return _reaching_no_further(wide, _inside(cut, unit, low, high), unit, low, high)


def _reaching_no_further(found: Distribution, cut: Distribution, unit: Unit, low: float, high: float) -> Distribution:
    """Return a distribution `cut` off at its field's bounds; raise `InvalidValue` where that takes any of it away."""
    shape = _shape(found)
    lowest, highest = max(shape.support[0], found.low), min(shape.support[1], found.high)
    below = mass(shape, lowest, low) if lowest < low else 0.0
    above = mass(shape, high, highest) if highest > high else 0.0
    if below + above <= (0.0 if found.kind in BOUNDED else _MOST_OUTSIDE * mass(shape, lowest, highest)):
        return cut
    ends = f"[{unit.write(max(low, lowest))}, {unit.write(min(high, highest))}]"
    beyond = f"below {unit.show(low)}" if below >= above else f"above {unit.show(high)}"
    share = SHARE.show(float(f"{max(below, above) / mass(shape, lowest, highest):.2g}"))
    named = f"the parameters by name and within: {ends}"
    raise InvalidValue(
        f"{found.kind} reaches outside what is allowed here: {share} of it lies {beyond}",
        f"{unit.show(low)} to {unit.show(high)}; to leave out what lies beyond, {named}",
        at=(found.kind,),
    )


def _range_of(kind: str, given: Any, unit: Unit) -> tuple[float, float] | None:
    """Return the two ends of `within`, None where it is not written."""
    if given is None:
        return None
    if isinstance(given, str) or not isinstance(given, Sequence) or len(given) != 2:
        raise InvalidValue("within takes two values, low and high", _EXAMPLES[kind], at=(kind, "within"))
    low, high = (_inner(kind, "within", one, unit) for one in given)
    if low >= high:
        raise InvalidValue(f"low {unit.show(low)} is not below high {unit.show(high)}", at=(kind, "within"))
    return low, high


def _kind_of(raw: Mapping[Any, Any]) -> tuple[str, Any]:
    from difflib import get_close_matches

    if len(raw) == 1:
        ((kind, body),) = raw.items()
        if kind in KINDS:
            return kind, body
        close = get_close_matches(str(kind), KINDS, n=1)
        raise InvalidValue(
            f"{quoted(kind)} is not a distribution",
            f"one of {', '.join(KINDS)}",
            close[0] if close else "",
            at=(kind,),
            at_key=True,
        )
    raise InvalidValue(
        "a distribution is a mapping with one key, its name", f"a number, or one of {', '.join(_EXAMPLES.values())}"
    )


def _written(kind: str, body: Any) -> dict[str, Any]:
    """Return the parameters by name, from the short (list) or the long (mapping) form."""
    names = KINDS[kind]
    example = _EXAMPLES[kind]
    bounded = kind not in ("uniform", "triangular")
    if isinstance(body, Sequence) and not isinstance(body, str):
        if bounded:
            raise InvalidValue(f"{kind} names its parameters", example, at=(kind,))
        if len(body) != len(names):
            raise InvalidValue(f"{kind} takes {len(names)} values, not {len(body)}", example, at=(kind,))
        return dict(zip(names, body, strict=True))
    if not isinstance(body, Mapping):
        raise InvalidValue(f"{kind} needs its parameters", example, at=(kind,))
    known = (*names, "min", "max", "within") if bounded else (*names, "within")
    for name in body:
        if name not in known:
            raise _unknown_parameter(kind, name, known)
    missing = [name for name in names if name not in body]
    if missing:
        raise InvalidValue(f"{kind} lacks {' and '.join(missing)}", example, at=(kind,))
    return {name: value for name, value in body.items() if value is not None or name in names}


def _unknown_parameter(kind: str, name: Any, known: Sequence[str]) -> InvalidValue:
    from difflib import get_close_matches

    close = get_close_matches(str(name), known, n=1)
    return InvalidValue(
        f"{kind} has no parameter {quoted(name)}",
        ", ".join(known),
        close[0] if close else "",
        at=(kind, name),
        at_key=True,
    )


def _inner(kind: str, name: str, value: Any, unit: Unit) -> float:
    place: tuple[str | int, ...] = (kind, name)
    try:
        if name == "sigma":
            return _plain_number(value)
        return read_number(value, unit)
    except InvalidValue as error:
        wrong = error.problem
        raise InvalidValue(f"{name}: {wrong.message}", wrong.allowed, wrong.suggestion, place) from None


def _plain_number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InvalidValue(f"{quoted(value)} is not a plain number", "a plain number such as 0.5")
    return finite(value, value)


def read_number(value: Any, unit: Unit) -> float:
    """Return the canonical number of what was written for one number of a unit; raise InvalidValue where it is none."""
    if isinstance(value, str):
        return unit.read(value)
    if value is None:
        raise InvalidValue("there is no value here", unit.examples_in_words())
    if isinstance(value, bool):
        raise InvalidValue(f"{str(value).lower()} is not {unit.noun}", unit.examples_in_words())
    if isinstance(value, Mapping | Sequence):
        kind = "a mapping" if isinstance(value, Mapping) else "a list"
        raise InvalidValue(f"{kind} stands where {unit.noun} belongs", unit.examples_in_words())
    try:
        return finite(value, value)
    except OverflowError:
        raise InvalidValue("the number is too large", unit.examples_in_words()) from None
    except (TypeError, ValueError) as problem:
        if isinstance(problem, InvalidValue):
            raise
        raise InvalidValue(f"{quoted(str(value))} is not {unit.noun}", unit.examples_in_words()) from None


def _check_params(kind: str, params: tuple[float, ...], scale: tuple[float, float], unit: Unit) -> None:
    show = unit.show
    match kind:
        case "uniform" if not params[0] < params[1]:
            raise InvalidValue(f"low {show(params[0])} is not below high {show(params[1])}", at=(kind,))
        case "triangular" if not (params[0] <= params[1] <= params[2] and params[0] < params[2]):
            raise InvalidValue(
                f"low, most likely and high are not in rising order: {', '.join(map(show, params))}", at=(kind,)
            )
        case "normal" if not params[1] > 0:
            raise InvalidValue(f"sd must be above {show(0)}", at=(kind, "sd"))
        case "lognormal" if not params[0] > 0:
            raise InvalidValue(f"median must be above {show(0)}", at=(kind, "median"))
        case "lognormal" if not 0 < params[1] <= 5:
            raise InvalidValue("sigma must be above 0 and at most 5", at=(kind, "sigma"))
        case "beta":
            _check_beta(params, scale, unit)


def _check_beta(params: tuple[float, ...], scale: tuple[float, float], unit: Unit) -> None:
    mean, sd = params
    low, high = scale
    if not low < mean < high:
        raise InvalidValue(
            f"mean {unit.show(mean)} does not lie between {unit.show(low)} and {unit.show(high)}",
            "a mean between min and max, which are 0 and 1 where they are not given",
            at=("beta", "mean"),
        )
    if 0 < sd < _NARROWEST * (high - low):
        raise InvalidValue(f"sd {unit.show(sd)} is too narrow to be told from a single number", at=("beta", "sd"))
    widest = math.sqrt((mean - low) * (high - mean))
    if not 0 < sd < widest:
        raise InvalidValue(
            f"sd {unit.show(sd)} is impossible for a beta distribution with mean {unit.show(mean)}",
            f"above {unit.show(0)} and below {unit.show(widest)}",
            at=("beta", "sd"),
        )


def _inside(found: Distribution, unit: Unit, low: float, high: float) -> Distribution:
    """Return the distribution where it has mass between its bounds; raise `InvalidValue` otherwise."""
    shape = _shape(found)
    lowest, highest = max(shape.support[0], found.low), min(shape.support[1], found.high)
    if lowest >= highest or mass(shape, lowest, highest) < _LEAST_MASS:
        raise InvalidValue(
            f"{found.kind} lies outside what is allowed here",
            f"{unit.show(low)} to {unit.show(high)}",
            at=(found.kind,),
        )
    return found
