"""A second person before an account is let in: who, when, and what ends a proposal."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import select, text

from tests.support.portal import CLI, OTHER_UNIT, PASSWORD, UNIT, Portal
from tests.support.second_person import agreed, helped, second
from tests.support.signing_in import whole_session
from tests.support.walls import person, tasks_of, trail
from victim_portal.domain.access import Actor
from victim_portal.domain.vocabulary import Role
from victim_portal.services import accounts, sign_in, two_people
from victim_portal.services.accounts import HowChecked, NewUser, Place
from victim_portal.services.errors import ConflictError, NeedsProofError, NotFoundError
from victim_portal.store.models import Proposal, User
from victim_portal.store.staff import unit_named
from victim_portal.store.unit_of_work import ConstraintError

ANA = "ana@example.org"
NIA = "nia.evans@example.org"
MOIRA = "moira.hughes@example.org"
NEW = "four calm words here"
HERE = "192.0.2.7"


@pytest.fixture
def ada(portal: Portal) -> Actor:
    return person(portal, Role.ADMINISTRATOR)


def added(portal: Portal, by: Actor, role: Role = Role.OFFICER, unit: str = UNIT) -> UUID:
    unit = unit if role in (Role.OFFICER, Role.MANAGER) else ""
    return accounts.add_user(portal.ctx, by, NewUser(ANA, "Ana", "Cole", role, unit))


def account(portal: Portal, user_id: UUID) -> User:
    with portal.ctx.store.reading() as uow:
        user = uow.get(User, user_id)
        assert user is not None
        return user


def decisions(portal: Portal) -> list[str | None]:
    with portal.ctx.store.reading() as uow:
        query = select(Proposal.decision).order_by(Proposal.proposed_at, Proposal.act)
        return list(uow.session.scalars(query))


def _adding(portal: Portal, by: Actor) -> UUID:
    return added(portal, by)


def _enabling(portal: Portal, by: Actor) -> UUID:
    nia = portal.user(NIA)
    accounts.disable(portal.ctx, by, nia)
    accounts.enable(portal.ctx, by, nia)
    return nia


def _moving(portal: Portal, by: Actor) -> UUID:
    nia = portal.user(NIA)
    accounts.change_role(portal.ctx, CLI, nia, Place(Role.OFFICER, OTHER_UNIT))
    accounts.change_role(portal.ctx, by, nia, Place(Role.OFFICER, UNIT))
    return nia


def _inviting(portal: Portal, by: Actor) -> UUID:
    ana = added(portal, CLI)
    accounts.invite(portal.ctx, by, ana)
    return ana


WAYS = pytest.mark.parametrize("way", [_adding, _enabling, _moving, _inviting])
Way = Callable[[Portal, Actor], UUID]


@WAYS
def test_the_second_is_another_administrator_or_a_manager_of_the_unit(
    portal: Portal, ada: Actor, way: Way
) -> None:
    user_id = way(portal, ada)
    [proposed] = two_people.list_proposals(portal.ctx, portal.manager)
    assert (proposed.concerns, proposed.on_its_page) == (str(user_id), True)
    with pytest.raises(ConflictError, match="yourself"):
        accounts.agree_to_account(portal.ctx, ada, user_id)
    # Nor on the page of all that is to be decided.
    with pytest.raises(ConflictError):
        two_people.decide_proposal(portal.ctx, ada, proposed.id, True)
    with pytest.raises(ConflictError, match="its own page"):
        two_people.decide_proposal(portal.ctx, portal.manager, proposed.id, True)
    auditor = person(portal, Role.AUDITOR)
    for nobody in (portal.officer, portal.stranger, auditor):
        with pytest.raises(NotFoundError):
            accounts.agree_to_account(portal.ctx, nobody, user_id)
        with pytest.raises(NotFoundError):
            accounts.proposed_account(portal.ctx, nobody, user_id)
    assert accounts.proposed_account(portal.ctx, portal.manager, user_id).may_agree
    agreed(portal, user_id, portal.manager)
    assert (account(portal, user_id).active, account(portal, user_id).unit_id) == (
        True,
        portal.manager.unit_id,
    )
    assert decisions(portal) == ["agreed"]
    with pytest.raises(NotFoundError):
        accounts.agree_to_account(portal.ctx, second(portal), user_id)


@WAYS
def test_agreeing_asks_for_a_fresh_proof(portal: Portal, ada: Actor, way: Way) -> None:
    user_id, zoe = way(portal, ada), second(portal)
    portal.clock.move(minutes=11)
    with pytest.raises(NeedsProofError):
        accounts.agree_to_account(portal.ctx, zoe, user_id)
    assert decisions(portal) == [None]


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.PAROLE_CASE_MANAGER, Role.ADMINISTRATOR])
def test_who_is_of_no_unit_needs_a_second_administrator(
    portal: Portal, ada: Actor, role: Role
) -> None:
    user_id = added(portal, ada, role)
    assert two_people.list_proposals(portal.ctx, portal.manager) == ()
    with pytest.raises(NotFoundError):
        accounts.agree_to_account(portal.ctx, portal.manager, user_id)
    assert agreed(portal, user_id) is not None


def test_an_account_that_waits_opens_nothing(portal: Portal, ada: Actor) -> None:
    ana = added(portal, ada)
    assert not account(portal, ana).active
    with pytest.raises(ConflictError, match="disabled"):
        accounts.invite(portal.ctx, ada, ana)
    with pytest.raises(ConflictError, match="proposed already"):
        accounts.enable(portal.ctx, ada, ana)
    made = agreed(portal, ana)
    assert made is not None
    token = made.url.rpartition("/")[2]
    assert accounts.redeem(portal.ctx, token, NEW, HERE)
    assert accounts.redeem(portal.ctx, token, NEW, HERE) is None
    [added_event], [let_in] = trail(portal, "proposed"), trail(portal, "user_enabled")
    assert added_event.actor == "Ada Ross"
    assert let_in.actor == "Zoe Lund"


def test_a_move_changes_nothing_before_it_is_agreed_to(portal: Portal, ada: Actor) -> None:
    token, nia = whole_session(portal.ctx, NIA, PASSWORD), portal.user(NIA)
    accounts.change_role(portal.ctx, ada, nia, Place(Role.OFFICER, OTHER_UNIT))
    assert sign_in.staff_member(portal.ctx, token, HERE) is not None
    # It is for the managers of where she goes, not of where she is.
    with pytest.raises(NotFoundError):
        accounts.agree_to_account(portal.ctx, portal.manager, nia)
    assert agreed(portal, nia, portal.stranger) is None
    assert sign_in.staff_member(portal.ctx, token, HERE) is None
    assert account(portal, nia).unit_id == portal.stranger.unit_id


def test_the_person_concerned_is_not_the_second(portal: Portal, ada: Actor) -> None:
    kit = person(portal, Role.MANAGER, first_name="Kit")
    assert kit.user_id is not None
    accounts.change_role(portal.ctx, ada, kit.user_id, Place(Role.OFFICER, UNIT))
    with pytest.raises(NotFoundError):
        accounts.agree_to_account(portal.ctx, kit, kit.user_id)
    zoe = second(portal)
    assert zoe.user_id is not None
    agreed(portal, kit.user_id, portal.manager)
    accounts.change_role(portal.ctx, ada, zoe.user_id, Place(Role.MANAGER, UNIT))
    with pytest.raises(NotFoundError):
        accounts.agree_to_account(portal.ctx, zoe, zoe.user_id)


def test_a_made_up_administrator_is_no_second_person(portal: Portal, ada: Actor) -> None:
    mine = added(portal, ada, Role.ADMINISTRATOR)
    with pytest.raises(ConflictError):
        accounts.agree_to_account(portal.ctx, ada, mine)
    made_up = accounts.actor_for(portal.ctx, mine)
    new = NewUser("eve@example.org", "Eve", "Hale", Role.AUDITOR, "")
    eve = accounts.add_user(portal.ctx, ada, new)
    assert sign_in.sign_in(portal.ctx, ANA, "", HERE) is None
    assert made_up.role is Role.ADMINISTRATOR
    assert [account(portal, one).active for one in (mine, eve)] == [False, False]


def test_one_administrator_alone_is_helped_at_the_command_line(portal: Portal, ada: Actor) -> None:
    ana = added(portal, ada, Role.AUDITOR)
    view = accounts.account_view(portal.ctx, ada, ana).entry
    assert view is not None
    assert (view.own, view.may_agree, view.anybody) == (True, False, False)
    assert agreed(portal, ana, CLI) is not None
    assert account(portal, ana).active
    with portal.ctx.store.reading() as uow:
        proposal = uow.session.scalars(select(Proposal)).one()
        assert (proposal.decision, proposal.decided_by_id) == ("agreed", None)
    [decided] = trail(portal, "proposal_decided")
    assert decided.actor == CLI.name
    assert tasks_of(portal, "second_person") == []


def test_what_the_command_line_does_waits_for_nobody_any_more(portal: Portal, ada: Actor) -> None:
    ana = added(portal, ada)
    accounts.enable(portal.ctx, CLI, ana)
    assert (account(portal, ana).active, decisions(portal)) == (True, ["agreed"])
    accounts.invite(portal.ctx, ada, ana)
    assert accounts.invite(portal.ctx, CLI, ana) is not None
    assert decisions(portal) == ["agreed", "agreed"]
    sam = portal.officer.user_id
    assert sam is not None
    accounts.recover(portal.ctx, portal.manager, sam, HowChecked.IN_PERSON)
    assert accounts.recover(portal.ctx, CLI, sam, HowChecked.COMMAND_LINE) is not None
    assert decisions(portal)[-1] == "agreed"
    assert tasks_of(portal, "second_person") == []


def test_nobody_of_staff_decides_but_about_accounts(portal: Portal, ada: Actor) -> None:
    agreed(portal, added(portal, ada), CLI)
    with pytest.raises(ConstraintError, match="decided_whole"), portal.ctx.store.writing() as uow:
        uow.session.execute(text("UPDATE proposal SET act = 'purge'"))


@pytest.mark.parametrize("how", ["refused", "taken_back", "over"])
def test_what_nobody_agreed_to_can_be_proposed_anew(portal: Portal, ada: Actor, how: str) -> None:
    ana = added(portal, ada)
    [one] = two_people.list_proposals(portal.ctx, ada)
    if how == "refused":
        two_people.decide_proposal(portal.ctx, portal.manager, one.id, False)
    elif how == "taken_back":
        two_people.take_back_proposal(portal.ctx, ada, one.id)
    else:
        portal.clock.move(days=8)
        ada = accounts.actor_for(portal.ctx, portal.user("ada.administrator@example.org"))
    with pytest.raises(NotFoundError):
        agreed(portal, ana)
    assert not account(portal, ana).active
    accounts.enable(portal.ctx, ada, ana)
    assert agreed(portal, ana) is not None


def test_shutting_out_takes_one_and_ends_what_waits(portal: Portal, ada: Actor) -> None:
    ana = added(portal, CLI)
    accounts.invite(portal.ctx, ada, ana)
    accounts.recover(portal.ctx, portal.manager, ana, HowChecked.IN_PERSON)
    accounts.disable(portal.ctx, second(portal), ana)
    assert decisions(portal) == ["refused", "refused"]
    with pytest.raises(NotFoundError):
        agreed(portal, ana)
    assert not account(portal, ana).active


def test_who_proposed_and_then_shuts_them_out_takes_it_back(portal: Portal, ada: Actor) -> None:
    ana = added(portal, CLI)
    accounts.invite(portal.ctx, ada, ana)
    accounts.disable(portal.ctx, ada, ana)
    assert decisions(portal) == ["taken_back"]


def test_a_recovery_asked_for_what_they_were_helps_nobody_to_what_they_are(
    portal: Portal, ada: Actor
) -> None:
    nia = portal.user(NIA)
    accounts.recover(portal.ctx, portal.manager, nia, HowChecked.IN_PERSON)
    accounts.change_role(portal.ctx, ada, nia, Place(Role.AUDITOR, ""))
    agreed(portal, nia)
    assert sorted(str(one) for one in decisions(portal)) == ["agreed", "refused"]


def test_what_was_done_meanwhile_is_not_done_again(portal: Portal, ada: Actor) -> None:
    ana = added(portal, CLI)
    accounts.invite(portal.ctx, ada, ana)
    link = accounts.invite(portal.ctx, CLI, ana)
    assert link is not None
    accounts.redeem(portal.ctx, link.url.rpartition("/")[2], NEW, HERE)
    with pytest.raises(ConflictError, match="password already"):
        accounts.invite(portal.ctx, ada, ana)


def test_a_link_that_came_to_use_meanwhile_is_not_made_anew(portal: Portal, ada: Actor) -> None:
    ana = added(portal, CLI)
    link = accounts.invite(portal.ctx, CLI, ana)
    assert link is not None
    accounts.invite(portal.ctx, ada, ana)
    accounts.redeem(portal.ctx, link.url.rpartition("/")[2], NEW, HERE)
    with pytest.raises(ConflictError, match="isn't what it was"):
        agreed(portal, ana)
    # Nothing was done, and it can still be refused.
    assert decisions(portal) == [None]


def test_a_units_first_manager_owns_its_queue_once_let_in(portal: Portal, ada: Actor) -> None:
    kit = added(portal, ada, Role.MANAGER, "Powys")
    for let_in in (False, True):
        if let_in:
            agreed(portal, kit)
        with portal.ctx.store.reading() as uow:
            unit = unit_named(uow, "Powys")
            assert unit is not None
            assert (unit.active, unit.manager_id) == (let_in, kit if let_in else None)


def test_helping_an_officer_back_in_takes_two(portal: Portal, ada: Actor) -> None:
    nia, how = portal.user(NIA), HowChecked.IN_PERSON
    # Only their manager can ask; an administrator can agree once they did.
    with pytest.raises(NotFoundError):
        accounts.recover(portal.ctx, ada, nia, how)
    assert accounts.recover(portal.ctx, portal.manager, nia, how) is None
    with pytest.raises(ConflictError, match="yourself"):
        accounts.recover(portal.ctx, portal.manager, nia, how)
    for nobody in (portal.colleague, portal.officer, portal.stranger):
        with pytest.raises(NotFoundError):
            accounts.recover(portal.ctx, nobody, nia, how)
    assert accounts.recover(portal.ctx, ada, nia, how) is not None
    kit = person(portal, Role.MANAGER, first_name="Kit")
    assert helped(portal, portal.manager, nia, kit)


def test_a_manager_is_helped_back_in_by_two_administrators_or_one_and_a_manager(
    portal: Portal, ada: Actor
) -> None:
    moira = portal.user(MOIRA)
    assert helped(portal, ada, moira)
    kit = person(portal, Role.MANAGER, first_name="Kit")
    # A manager of the same unit can't ask, and can agree.
    with pytest.raises(NotFoundError):
        accounts.recover(portal.ctx, kit, moira, HowChecked.IN_PERSON)
    assert helped(portal, ada, moira, kit)


def test_the_task_is_for_who_can_decide(portal: Portal, ada: Actor) -> None:
    ana = added(portal, ada)
    [task] = tasks_of(portal, "second_person")
    assert (task.unit_id, task.for_role) == (portal.manager.unit_id, Role.MANAGER)
    agreed(portal, ana)
    # The only manager of the unit is the one concerned: it is for the administrators.
    accounts.recover(portal.ctx, ada, portal.user(MOIRA), HowChecked.IN_PERSON)
    [task] = tasks_of(portal, "second_person")
    assert (task.unit_id, task.for_role) == (None, Role.ADMINISTRATOR)
