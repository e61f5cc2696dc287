"""Which ledger columns tell of the people hired role by role, by what they do: customer success, selling, the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from simulator.engine.ledger import Column, RoleColumn, role_column
from simulator.roles import DEPARTMENTS, ROLE_NAMES, RoleId

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.roles import Department


_MARKETING: Final = (Column.ACQUISITION_COST, Column.EXPANSION_COST, Column.RENEWAL_COMMISSION)
"""What selling costs beyond the people hired for it role by role."""


class Staff(NamedTuple):
    """Columns of the people of a scenario.

    `heads` are those of all roles and `success_heads` those of customer success. `fees` and `severance` are those of
    all roles. `success`, `sales` and `others` are the pay of the departments, that of success with the digital pool;
    `sales_hiring` is what hiring the people of sales and parting with them cost. `delivery` is the pay of those who
    bring customers live or serve them: onboarding specialists and a user's own roles of the department `service`.
    """

    heads: tuple[int, ...]
    success_heads: tuple[int, ...]
    pay: tuple[int, ...]
    fees: tuple[int, ...]
    severance: tuple[int, ...]
    success: tuple[int, ...]
    sales: tuple[int, ...]
    sales_hiring: tuple[int, ...]
    others: tuple[int, ...]
    delivery: tuple[int, ...]
    research: tuple[int, ...]
    administration: tuple[int, ...]

    @property
    def people(self) -> tuple[int, ...]:
        """All that people hired role by role cost."""
        return (*self.pay, *self.fees, *self.severance)

    @property
    def selling(self) -> tuple[int, ...]:
        """What selling costs: marketing and the like, and the people of sales, hiring them counted in."""
        return (*_MARKETING, *self.sales, *self.sales_hiring)

    @property
    def hunting(self) -> tuple[int, ...]:
        """What winning new customers costs: marketing and the like, VP of sales and sellers, hiring them counted in."""
        hunters = (RoleId.VP_SALES, RoleId.SELLER)
        costs = (RoleColumn.COST, RoleColumn.FEES, RoleColumn.SEVERANCE)
        return (Column.ACQUISITION_COST, *(role_column(role, cost) for cost in costs for role in hunters))

    @property
    def spending(self) -> tuple[int, ...]:
        """Everything that is spent."""
        return (Column.SERVICE_COST, *_MARKETING, Column.OTHER_SPEND, *self.people, Column.DIGITAL_COST)

    @classmethod
    def of(cls, others: Sequence[tuple[str, Department]] = ()) -> Staff:
        """Return the columns where a scenario adds roles of its own: their names and departments."""
        department = [*(DEPARTMENTS[name] for name in ROLE_NAMES), *(department for _, department in others)]
        roles = range(len(department))
        success = [role for role in roles if department[role] == "cs"]
        sales = [role for role in roles if department[role] == "sales"]
        rest = [role for role in roles if department[role] not in ("cs", "sales")]
        delivery = [role for role in roles if role == RoleId.ONBOARDING or department[role] == "service"]

        def columns(kind: RoleColumn, some: Sequence[int] = roles) -> tuple[int, ...]:
            return tuple(role_column(role, kind) for role in some)

        def whole(of: Department) -> tuple[int, ...]:
            some = [role for role in roles if department[role] == of]
            kinds = (RoleColumn.COST, RoleColumn.FEES, RoleColumn.SEVERANCE)
            return tuple(column for kind in kinds for column in columns(kind, some))

        return cls(
            heads=columns(RoleColumn.HEADS),
            success_heads=columns(RoleColumn.HEADS, success),
            pay=columns(RoleColumn.COST),
            fees=columns(RoleColumn.FEES),
            severance=columns(RoleColumn.SEVERANCE),
            success=(*columns(RoleColumn.COST, success), Column.DIGITAL_COST),
            sales=columns(RoleColumn.COST, sales),
            sales_hiring=(*columns(RoleColumn.FEES, sales), *columns(RoleColumn.SEVERANCE, sales)),
            others=columns(RoleColumn.COST, rest),
            delivery=columns(RoleColumn.COST, delivery),
            research=whole("product"),
            administration=whole("general"),
        )
