"""Two cases that are one: which stays, what goes over, and that nothing said is lost."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.support.casework import (
    OFFERED_ON,
    answered,
    approve,
    delivered,
    mobile,
    opted_in,
    reachable,
    ready,
    received,
    task_kinds,
    view,
)
from tests.support.corrections import asked, case_of, rows
from tests.support.duplicates import AGAIN, THIRD, E, everybody_has_somebody, merged, pair_of
from tests.support.portal import Portal
from victim_portal.domain.vocabulary import ContactMethod, ContactOutcome, Level, MessageState
from victim_portal.services.contacts import ContactInput, record_contact
from victim_portal.store.duplicates import case_ids_with_merged, merged_into
from victim_portal.store.models import Channel, ContactLog, Message, Preference, Task, Update
from victim_portal.store.unit_of_work import UnitOfWork


@pytest.mark.parametrize("new_is_in", [True, False])
def test_the_one_under_way_stays_whichever_it_is(portal: Portal, new_is_in: bool) -> None:
    known = received(portal) if new_is_in else ready(portal)
    new = ready(portal, **AGAIN) if new_is_in else received(portal, **AGAIN)
    stays, closes = (new, known) if new_is_in else (known, new)
    pair = pair_of(portal, new, known)
    assert (pair.merge.stays, pair.merge.closes, pair.merge.refused) == (stays, closes, "")
    drafts = {u.id for u in rows(portal, Update, state="draft")}
    assert merged(portal, new, known) == stays
    double, kept = case_of(portal, closes), case_of(portal, stays)
    assert (double.closed_why, double.merged_into_id) == ("double", kept.id)
    assert (double.officer_id, double.queued_since) == (None, None)
    assert kept.enrolment == "opted_in"
    assert kept.closed_at is None
    assert kept.officer_id == portal.officer.user_id
    assert {u.id for u in rows(portal, Update, state="draft")} == drafts
    assert rows(portal, Task, case_id=double.id, done_at=None) == []
    everybody_has_somebody(portal)


def test_both_histories_are_one_from_then_on(portal: Portal) -> None:
    known, new = received(portal), ready(portal, **AGAIN)
    portal.clock.move(hours=1)
    third = received(portal, **THIRD)
    call = ContactInput(ContactMethod.TELEPHONE, ContactOutcome.SPOKE, portal.ctx.today())
    record_contact(portal.ctx, portal.officer, known, call)
    assert pair_of(portal, new, known).merge.kept == 1
    merged(portal, new, known)
    merged(portal, third, new)
    kept = case_of(portal, new)
    ids = asked(portal, lambda uow: case_ids_with_merged(uow, kept))
    assert ids == [kept.id, *[case_of(portal, one).id for one in (known, third)]]
    assert len(rows(portal, ContactLog, case_id=case_of(portal, known).id)) == 1
    for double in (known, third):
        stays = asked(portal, lambda uow, d=double: merged_into(uow, case_of(portal, d)))  # type: ignore[misc]  # bound in the loop
        assert stays is not None
        assert stays.reference == new
    # A double of a double leads to the one that stays at last.
    assert asked(portal, lambda uow: merged_into(uow, kept)) is None


def test_the_first_contact_with_either_stops_the_clock(portal: Portal) -> None:
    known = received(portal, received_on="2026-11-09")
    new = received(portal, **AGAIN)
    call = ContactInput(ContactMethod.TELEPHONE, ContactOutcome.SPOKE, date(2026, 11, 16))
    record_contact(portal.ctx, portal.officer, new, call)
    assert "first_contact" in task_kinds(portal, known)
    merged(portal, new, known)
    kept = case_of(portal, known)
    assert (kept.received_on, kept.first_contact_on) == (date(2026, 11, 9), date(2026, 11, 16))
    assert "first_contact" not in task_kinds(portal, known)


def test_the_clock_of_the_first_referral_counts(portal: Portal) -> None:
    known = received(portal, received_on="2026-11-03")
    new = received(portal, **AGAIN)
    answered(portal, new, E.OFFERED, OFFERED_ON, how=ContactMethod.LETTER)
    (late,) = rows(portal, Task, kind="first_contact", case_id=case_of(portal, new).id)
    merged(portal, new, known)
    assert case_of(portal, new).received_on == date(2026, 11, 3)
    (task,) = rows(portal, Task, kind="first_contact", case_id=case_of(portal, new).id)
    assert task.done_at is None
    assert task.due_on < late.due_on


def test_what_waited_to_go_out_of_the_double_never_goes(portal: Portal) -> None:
    known, new = ready(portal), ready(portal, **AGAIN)
    approve(portal, known)
    approve(portal, new)
    pair = pair_of(portal, new, known)
    closes = pair.merge.closes
    assert pair.merge.dropped >= 2
    merged(portal, new, known)
    gone = rows(portal, Message, case_id=case_of(portal, closes).id)
    assert {one.state for one in gone} == {MessageState.CANCELLED.value}
    assert len(delivered(portal)) == 2
    left = {u.state for u in rows(portal, Update, case_id=case_of(portal, closes).id)}
    assert left == {"cancelled"}


def test_the_last_word_about_the_level_holds(portal: Portal) -> None:
    known = opted_in(portal, Level.KEY_STAGES)
    reachable(portal, known)
    new = received(portal, **AGAIN)
    answered(portal, new, E.OFFERED, OFFERED_ON, how=ContactMethod.LETTER)
    said = {"level": Level.RELEASE_MONTH_ONLY, "consent_words": "Only the release, please."}
    answered(portal, new, E.OPTED_IN, date(2026, 11, 17), **said)
    assert merged(portal, new, known) == known
    (preference,) = rows(portal, Preference, case_id=case_of(portal, known).id)
    assert preference.level == Level.RELEASE_MONTH_ONLY
    assert case_of(portal, known).enrolment == "opted_in"


def test_cares_of_both_sides_are_kept(portal: Portal) -> None:
    known, new = ready(portal), opted_in(portal, **AGAIN)
    with portal.ctx.store.writing() as uow:
        for reference, days in ((known, ["2026-12-25"]), (new, ["2026-12-25", "--02-14"])):
            found = uow.session.scalar(
                select(Preference).where(Preference.case_id == case_of(portal, reference).id)
            )
            assert found is not None
            found.dates_to_avoid = days
            found.call_first = reference == new
        uow.commit()
    merged(portal, new, known)

    def care(uow: UnitOfWork) -> tuple[bool, list[str]]:
        query = select(Preference).where(Preference.case_id == case_of(portal, known).id)
        found = uow.session.scalar(query)
        assert found is not None
        return found.call_first, found.dates_to_avoid

    assert asked(portal, care) == (True, ["2026-12-25", "--02-14"])


def test_an_opted_in_victim_who_has_to_agree_on_new_numbers_is_somebodys_task(
    portal: Portal,
) -> None:
    known = ready(portal)
    new = received(portal, **AGAIN, mobile="07700 900456")
    assert "make_plan" not in task_kinds(portal, known)
    merged(portal, new, known)
    assert "make_plan" in task_kinds(portal, known)
    channels = {one.shown: one for one in view(portal, known).channels}
    assert not channels["07700 900456"].uses
    assert channels["07700 900123"].verified_at is not None
    ended = rows(portal, Channel, person_id=case_of(portal, new).person_id)
    assert all(one.ended_at for one in ended)


def test_whoever_can_be_reached_stays_reachable(portal: Portal) -> None:
    known = opted_in(portal)
    new = opted_in(portal, **AGAIN)
    reachable(portal, new, mobile())
    assert merged(portal, new, known) == new
    (channel,) = view(portal, new).channels
    assert channel.verified_at is not None
