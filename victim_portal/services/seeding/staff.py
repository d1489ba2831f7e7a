"""Units and officers for an invented caseload: accounts that nobody can sign in to."""

from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.invented import (
    OFFICERS_PER_UNIT,
    InventedOfficer,
    manager,
    office_of,
    officer,
    unit_name,
)
from victim_portal.domain.vocabulary import Role
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.store import staff as store
from victim_portal.store.models import Unit, User
from victim_portal.store.unit_of_work import UnitOfWork


class Staff:
    """Who has which case; whoever isn't there yet is made in the caller's transaction."""

    def __init__(self, ctx: Context, actor: Actor, seed: int) -> None:
        self._ctx = ctx
        self._actor = actor
        self._seed = seed
        self._known: dict[int, tuple[UUID, UUID]] = {}

    def of(self, uow: UnitOfWork, case: int) -> tuple[UUID, UUID]:
        """The ids of a case's officer and unit."""
        number, unit = office_of(case)
        if number not in self._known:
            unit_id = self._unit(uow, unit)
            made = self._account(uow, officer(self._seed, number), Role.OFFICER, unit_id)
            self._known[number] = (made, unit_id)
        return self._known[number]

    def _unit(self, uow: UnitOfWork, number: int) -> UUID:
        first = number * OFFICERS_PER_UNIT
        for one in range(first, first + OFFICERS_PER_UNIT):
            if one in self._known:
                return self._known[one][1]
        name = unit_name(number)
        known = store.unit_named(uow, name)
        if known is None:
            known = Unit(
                id=uow.tokens.uuid(),
                name=name,
                name_key=store.unit_key(name),
                active=False,
                created_at=self._ctx.now(),
            )
            uow.add(known)
            uow.flush()
        if known.manager_id is None:
            leads = manager(self._seed, number)
            known.manager_id = self._account(uow, leads, Role.MANAGER, known.id)
            known.active = True
            uow.flush()
        return known.id

    def _account(self, uow: UnitOfWork, who: InventedOfficer, role: Role, unit: UUID) -> UUID:
        # Another seed's people are other people.
        address = f"s{self._seed}-{who.address}"
        known = store.by_email(uow, address)
        if known is not None:
            return known.id
        user = User(
            id=uow.tokens.uuid(),
            email=address,
            first_name=who.first_name,
            last_name=who.last_name,
            role=role.value,
            unit_id=unit,
            telephone=who.telephone,
            hours="Monday to Friday, 9am to 5pm",
            hours_welsh="Dydd Llun i ddydd Gwener, 9am i 5pm",
            languages="en cy" if who.speaks_welsh else "en",
            # No password fits an empty one.
            password_hash="",
            active=True,
            demo=True,
            created_at=self._ctx.now(),
        )
        uow.add(user)
        uow.flush()
        audit.record(uow, self._actor, What.USER_ADDED, user=str(user.id), role=user.role)
        return user.id
