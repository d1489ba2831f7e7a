"""A second person before an account is let in: who, when, and what ends a proposal."""

from collections.abc import Callable
from uuid import UUID

import pytest

from tests.support.portal import CLI, OTHER_UNIT, PASSWORD, UNIT, Portal
from tests.support.second_person import ANA, account, added, agreed, decisions, helped, second
from tests.support.signing_in import whole_session
from tests.support.walls import person, tasks_of, trail
from victim_portal.domain.access import Actor
from victim_portal.domain.vocabulary import Role
from victim_portal.services import accounts, sign_in, two_people
from victim_portal.services.accounts import HowChecked, NewUser, Place
from victim_portal.services.errors import ConflictError, NeedsProofError, NotFoundError
from victim_portal.store.staff import unit_named

NIA = "nia.evans@example.org"
MOIRA = "moira.hughes@example.org"
NEW = "four calm words here"
HERE = "192.0.2.7"


@pytest.fixture
def ada(portal: Portal) -> Actor:
    return person(portal, Role.ADMINISTRATOR)


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
