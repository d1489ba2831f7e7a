"""Call sheets: all that a call takes, on paper, and nothing that paper mustn't hold."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.support.portal import Portal
from tests.support.updates import Told, told
from tests.support.web import MANAGER, OFFICER, STRANGER, client_for
from victim_portal.domain.stages import STAGES, Stage
from victim_portal.domain.vocabulary import ChannelKind, Enrolment
from victim_portal.services.call_sheets import call_sheet, call_sheets
from victim_portal.services.errors import NotFoundError
from victim_portal.services.restrictions import RestrictionInput, restrict_case
from victim_portal.services.safe_contact import value_index
from victim_portal.store.models import Channel, Person, Supporter

HOSTILE = "<script>alert(1)</script>"
ONLY_ON_SCREEN = {
    "code_word": "bluebell",
    "danger": "her brother Tom",
    "who_else": "the lodger reads it",
}


def to_call(portal: Portal, number: int = 0, **more: object) -> Told:
    """A case whose approved update nothing carries, so that it is told by telephone."""
    case = told(portal, kinds=(ChannelKind.POST,), number=number, **more).approve()  # type: ignore[arg-type]  # those of `told`
    assert case.tasks().keys() == {"telephone"}
    return case


def phone(case: Told, number: str = "+447700900555", **changes: object) -> None:
    portal = case.portal
    with portal.ctx.store.writing() as uow:
        uow.vault.fetch([case.person_id])
        now = uow.clock.now()
        given = {
            "person_id": case.person_id,
            "uses": ["call", "voicemail"],
            "any_time": False,
            "windows": [{"days": [0, 1, 2], "start": "09:30", "end": "14:00"}],
            "language": "en",
            "name_to_give": "Sam from the clinic",
            "if_answered": "Say that you ring about the boiler.",
            "if_dropped": "Wait for her to ring back.",
            "verified_at": now,
            "confirmed_at": now,
            "review_on": date(2027, 5, 1),
            **ONLY_ON_SCREEN,
            **changes,
        }
        uow.vault.fetch([given["person_id"]])  # type: ignore[list-item]  # an id
        uow.add(
            Channel(
                id=uow.tokens.uuid(),
                kind="mobile",
                value=number,
                value_index=value_index(uow, ChannelKind.MOBILE, number),
                created_at=now,
                **given,
            )
        )
        uow.commit()


def address(case: Told) -> str:
    return f"/cases/{case.reference}/updates/{case.update_id}/call-sheet"


def test_a_sheet_holds_all_that_a_call_takes(portal: Portal) -> None:
    case = to_call(portal)
    phone(case)
    page = client_for(portal).get(address(case))
    for words in (
        "Tell them by Tuesday 8 December 2026",
        "Ana",
        "07700 900555",
        "9:30am to 2pm",
        "Sam from the clinic",
        "Say that you ring about the boiler.",
        "Wait for her to ring back.",
        "Say only:",
        "Pat Doe is due to be released in February 2027.",
        *STAGES[Stage.PRE_RELEASE].never_says,
        "What they said or asked",
    ):
        assert words in page.text, words
    # The case's reference finds the person; their surname needn't lie on a desk.
    assert "Moss" not in page.text


@pytest.mark.parametrize("one", [False, True])
def test_what_is_for_the_screen_only_is_on_no_sheet(portal: Portal, one: bool) -> None:
    case = to_call(portal)
    phone(case)
    page = client_for(portal).get(address(case) if one else "/call-sheets")
    assert "07700 900555" in page.text
    for words in ONLY_ON_SCREEN.values():
        assert words not in page.html
    assert "Read the plan on the screen before you ring" in page.text


def test_whom_not_to_ring_is_said(portal: Portal) -> None:
    case = to_call(portal)
    phone(case, "+447700900556", suspended_at=portal.ctx.now(), suspended_why="He answered.")
    phone(case, "+447700900557", uses=["sms"])
    sheet = call_sheet(portal.ctx, portal.officer, case.reference, case.update_id)
    assert [one.may_ring for one in sheet.phones] == [False, False]
    text = client_for(portal).get(address(case)).text
    assert "t ring it." in text
    assert "Their plan allows no calls to it" in text


def test_nobody_elses_number_is_on_it(portal: Portal) -> None:
    case = to_call(portal)
    with portal.ctx.store.writing() as uow:
        supporter_id = uow.tokens.uuid()
        uow.vault.admit(supporter_id)
        uow.vault.fetch([case.person_id])
        now = uow.clock.now()
        uow.add(
            Person(
                id=supporter_id,
                first_name="Ruth",
                last_name="Birch",
                language="en",
                created_at=now,
            )
        )
        uow.add(
            Supporter(
                id=uow.tokens.uuid(),
                case_id=case.case_id,
                person_id=case.person_id,
                supporter_id=supporter_id,
                role="supporter",
                may_hear_news=True,
                consent_words="You can talk to her.",
                consented_on=date(2026, 11, 1),
                how="telephone",
                recorded_by="tester",
                recorded_at=now,
            )
        )
        uow.commit()
    phone(case, "+447700900558", person_id=supporter_id)
    sheet = call_sheet(portal.ctx, portal.officer, case.reference, case.update_id)
    assert sheet.phones == ()


def test_what_stands_against_a_call_is_on_top(portal: Portal) -> None:
    case = to_call(portal)
    client = client_for(portal)
    assert "has changed" not in client.get(address(case)).text
    case.new_key_dates()
    assert "What this rests on has changed" in client.get(address(case)).text
    draft = told(portal, number=2)
    assert "Nobody has approved these words" in client.get(address(draft)).text
    draft.change_case(enrolment=Enrolment.DECLINED.value)
    assert "t ring before a manager has decided" in client.get(address(draft)).text


def test_the_list_is_in_order_of_the_last_day_and_has_what_is_within_reach(
    portal: Portal,
) -> None:
    days = [date(2026, 12, 20), date(2026, 12, 1), date(2026, 12, 9)]
    cases = [to_call(portal, number, closes=day) for number, day in enumerate(days)]
    for actor in (portal.officer, portal.manager):
        found = call_sheets(portal.ctx, actor)
        assert [one.due_on for one in found.sheets] == sorted(days)
        assert found.more == 0
    assert call_sheets(portal.ctx, portal.colleague).sheets == ()
    assert call_sheets(portal.ctx, portal.stranger).sheets == ()
    text = client_for(portal, MANAGER).get("/call-sheets").text
    places = [text.index(case.reference) for case in cases]
    assert places[1] < places[2] < places[0]
    assert "No call waits" in client_for(portal, STRANGER).get("/call-sheets").text


def test_more_than_a_page_holds_is_said(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("victim_portal.services.call_sheets.MOST", 2)
    for number in range(4):
        to_call(portal, number)
    found = call_sheets(portal.ctx, portal.officer)
    assert (len(found.sheets), found.more) == (2, 1)
    assert "More calls wait" in client_for(portal).get("/call-sheets").text


def test_a_restricted_case_has_its_walls_here_too(portal: Portal) -> None:
    case = to_call(portal)
    call_sheet(portal.ctx, portal.colleague, case.reference, case.update_id)
    restrict_case(portal.ctx, portal.manager, case.reference, RestrictionInput("A threat."))
    call_sheet(portal.ctx, portal.officer, case.reference, case.update_id)
    for actor in (portal.colleague, portal.stranger):
        with pytest.raises(NotFoundError):
            call_sheet(portal.ctx, actor, case.reference, case.update_id)
    for nobody in (portal.stranger, portal.colleague):
        assert call_sheets(portal.ctx, nobody).sheets == ()
    assert client_for(portal, STRANGER).get(address(case), status=404).status == 404


def test_that_it_was_made_is_on_the_trail(portal: Portal) -> None:
    case = to_call(portal)
    phone(case)
    client_for(portal).get(address(case))
    assert case.audit("call_sheet_made") == [{"update": str(case.update_id), "version": 1}]
    assert len(case.audit("channel_viewed")) == 1
    client_for(portal).get("/call-sheets")
    assert len(case.audit("call_sheet_made")) == 2


def test_an_update_of_another_case_is_not_found(portal: Portal) -> None:
    one, other = to_call(portal), to_call(portal, 1)
    with pytest.raises(NotFoundError):
        call_sheet(portal.ctx, portal.officer, one.reference, other.update_id)


def test_hostile_words_stay_words(portal: Portal) -> None:
    case = to_call(portal)
    phone(case, name_to_give=HOSTILE, if_answered=HOSTILE)
    with portal.ctx.store.writing() as uow:
        person = uow.session.scalars(select(Person).where(Person.id == case.person_id)).one()
        uow.vault.fetch([case.person_id])
        person.called = HOSTILE
        uow.commit()
    page = client_for(portal, OFFICER).get(address(case))
    assert HOSTILE not in page.html
    assert HOSTILE in page.text


def test_urgent_news_is_due_today(portal: Portal) -> None:
    case = told(portal, kinds=(), stage=Stage.RECALLED).approve(portal.manager)
    portal.clock.move(hours=1)
    sheet = call_sheet(portal.ctx, portal.officer, case.reference, case.update_id)
    assert sheet.urgent
    assert sheet.due_on <= portal.ctx.today() + timedelta(days=20)
