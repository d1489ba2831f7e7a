"""Single-use links: an invitation to a new colleague, and the way back in."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.support.portal import CLI, PASSWORD, Portal
from tests.support.second_person import helped
from tests.support.signing_in import code_for, whole_session
from tests.support.walls import tasks_of
from victim_portal.domain.access import Actor
from victim_portal.domain.vocabulary import Role
from victim_portal.services import accounts, sign_in, two_people
from victim_portal.services.accounts import LASTS, HowChecked, NewUser
from victim_portal.services.errors import (
    ConflictError,
    InvalidError,
    NeedsProofError,
    NotAllowedError,
    NotFoundError,
)
from victim_portal.store.models import Invitation

NEW = "four calm words here"
SAM = "sam.carter@example.org"
HERE = "192.0.2.7"


def invited(portal: Portal, role: Role = Role.OFFICER, email: str = "ana@example.org") -> UUID:
    unit = "Hampshire" if role in (Role.OFFICER, Role.MANAGER) else ""
    return accounts.add_user(portal.ctx, CLI, NewUser(email, "Ana", "Cole", role, unit))


def administrator(portal: Portal, email: str = "ada@example.org") -> Actor:
    return accounts.actor_for(portal.ctx, invited(portal, Role.ADMINISTRATOR, email))


def link(portal: Portal, user_id: UUID) -> str:
    made = accounts.invite(portal.ctx, CLI, user_id)
    assert made is not None
    return made.url.rpartition("/")[2]


def test_a_colleague_chooses_a_password_and_must_set_up_a_factor(portal: Portal) -> None:
    token = link(portal, invited(portal))
    shown = accounts.open_link(portal.ctx, token)
    assert shown is not None
    assert (shown.first_name, shown.email, shown.shortest) == ("Ana", "ana@example.org", 12)
    begun = accounts.redeem(portal.ctx, token, NEW, HERE)
    assert begun is not None
    assert sign_in.staff_member(portal.ctx, begun, HERE) is None
    person = sign_in.half_way(portal.ctx, begun)
    assert person is not None
    assert not person.factors.any


def test_a_link_works_once(portal: Portal) -> None:
    token = link(portal, invited(portal))
    assert accounts.redeem(portal.ctx, token, NEW, HERE)
    assert accounts.open_link(portal.ctx, token) is None
    assert accounts.redeem(portal.ctx, token, "another four calm words", HERE) is None
    assert sign_in.sign_in(portal.ctx, "ana@example.org", NEW, HERE) is not None


def test_a_refused_password_leaves_the_link(portal: Portal) -> None:
    token = link(portal, invited(portal, Role.ADMINISTRATOR))
    for refused in ("short", "fourteen chars", "passwordpassword1"):
        with pytest.raises(InvalidError) as error:
            accounts.redeem(portal.ctx, token, refused, HERE)
        assert "password" in error.value.problems
    assert accounts.redeem(portal.ctx, token, NEW, HERE)


def test_a_link_ends_by_time_by_another_one_and_by_disabling(portal: Portal) -> None:
    user_id = invited(portal)
    first, second = link(portal, user_id), link(portal, user_id)
    assert accounts.open_link(portal.ctx, first) is None
    portal.clock.at += LASTS
    assert accounts.open_link(portal.ctx, second) is not None
    portal.clock.move(seconds=1)
    assert accounts.open_link(portal.ctx, second) is None
    third = link(portal, user_id)
    accounts.disable(portal.ctx, CLI, user_id)
    assert accounts.redeem(portal.ctx, third, NEW, HERE) is None
    accounts.enable(portal.ctx, CLI, user_id)
    assert accounts.open_link(portal.ctx, third) is None


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "é", "../sign-in", "a" * 5000])
def test_a_made_up_link_opens_nothing(portal: Portal, token: str) -> None:
    link(portal, invited(portal))
    assert accounts.open_link(portal.ctx, token) is None
    assert accounts.redeem(portal.ctx, token, NEW, HERE) is None


def test_only_the_digest_of_a_link_is_kept(portal: Portal) -> None:
    token = link(portal, invited(portal))
    with portal.ctx.store.reading() as uow:
        [kept] = uow.session.query(Invitation).all()
        assert token.encode() not in kept.token_digest
        assert kept.expires_at - kept.made_at == timedelta(hours=72)


def test_an_account_without_a_password_is_shut(portal: Portal) -> None:
    invited(portal)
    for guess in ("", PASSWORD, NEW):
        assert sign_in.sign_in(portal.ctx, "ana@example.org", guess, HERE) is None


def test_an_invitation_is_no_way_around_recovery(portal: Portal) -> None:
    with pytest.raises(ConflictError):
        accounts.invite(portal.ctx, CLI, portal.user(SAM))


def test_a_manager_helps_an_officer_of_the_unit_back_in(portal: Portal) -> None:
    before = whole_session(portal.ctx, SAM, PASSWORD)
    sam = portal.user(SAM)
    made = helped(portal, portal.manager, sam)
    # Nothing changes before the link is used: nobody is locked out by it being made.
    assert sign_in.staff_member(portal.ctx, before, HERE) is not None
    begun = accounts.redeem(portal.ctx, made.url.rpartition("/")[2], NEW, HERE)
    assert begun is not None
    assert sign_in.staff_member(portal.ctx, before, HERE) is None
    person = sign_in.half_way(portal.ctx, begun)
    assert person is not None
    assert not person.factors.any
    assert sign_in.sign_in(portal.ctx, SAM, PASSWORD, HERE) is None


def test_who_may_recover_whom(portal: Portal) -> None:
    admin, second = administrator(portal), administrator(portal, "bo@example.org")
    auditor = invited(portal, Role.AUDITOR, "ola@example.org")
    sam, moira = portal.user(SAM), portal.user("moira.hughes@example.org")
    how = HowChecked.BY_VIDEO
    for actor, whom in (
        (portal.officer, sam),
        (portal.colleague, sam),
        (portal.stranger, sam),
        (admin, sam),
        (portal.manager, moira),
        (portal.manager, auditor),
        (admin, admin.user_id),
        (portal.manager, second.user_id),
    ):
        assert whom is not None
        with pytest.raises(NotFoundError):
            accounts.recover(portal.ctx, actor, whom, how)
    assert accounts.recover(portal.ctx, admin, moira, how) is None
    assert accounts.recover(portal.ctx, second, moira, how) is not None
    assert accounts.recover(portal.ctx, admin, auditor, how) is None
    # Neither the one who asked nor a manager, to whom an auditor is none of theirs.
    for nobody in (portal.manager, portal.stranger, portal.officer):
        with pytest.raises(NotFoundError):
            accounts.recover(portal.ctx, nobody, auditor, how)
    assert accounts.recover(portal.ctx, second, auditor, how) is not None


def test_an_administrator_is_recovered_by_two(portal: Portal) -> None:
    first, second = administrator(portal, "a1@example.org"), administrator(portal, "a2@example.org")
    third = invited(portal, Role.ADMINISTRATOR, "a3@example.org")
    how = HowChecked.IN_PERSON
    assert accounts.recover(portal.ctx, first, third, how) is None
    # It stands among what is to be decided; agreed to it is where the link is shown.
    [own], [theirs] = (two_people.list_proposals(portal.ctx, one) for one in (first, second))
    assert (own.own, theirs.own, theirs.on_its_page) == (True, False, True)
    assert theirs.concerns == str(third)
    assert two_people.list_proposals(portal.ctx, portal.manager) == ()
    with pytest.raises(ConflictError, match="its own page"):
        two_people.decide_proposal(portal.ctx, second, theirs.id, True)
    assert len(tasks_of(portal, "second_person")) == 1
    with pytest.raises(ConflictError):
        accounts.recover(portal.ctx, first, third, how)
    assert accounts.recover(portal.ctx, second, third, how) is not None
    # The word of the first was used up, and one that is a day old counts no more.
    assert accounts.recover(portal.ctx, second, third, how) is None
    portal.clock.move(hours=25)
    first = accounts.actor_for(portal.ctx, portal.user("a1@example.org"))
    assert accounts.recover(portal.ctx, first, third, how) is None


def test_making_a_link_needs_a_fresh_proof_and_a_role(portal: Portal) -> None:
    admin, user_id = administrator(portal), invited(portal)
    moira = portal.user("moira.hughes@example.org")
    with pytest.raises(NotAllowedError):
        accounts.invite(portal.ctx, portal.manager, user_id)
    assert accounts.invite(portal.ctx, admin, user_id) is None
    portal.clock.move(minutes=11)
    with pytest.raises(NeedsProofError):
        accounts.invite(portal.ctx, admin, user_id)
    with pytest.raises(NeedsProofError):
        accounts.recover(portal.ctx, admin, moira, HowChecked.BY_VIDEO)


def test_whoever_has_a_factor_sets_up_no_other_half_way_in(portal: Portal) -> None:
    code_for(portal.ctx, SAM)
    token = sign_in.sign_in(portal.ctx, SAM, PASSWORD, HERE) or ""
    with pytest.raises(NotFoundError):
        sign_in.add_codes(portal.ctx, token, sign_in.new_secret(portal.ctx), "000000", HERE)
    with pytest.raises(NotFoundError):
        sign_in.ask_for_new(portal.ctx, token)
