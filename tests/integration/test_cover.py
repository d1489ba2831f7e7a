"""Who covers while an officer is away: named in letters and on the case."""

from uuid import UUID

import pytest

from tests.support.letters import made, referred, words_of
from tests.support.portal import CLI, Portal
from tests.support.supporters import events
from tests.support.web import client_for
from victim_portal.domain.access import Actor
from victim_portal.services.cases import case_view
from victim_portal.services.cover import set_cover, show_covers
from victim_portal.services.errors import InvalidError, NotAllowedError, NotFoundError
from victim_portal.services.letters import letter_view
from victim_portal.services.staff_details import StaffDetails, change_details
from victim_portal.store.models import User

AWAY = "If I am away, please ring Nia on 020 7946 0123."


def _id(actor: Actor) -> UUID:
    assert actor.user_id is not None
    return actor.user_id


def test_letters_and_the_case_name_the_cover(portal: Portal) -> None:
    reference = referred(portal)
    first = made(portal, reference)
    assert "If I am away" not in words_of(portal, reference, first)
    assert set_cover(portal.ctx, portal.officer, _id(portal.officer), _id(portal.colleague))
    assert not set_cover(portal.ctx, portal.officer, _id(portal.officer), _id(portal.colleague))
    # What waits names nobody: it is made again.
    [doubt] = letter_view(portal.ctx, portal.officer, reference, first).doubts
    assert "Its words would be different now" in doubt
    assert case_view(portal.ctx, portal.officer, reference).cover == "Nia, 020 7946 0123"
    other = referred(portal, referral_reference="WCU-7", victim_last_name="Elm")
    assert AWAY in words_of(portal, other, made(portal, other))
    assert events(portal, "cover_set") == [
        {"user": str(_id(portal.officer)), "cover": str(_id(portal.colleague))}
    ]


def test_who_left_or_has_no_number_covers_nobody(portal: Portal) -> None:
    reference = referred(portal)
    set_cover(portal.ctx, portal.officer, _id(portal.officer), _id(portal.colleague))
    with portal.ctx.store.writing() as uow:
        nia = uow.get(User, portal.colleague.user_id)
        assert nia is not None
        nia.active = False
        uow.commit()
    assert case_view(portal.ctx, portal.officer, reference).cover == ""
    assert "If I am away" not in words_of(portal, reference, made(portal, reference))


def test_an_officer_names_their_own_a_manager_anybodys_of_the_unit(portal: Portal) -> None:
    with pytest.raises(NotAllowedError):
        set_cover(portal.ctx, portal.colleague, _id(portal.officer), _id(portal.colleague))
    assert set_cover(portal.ctx, portal.manager, _id(portal.officer), _id(portal.colleague))
    assert set_cover(portal.ctx, portal.manager, _id(portal.officer), None)
    with pytest.raises(NotFoundError):
        set_cover(portal.ctx, portal.stranger, _id(portal.officer), None)
    for cover in (portal.officer, portal.stranger):
        with pytest.raises(InvalidError):
            set_cover(portal.ctx, portal.officer, _id(portal.officer), _id(cover))
    names = {one.name for one in show_covers(portal.ctx, portal.officer)}
    assert names == {"Moira Hughes", "Sam Carter", "Nia Evans"}


def test_from_the_command_line(portal: Portal) -> None:
    sam = "sam.carter@example.org"
    given = StaffDetails(covered_by="nia.evans@example.org")
    assert change_details(portal.ctx, CLI, sam, given)
    assert not change_details(portal.ctx, CLI, sam, given)
    with pytest.raises(InvalidError) as refused:
        change_details(portal.ctx, CLI, sam, StaffDetails(covered_by="otto.lang@example.org"))
    assert set(refused.value.problems) == {"covered_by"}
    assert change_details(portal.ctx, CLI, sam, StaffDetails(covered_by=""))


def test_the_page_shows_and_sets_it(portal: Portal) -> None:
    referred(portal)
    client = client_for(portal)
    page = client.get("/queue").follow("Who covers while somebody is away")
    assert page.rows == [
        ["Moira Hughes", "Nobody"],
        ["Nia Evans", "Nobody"],
        ["Sam Carter", "Nobody"],
    ]
    assert page.forms[0].offered["officer"] == {"", str(_id(portal.officer))}
    again = page.submit({"cover": ""}, status=200)
    assert again.errors == ["Choose who covers, or that nobody does"]
    done = page.submit({"cover": str(_id(portal.colleague))}).follow()
    assert ["Sam Carter", "Nia Evans"] in done.rows
    # Nobody sets another's by a forged form.
    forged = {"csrf_token": page.value("csrf_token")[0], "cover": "nobody"}
    sent = {**forged, "officer": str(_id(portal.colleague))}
    assert client.post("/cover", sent, status=200).errors == ["Choose from the options shown"]
