"""An invented caseload in both databases: whole, the same again, and one that the rules accept."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from tests.support.commands import Run
from tests.support.commands import migrated as migrated
from tests.support.commands import run as run
from tests.support.portal import CLI, Portal
from victim_portal.domain.access import staff
from victim_portal.domain.invented import invent
from victim_portal.domain.vocabulary import MessageState, Role
from victim_portal.services.callers import find_caller
from victim_portal.services.cases import CaseFilter, case_view, list_cases
from victim_portal.services.context import Context
from victim_portal.services.errors import NotAllowedError
from victim_portal.services.seals import check_trail
from victim_portal.services.seeding import plan_caseload, seed_caseload
from victim_portal.store.models import (
    Case,
    Channel,
    Message,
    Offender,
    Person,
    Receipt,
    Referral,
    Task,
    Update,
    User,
)
from victim_portal.store.staff import by_email

MANY = 230
"""More than an officer's, and no whole number of lots."""


def _count(ctx: Context, table: type) -> int:
    with ctx.store.reading() as uow:
        return uow.session.scalar(select(func.count()).select_from(table)) or 0


def test_made_once_and_made_longer(town: Portal) -> None:
    first = seed_caseload(town.ctx, CLI, 70, 1)
    assert (first.added, first.known, first.officers) == (70, 0, 1)
    people = _count(town.ctx, Person)
    again = seed_caseload(town.ctx, CLI, 70, 1)
    assert (again.added, again.known) == (0, 70)
    longer = seed_caseload(town.ctx, CLI, MANY, 1)
    assert (longer.added, longer.known, longer.officers) == (MANY - 70, 70, 2)
    assert (_count(town.ctx, Case), people) == (MANY, 70)
    other = seed_caseload(town.ctx, CLI, 10, 2)
    assert other.added == 10
    expected = {invent(1, n, town.ctx.today()).offender_number for n in range(MANY)}
    shared = {invent(2, n, town.ctx.today()).offender_number for n in range(10)}
    assert _count(town.ctx, Offender) == len(expected) + len(shared)


def test_each_case_reads_as_it_was_invented(town: Portal) -> None:
    ctx = town.ctx
    seed_caseload(ctx, CLI, 60, 3)
    with ctx.store.reading() as uow:
        rows = uow.session.execute(
            select(Case, Person, Offender, Referral)
            .join(Person, Person.id == Case.person_id)
            .join(Offender, Offender.id == Case.offender_id)
            .join(Referral, Referral.case_id == Case.id)
        ).all()
        read = {
            referral.reference: (person.first_name, offender.last_name, case.enrolment)
            for case, person, offender, referral in rows
        }
        channels = {channel.value for channel in uow.session.scalars(select(Channel))}
    for number in range(60):
        one = invent(3, number, ctx.today())
        told = (one.first_name, one.offender_last_name, one.enrolment.value)
        assert read[f"INVENTED-3-{number}"] == told
        assert channels >= {channel.value for channel in one.channels}


def test_an_officer_works_in_it(town: Portal) -> None:
    """Its rows satisfy the pages and rules that any other row does."""
    ctx = town.ctx
    seed_caseload(ctx, CLI, MANY, 1)
    assert plan_caseload(ctx, CLI) > 100
    with ctx.store.reading() as uow:
        user = by_email(uow, "s1-o0@invented.example.org")
        assert user is not None
        officer = staff(user.id, Role.OFFICER, user.unit_id, user.first_name)
    page = list_cases(ctx, officer, CaseFilter.MINE)
    assert page.count > 100
    for line in page.lines:
        assert case_view(ctx, officer, line.reference).reference == line.reference
    sought = next(line for line in page.lines if " " in line.person_name)
    found = find_caller(ctx, officer, sought.person_name)
    assert sought.reference in {one.reference for one in found.cases} or found.more
    assert check_trail(ctx, None).finding is None


def test_nobody_stands_forgotten_and_nothing_goes_out(town: Portal) -> None:
    ctx = town.ctx
    seed_caseload(ctx, CLI, MANY, 1)
    plan_caseload(ctx, CLI)
    with ctx.store.reading() as uow:
        states = set(uow.session.scalars(select(Message.state)))
        waiting = uow.session.scalars(
            select(Case.id).where(
                Case.closed_at.is_(None), Case.enrolment.in_(("not_offered", "offered"))
            )
        ).all()
        with_task = set(uow.session.scalars(select(Task.case_id).where(Task.done_at.is_(None))))
    assert states == {MessageState.DELIVERED.value}
    assert waiting
    assert with_task.issuperset(waiting)
    assert _count(ctx, Receipt) > _count(ctx, Message) > 0
    assert _count(ctx, Update) > _count(ctx, Message)


def test_nobody_can_sign_in_by_a_password(portal: Portal) -> None:
    seed_caseload(portal.ctx, CLI, 5, 1)
    with portal.ctx.store.reading() as uow:
        invented = uow.session.scalars(select(User).where(User.email.like("%invented%"))).all()
        assert {user.role for user in invented} == {"officer", "manager"}
        assert {user.password_hash for user in invented} == {""}


def test_only_at_the_machine_and_never_in_production(portal: Portal) -> None:
    for actor in (portal.officer, portal.manager):
        with pytest.raises(NotAllowedError):
            seed_caseload(portal.ctx, actor, 5, 1)
        with pytest.raises(NotAllowedError):
            plan_caseload(portal.ctx, actor)
    with pytest.raises(NotAllowedError):
        seed_caseload(replace(portal.ctx, production=True), CLI, 5, 1)
    assert _count(portal.ctx, Case) == 0


def test_the_command(migrated: Run) -> None:
    made = migrated("seed", "--cases", "30", "--json")
    assert made.returncode == 0
    counts = json.loads(made.stdout)
    assert counts["added"] == 30
    assert counts["planned"] > 0
    again = migrated("seed", "--cases", "30")
    assert "Added 0 cases, 30 were there" in again.stdout
    assert migrated("seed", "--cases", "0").returncode == 2
