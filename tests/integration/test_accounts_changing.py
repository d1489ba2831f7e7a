"""Accounts changed, disabled and enabled; nothing is ever left with nobody."""

import pytest

from tests.support import casework
from tests.support.portal import CLI, OTHER_UNIT, PASSWORD, UNIT, Portal
from tests.support.second_person import agreed, helped
from tests.support.signing_in import whole_session
from victim_portal.domain.access import Actor
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import Role, UpdateState
from victim_portal.services import accounts, sign_in
from victim_portal.services.accounts import NewUser, Place
from victim_portal.services.errors import (
    ConflictError,
    InvalidError,
    NeedsProofError,
    NotAllowedError,
    NotFoundError,
)
from victim_portal.store.staff import unit_named

SAM = "sam.carter@example.org"
NIA = "nia.evans@example.org"
MOIRA = "moira.hughes@example.org"
HERE = "192.0.2.7"


@pytest.fixture
def admin(portal: Portal) -> Actor:
    new = NewUser("ada@example.org", "Ada", "Ross", Role.ADMINISTRATOR, "")
    return accounts.actor_for(portal.ctx, accounts.add_user(portal.ctx, CLI, new))


def test_a_disabled_account_is_out_at_once(portal: Portal, admin: Actor) -> None:
    token, nia = whole_session(portal.ctx, NIA, PASSWORD), portal.user(NIA)
    accounts.disable(portal.ctx, admin, nia)
    assert sign_in.staff_member(portal.ctx, token, HERE) is None
    accounts.disable(portal.ctx, admin, nia)
    accounts.enable(portal.ctx, admin, nia)
    agreed(portal, nia)
    # Enabled again, the old session stays ended.
    assert sign_in.staff_member(portal.ctx, token, HERE) is None
    assert whole_session(portal.ctx, NIA, PASSWORD)


def test_nobody_with_open_cases_is_disabled_or_moved(portal: Portal, admin: Actor) -> None:
    casework.received(portal)
    reference = casework.opted_in(portal, referral_reference="WCU-9")
    sam = portal.user(SAM)
    assert casework.view(portal, reference)
    assert accounts.account_view(portal.ctx, admin, sam).open_cases > 0
    with pytest.raises(ConflictError, match="open case"):
        accounts.disable(portal.ctx, admin, sam)
    with pytest.raises(ConflictError, match="open case"):
        accounts.change_role(portal.ctx, admin, sam, Place(Role.AUDITOR, ""))
    assert accounts.account_view(portal.ctx, admin, sam).active


def test_a_queue_keeps_its_owner(portal: Portal, admin: Actor) -> None:
    moira, nia = portal.user(MOIRA), portal.user(NIA)
    with pytest.raises(ConflictError, match="queue of Hampshire"):
        accounts.disable(portal.ctx, admin, moira)
    with pytest.raises(ConflictError):
        accounts.give_unit(portal.ctx, admin, nia)
    accounts.change_role(portal.ctx, admin, nia, Place(Role.MANAGER, UNIT))
    agreed(portal, nia)
    accounts.give_unit(portal.ctx, admin, nia)
    accounts.disable(portal.ctx, admin, moira)
    with portal.ctx.store.reading() as uow:
        unit = unit_named(uow, UNIT)
        assert unit is not None
        assert (unit.manager_id, unit.active) == (nia, True)


def test_the_last_administrator_stays(portal: Portal, admin: Actor) -> None:
    assert admin.user_id is not None
    with pytest.raises(ConflictError, match="only administrator"):
        accounts.disable(portal.ctx, CLI, admin.user_id)
    for change in (
        lambda: accounts.disable(portal.ctx, admin, admin.user_id),
        lambda: accounts.change_role(portal.ctx, admin, admin.user_id, Place(Role.AUDITOR, "")),
    ):
        with pytest.raises(ConflictError, match="your own account"):
            change()


def test_another_role_ends_the_sessions_of_the_old_one(portal: Portal, admin: Actor) -> None:
    token, nia = whole_session(portal.ctx, NIA, PASSWORD), portal.user(NIA)
    assert not accounts.change_role(portal.ctx, admin, nia, Place(Role.OFFICER, f" {UNIT} "))
    assert sign_in.staff_member(portal.ctx, token, HERE) is not None
    assert accounts.change_role(portal.ctx, admin, nia, Place(Role.OFFICER, OTHER_UNIT))
    assert sign_in.staff_member(portal.ctx, token, HERE) is not None
    agreed(portal, nia)
    assert sign_in.staff_member(portal.ctx, token, HERE) is None
    assert accounts.account_view(portal.ctx, admin, nia).unit_name == OTHER_UNIT
    with pytest.raises(InvalidError) as refused:
        accounts.change_role(portal.ctx, admin, nia, Place(Role.MANAGER, " "))
    assert "unit" in refused.value.problems


