"""Where reading stands out, the next case opens for whoever proves that it is them."""

from dataclasses import replace

import pytest

from tests.support import casework
from tests.support.pages import Page, PageClient
from tests.support.portal import PASSWORD, Portal
from tests.support.signing_in import code_for, whole_session
from tests.support.web import COLLEAGUE, OFFICER, client_for
from victim_portal.services import sign_in
from victim_portal.services.cases import case_view
from victim_portal.services.errors import NeedsProofError, NotFoundError
from victim_portal.services.unusual import cases_left_open

HERE = "192.0.2.7"
# As the policy has them: of colleagues' cases so many in a day, and at night so many looks.
OF_OTHERS, AT_NIGHT = 12, 3


def cases(portal: Portal, number: int) -> list[str]:
    return [
        casework.received(
            portal,
            referral_reference=f"W-{one}",
            victim_first_name=f"Person{one}",
            victim_date_of_birth=f"1950-01-{one + 1:02}",
            prison_number=f"A{1000 + one}ZZ",
            crn=f"X{one:06d}",
        )
        for one in range(number)
    ]


def opened(client: PageClient, portal: Portal, reference: str) -> Page:
    portal.clock.move(seconds=20)
    return client.get(f"/cases/{reference}")


def prove(portal: Portal, page: Page, email: str = COLLEAGUE) -> Page:
    portal.clock.move(seconds=30)
    given = {"password": PASSWORD, "code": code_for(portal.ctx, email)}
    return page.submit(given)


def test_a_session_that_reads_too_much_is_asked_and_loses_nothing(portal: Portal) -> None:
    found = cases(portal, OF_OTHERS + 2)
    nia = client_for(portal, COLLEAGUE)
    for one in found[:OF_OTHERS]:
        assert opened(nia, portal, one).status == 200
    for one in found[OF_OTHERS:]:
        asked = opened(nia, portal, one)
        assert asked.location == f"/prove?next=/cases/{one}"
    # What is open already stays so, and what is no case of hers is none for her still.
    assert opened(nia, portal, found[0]).status == 200
    assert nia.get("/cases/VC-00000000", status=404)
    # Having proved who she is a few minutes ago is not enough: it must be now.
    wanted = nia.get(f"/cases/{found[-1]}").follow()
    assert nia.get("/account", status=200)
    back = prove(portal, wanted)
    assert back.location == f"/cases/{found[-1]}"
    assert back.follow().status == 200
    for one in found[OF_OTHERS:]:
        assert opened(nia, portal, one).status == 200


def test_a_stolen_session_reads_no_further_without_the_factor(portal: Portal) -> None:
    found = cases(portal, OF_OTHERS + 1)
    nia = client_for(portal, COLLEAGUE)
    for one in found[:OF_OTHERS]:
        opened(nia, portal, one)
    wanted = nia.get(f"/cases/{found[-1]}").follow()
    for given in ({"password": PASSWORD, "code": "000000"}, {"password": "x", "code": "000000"}):
        assert wanted.submit(given).errors
    for page in ("", "/contacts", "/timeline"):
        there = nia.get(f"/cases/{found[-1]}{page}").location or ""
        assert there.startswith("/prove?next="), page


def test_the_same_reading_in_another_session_counts_too(portal: Portal) -> None:
    found = cases(portal, OF_OTHERS + 1)
    first, second = client_for(portal, COLLEAGUE), client_for(portal, COLLEAGUE)
    for one in found[:OF_OTHERS]:
        opened(first, portal, one)
    assert (opened(second, portal, found[-1]).location or "").startswith("/prove")


def test_the_days_own_work_is_not_asked_about(portal: Portal) -> None:
    found = cases(portal, OF_OTHERS + 2)
    sam = client_for(portal, OFFICER)
    for one in found:
        portal.clock.move(minutes=6)
        assert sam.get(f"/cases/{one}").status == 200


def test_the_service_itself_refuses(portal: Portal) -> None:
    first, second = cases(portal, 2)
    who = replace(portal.officer, left_open=frozenset())
    with pytest.raises(NeedsProofError):
        case_view(portal.ctx, who, first)
    with pytest.raises(NotFoundError):
        case_view(portal.ctx, replace(portal.stranger, left_open=frozenset()), second)
    assert case_view(portal.ctx, portal.officer, first)


def test_at_night_a_proof_opens_the_next_case(portal: Portal) -> None:
    first, second = cases(portal, 2)
    portal.clock.move(hours=11)
    token = whole_session(portal.ctx, OFFICER, PASSWORD)
    for _ in range(AT_NIGHT):
        portal.clock.move(seconds=40)
        member = sign_in.staff_member(portal.ctx, token, HERE)
        assert member is not None
        assert cases_left_open(portal.ctx, member.actor) is None
        case_view(portal.ctx, member.actor, first)
    member = sign_in.staff_member(portal.ctx, token, HERE)
    assert member is not None
    portal.clock.move(seconds=40)
    stays = cases_left_open(portal.ctx, member.actor)
    assert stays is not None
    assert len(stays) == 1
    assert sign_in.prove(portal.ctx, token, PASSWORD, code_for(portal.ctx, OFFICER), HERE)
    member = sign_in.staff_member(portal.ctx, token, HERE)
    assert member is not None
    assert cases_left_open(portal.ctx, member.actor) is None
    assert case_view(portal.ctx, member.actor, second)


def test_whoever_has_no_session_is_never_asked(portal: Portal) -> None:
    assert cases_left_open(portal.ctx, replace(portal.officer, proved_at=None)) is None
