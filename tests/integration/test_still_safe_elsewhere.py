""" "Still right, still safe?" beside an answer, and beside news that was told."""

from datetime import date, time
from uuid import UUID, uuid4

import pytest

from tests.support.answers import E, at, logged
from tests.support.casework import (
    FIRST,
    delivered,
    evenings,
    mobile,
    opted_in,
    reachable,
    ready,
    task_kinds,
    update_of,
    view,
)
from tests.support.contacts import channel, why_stopped
from tests.support.pages import PageClient
from tests.support.portal import Portal
from tests.support.web import client_for
from victim_portal.domain.vocabulary import (
    ChannelKind,
    ContactMethod,
    Enrolment,
    Language,
    Level,
    UpdateState,
)
from victim_portal.services.contacts import Effect, Reached
from victim_portal.services.enrolment import AnswerInput, record_answer
from victim_portal.services.errors import InvalidError
from victim_portal.services.updates import record_telling

TODAY = date(2026, 11, 18)
JOINS: dict[str, object] = {
    "level": Level.ANNUAL,
    "shown_in": Language.ENGLISH,
    "consent_words": "Yes, once a year.",
}
CALL, LETTER = ContactMethod.TELEPHONE, ContactMethod.LETTER


@pytest.fixture
def reference(portal: Portal) -> str:
    return opted_in(portal)


@pytest.fixture
def number(portal: Portal, reference: str) -> UUID:
    (added,) = reachable(portal, reference, mobile())
    return added


def _seen(portal: Portal, number: UUID) -> dict[UUID, int]:
    return {number: channel(portal, number).plan_version}


def _answer(portal: Portal, reference: str, reached: Reached, **more: object) -> tuple[Effect, ...]:
    given = {"state": Enrolment.OPTED_OUT, "on": TODAY, "how": CALL, **more}
    return record_answer(
        portal.ctx,
        portal.officer,
        reference,
        AnswerInput(**given, reached=reached),  # type: ignore[arg-type]  # a test's
    )


def test_a_yes_with_an_answer_confirms_the_plan_and_is_kept_in_the_log(
    portal: Portal, reference: str, number: UUID
) -> None:
    portal.clock.move(days=30)
    said = Reached(number, elsewhere=False, still_safe=True, seen=_seen(portal, number))
    done = _answer(portal, reference, said, on=portal.ctx.today())
    assert done == (Effect.CONFIRMED,)
    assert channel(portal, number).confirmed_at == portal.ctx.now()
    assert (logged(portal)[-1].still_safe, logged(portal)[-1].channel_id) == (True, number)


def test_a_no_with_an_answer_stops_the_number(portal: Portal, reference: str, number: UUID) -> None:
    done = _answer(portal, reference, Reached(number, elsewhere=False, still_safe=False))
    assert done == (Effect.STOPPED,)
    assert "isn't right or safe" in why_stopped(portal, number)
    # Who left is asked for no other number.
    assert task_kinds(portal, reference) == []


def test_a_no_must_say_of_which_number(portal: Portal, reference: str, number: UUID) -> None:
    with pytest.raises(InvalidError) as refused:
        _answer(portal, reference, Reached(still_safe=False))
    assert set(refused.value.problems) == {"channel"}
    assert channel(portal, number).suspended_at is None


def test_what_they_said_is_kept_though_the_call_is_in_the_log(
    portal: Portal, reference: str, number: UUID
) -> None:
    _answer(portal, reference, Reached(number, elsewhere=False))
    before = len(logged(portal))
    said = Reached(number, elsewhere=False, still_safe=False)
    _answer(portal, reference, said, state=Enrolment.OPTED_BACK_IN, **JOINS)
    assert len(logged(portal)) == before + 1
    assert channel(portal, number).suspended_at is not None


def test_no_response_and_a_letter_that_went_were_no_talk(portal: Portal) -> None:
    reference = at(portal, E.OFFERED)
    for state in (E.NO_RESPONSE, E.OFFERED):
        on = portal.ctx.today()
        with pytest.raises(InvalidError) as refused:
            _answer(portal, reference, Reached(still_safe=True), state=state, how=LETTER, on=on)
        assert set(refused.value.problems) & {"still_safe", "state"}


