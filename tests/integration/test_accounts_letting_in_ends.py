"""What ends a proposal to let somebody in, and who decides where nobody else could."""

import pytest
from sqlalchemy import select, text

from tests.support.portal import CLI, Portal
from tests.support.second_person import account, added, agreed, decisions, second
from tests.support.walls import person, tasks_of, trail
from victim_portal.domain.access import Actor
from victim_portal.domain.vocabulary import Role
from victim_portal.services import accounts, two_people
from victim_portal.services.accounts import HowChecked, Place
from victim_portal.services.errors import ConflictError, NotFoundError
from victim_portal.store.models import Proposal
from victim_portal.store.unit_of_work import ConstraintError

NIA = "nia.evans@example.org"
NEW = "four calm words here"
HERE = "192.0.2.7"


@pytest.fixture
def ada(portal: Portal) -> Actor:
    return person(portal, Role.ADMINISTRATOR)


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


@pytest.mark.parametrize("how", ["shut", "moved"])
def test_what_was_proposed_by_who_is_shut_out_since_is_not_agreed_to(
    portal: Portal, ada: Actor, how: str
) -> None:
    nia, zoe, kit = portal.user(NIA), second(portal), person(portal, Role.MANAGER, first_name="Kit")
    ana = added(portal, ada)
    accounts.recover(portal.ctx, kit, nia, HowChecked.IN_PERSON)
    for first in (ada, kit):
        assert first.user_id is not None
        if how == "shut":
            accounts.disable(portal.ctx, zoe, first.user_id)
        else:
            accounts.change_role(portal.ctx, CLI, first.user_id, Place(Role.AUDITOR, ""))
    with pytest.raises(ConflictError, match="may not any more"):
        agreed(portal, ana)
    with pytest.raises(ConflictError, match="may not any more"):
        accounts.recover(portal.ctx, portal.manager, nia, HowChecked.IN_PERSON)
    assert decisions(portal) == [None, None]
    for one in two_people.list_proposals(portal.ctx, portal.manager):
        two_people.decide_proposal(portal.ctx, portal.manager, one.id, False)
    assert accounts.recover(portal.ctx, portal.manager, nia, HowChecked.IN_PERSON) is None