def test_a_name_put_right_reaches_the_drafts(portal: Portal, admin: Actor) -> None:
    reference = casework.ready(portal)
    assert casework.approve(portal, reference) > 0
    assert accounts.change_name(portal.ctx, admin, portal.user(SAM), " Samira ", "Carter")
    assert not accounts.change_name(portal.ctx, admin, portal.user(SAM), "Samira", "Carter")
    update = casework.update_of(portal, reference, Stage.SENTENCE_EXPLAINED)
    assert update.state is UpdateState.DRAFT
    with pytest.raises(InvalidError):
        accounts.change_name(portal.ctx, admin, portal.user(SAM), "", "x" * 101)


def test_only_administrators_who_have_just_proved_it(portal: Portal, admin: Actor) -> None:
    nia = portal.user(NIA)
    for change in (
        lambda who: accounts.disable(portal.ctx, who, nia),
        lambda who: accounts.enable(portal.ctx, who, nia),
        lambda who: accounts.change_name(portal.ctx, who, nia, "A", "B"),
        lambda who: accounts.change_role(portal.ctx, who, nia, Place(Role.AUDITOR, "")),
        lambda who: accounts.give_unit(portal.ctx, who, nia),
    ):
        for nobody in (portal.officer, portal.manager, portal.stranger):
            with pytest.raises(NotAllowedError):
                change(nobody)
        portal.clock.move(minutes=11)
        with pytest.raises(NeedsProofError):
            change(admin)
        portal.clock.move(minutes=-11)


def test_a_manager_sees_the_own_unit_and_officers_nothing(portal: Portal, admin: Actor) -> None:
    assert len(accounts.list_accounts(portal.ctx, admin).lines) == 5
    own = accounts.list_accounts(portal.ctx, portal.manager).lines
    assert {line.email for line in own} == {SAM, NIA, MOIRA}
    with pytest.raises(NotAllowedError):
        accounts.list_accounts(portal.ctx, portal.officer)
    with pytest.raises(NotFoundError):
        accounts.account_view(portal.ctx, portal.stranger, portal.user(SAM))
    with pytest.raises(NotFoundError):
        accounts.account_view(portal.ctx, portal.officer, portal.user(NIA))


def test_a_long_list_comes_in_pages_without_gaps(portal: Portal, admin: Actor) -> None:
    for number in range(60):
        new = NewUser(f"p{number}@example.org", "Pat", f"Same{number % 3}", Role.AUDITOR, "")
        accounts.add_user(portal.ctx, CLI, new)
    first = accounts.list_accounts(portal.ctx, admin)
    assert first.older is not None
    second = accounts.list_accounts(portal.ctx, admin, first.older)
    seen = [line.id for line in (*first.lines, *second.lines)]
    assert len(seen) == len(set(seen)) == 65
    assert second.older is None


def test_a_link_made_before_lets_nobody_in_as_what_they_became(
    portal: Portal, admin: Actor
) -> None:
    nia = portal.user(NIA)
    link = helped(portal, portal.manager, nia)
    token = link.url.rpartition("/")[2]
    assert accounts.open_link(portal.ctx, token) is not None
    assert accounts.change_role(portal.ctx, admin, nia, Place(Role.ADMINISTRATOR, ""))
    agreed(portal, nia)
    assert accounts.open_link(portal.ctx, token) is None
    assert accounts.redeem(portal.ctx, token, "four calm words here, long", HERE) is None


def test_who_becomes_an_administrator_chooses_a_longer_password(
    portal: Portal, admin: Actor
) -> None:
    nia = portal.user(NIA)
    accounts.change_role(portal.ctx, admin, nia, Place(Role.ADMINISTRATOR, ""))
    link = agreed(portal, nia)
    assert link is not None
    assert sign_in.sign_in(portal.ctx, NIA, PASSWORD, HERE) is None
    token = link.url.rpartition("/")[2]
    with pytest.raises(InvalidError):
        accounts.redeem(portal.ctx, token, "qz7!fjw0pkvx", HERE)
    assert accounts.redeem(portal.ctx, token, "four calm words here, long", HERE)
    # Another unit is no rise: the password stays.
    accounts.change_role(portal.ctx, admin, nia, Place(Role.ADMINISTRATOR, UNIT))
    assert agreed(portal, nia) is None
    assert sign_in.sign_in(portal.ctx, NIA, "four calm words here, long", HERE)