def test_asking_not_to_be_contacted_in_a_call_is_no_breach(
    portal: Portal, reference: str, number: UUID
) -> None:
    done = _answer(
        portal, reference, Reached(number, elsewhere=False), state=Enrolment.DO_NOT_CONTACT
    )
    assert Effect.FOR_MANAGER not in done


@pytest.mark.parametrize(("inward", "told"), [(False, True), (True, False)])
def test_hours_of_the_plan_count_unless_they_rang(
    portal: Portal, reference: str, inward: bool, told: bool
) -> None:
    evening = mobile(any_time=False, windows=(evenings(),))
    (number,) = reachable(portal, reference, evening)
    said = Reached(number, elsewhere=False, inward=inward, at=time(8, 30))
    done = _answer(portal, reference, said, on=date(2026, 11, 17))
    assert (Effect.FOR_MANAGER in done) is told


def test_twice_gives_the_first_answer(portal: Portal, reference: str, number: UUID) -> None:
    once = uuid4()
    said = Reached(number, elsewhere=False, still_safe=False)
    given = AnswerInput(Enrolment.OPTED_OUT, TODAY, CALL, reached=said)
    first = record_answer(portal.ctx, portal.officer, reference, given, once)
    before = len(logged(portal))
    assert record_answer(portal.ctx, portal.officer, reference, given, once) == first
    assert len(logged(portal)) == before


def test_news_told_asks_it_too(portal: Portal) -> None:
    reference = ready(portal)
    update = update_of(portal, reference, FIRST)
    number = _mobile(portal, reference)
    said = Reached(number, elsewhere=False, still_safe=False)
    done = record_telling(
        portal.ctx, portal.officer, reference, update.id, TODAY, CALL, update.version, said
    )
    assert done == (Effect.STOPPED,)
    assert update_of(portal, reference, FIRST).state is UpdateState.SENT
    assert logged(portal)[-1].still_safe is False
    assert delivered(portal) == []


def test_the_pages_ask_in_the_same_words(portal: Portal) -> None:
    reference = ready(portal)
    client: PageClient = client_for(portal)
    update = update_of(portal, reference, FIRST)
    number = _mobile(portal, reference)
    told_path = f"/cases/{reference}/updates/{update.id}/told"
    day = {"on-day": "18", "on-month": "11", "on-year": "2026", "how": "telephone"}
    offered = []
    for path in (f"/cases/{reference}/contacts/new", f"/cases/{reference}/answer", told_path):
        page = client.get(path)
        assert "Still right, still safe?" in page.text
        assert "How to reach them safely" in page.text
        offered.append(page.forms[0].offered["still_safe"])
    assert offered[0] == offered[1] == offered[2] == {"not_asked", "yes", "no"}
    page = client.get(told_path)
    vague = page.submit({**day, "still_safe": "no", "telephone_channel": "another"})
    assert vague.errors == ["Choose which one isn't safe any more."]
    told = page.submit({**day, "still_safe": "yes", "telephone_channel": str(number)}).follow()
    assert told.notices == [
        "Recorded. They know, and its messages are stopped. The plan is confirmed from today."
    ]
    page = client.get(f"/cases/{reference}/answer")
    out = {**day, "state": "opted_out", "still_safe": "no", "telephone_channel": str(number)}
    assert "was stopped" in page.submit(out).follow().notices[0]
    assert channel(portal, number).suspended_at is not None


def test_a_plan_that_changed_meanwhile_is_not_confirmed_by_the_page(
    portal: Portal, reference: str, number: UUID
) -> None:
    page = client_for(portal).get(f"/cases/{reference}/answer")
    day = {"on-day": "18", "on-month": "11", "on-year": "2026", "how": "telephone"}
    out = {**day, "state": "opted_out", "still_safe": "yes", "plans_seen": f"{number.hex}:99"}
    assert "confirms no plan" in page.submit(out).follow().notices[0]


def _mobile(portal: Portal, reference: str) -> UUID:
    kinds = {one.kind: one.id for one in view(portal, reference).channels}
    return kinds[ChannelKind.MOBILE]
