"""Changing how much they hear without leaving the scheme."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from tests.support.answers import E, at, logged, newest_step
from tests.support.casework import (
    FIRST,
    answered,
    approve,
    dated,
    delivered,
    opted_in,
    planned_again,
    reachable,
    ready,
    task_kinds,
    update_of,
    view,
)
from tests.support.pages import Page
from tests.support.portal import Portal
from tests.support.web import STRANGER, client_for
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import (
    ContactMethod,
    ContactOutcome,
    Enrolment,
    Language,
    Level,
    MessageState,
    UpdateState,
)
from victim_portal.services.enrolment import LevelInput, answer_asked, change_level
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.store.models import AuditEvent, EnrolmentStep, Message

TODAY = date(2026, 11, 18)
HOSTILE = "<b>Less</b>, please\nsecond 😀"
GIVEN = LevelInput(
    Level.RELEASE_MONTH_ONLY,
    TODAY,
    ContactMethod.TELEPHONE,
    shown_in=Language.ENGLISH,
    consent_words=HOSTILE,
)
MORE = replace(GIVEN, level=Level.KEY_STAGES, consent_words="Tell me all.")


def _change(portal: Portal, reference: str, given: LevelInput = GIVEN) -> None:
    change_level(portal.ctx, portal.officer, reference, given)


def _version(portal: Portal, reference: str) -> int:
    return answer_asked(portal.ctx, portal.officer, reference).version


def _waiting(portal: Portal, reference: str) -> dict[Stage, date]:
    """The last day of each update that is still to go."""
    open_states = (UpdateState.DRAFT, UpdateState.APPROVED)
    return {
        one.stage: one.window_closes
        for one in view(portal, reference).updates
        if one.state in open_states
    }


def test_the_words_the_level_and_the_call_are_kept(portal: Portal) -> None:
    reference = opted_in(portal)
    before = view(portal, reference)
    asked = answer_asked(portal.ctx, portal.officer, reference)
    portal.clock.move(minutes=1)
    _change(portal, reference)
    after, step = view(portal, reference), newest_step(portal)
    assert (after.enrolment, after.level) == (Enrolment.OPTED_IN, Level.RELEASE_MONTH_ONLY)
    assert (step.moved_from, step.moved_to, step.level) == (
        "opted_in",
        "opted_in",
        "release_month_only",
    )
    with portal.ctx.store.reading() as uow:
        row = uow.get(EnrolmentStep, step.id)
        assert row is not None
        shown = asked.consent[Language.ENGLISH][Level.RELEASE_MONTH_ONLY]
        assert (row.consent_shown, row.consent_words) == (shown, HOSTILE)
        assert b"Less" not in (row.consent_words_sealed or b"")
        events = list(uow.session.scalars(select(AuditEvent).order_by(AuditEvent.at)))
        moved = [e for e in events if e.what == "enrolment_moved"][-1]
        changed = [e for e in events if e.what == "preference_changed"][-1]
    assert moved.details["moved_from"] == moved.details["moved_to"] == "opted_in"
    assert changed.details["level"] == "release_month_only"
    assert logged(portal)[-1].outcome == ContactOutcome.SPOKE
    assert len(after.steps) == len(before.steps) + 1
    assert after.steps[-1].changes_level
    assert not after.steps[-2].changes_level


def test_what_the_new_level_leaves_out_does_not_go(portal: Portal) -> None:
    reference = ready(portal)
    assert approve(portal, reference) > 0
    _change(portal, reference)
    assert FIRST not in _waiting(portal, reference)
    assert delivered(portal) == []
    assert update_of(portal, reference, FIRST).state is UpdateState.CANCELLED
    with portal.ctx.store.reading() as uow:
        states = set(uow.session.scalars(select(Message.state)))
    assert states == {MessageState.CANCELLED}


def test_what_stays_inside_is_read_again_before_it_goes(portal: Portal) -> None:
    reference = opted_in(portal, Level.ANNUAL)
    reachable(portal, reference)
    dated(portal, reference, CRD="2031-05-02")
    stages = set(_waiting(portal, reference))
    assert stages
    stage = sorted(stages)[0]
    approve(portal, reference, stage)
    _change(portal, reference, MORE)
    assert update_of(portal, reference, stage).state is UpdateState.DRAFT
    assert delivered(portal) == []
    assert "read_again" in task_kinds(portal, reference)


def test_the_plan_counts_from_joining_whatever_the_level_did_since(portal: Portal) -> None:
    reference = ready(portal)
    before = _waiting(portal, reference)
    assert before
    portal.clock.move(days=9)
    planned_again(portal, reference)
    later = _waiting(portal, reference)
    on = portal.ctx.today()
    letter = {"how": ContactMethod.VICTIM_PAGES, "on": on}
    _change(portal, reference, replace(GIVEN, **letter))  # type: ignore[arg-type]  # a test's
    assert set(_waiting(portal, reference)) < set(later)
    _change(portal, reference, replace(MORE, **letter))  # type: ignore[arg-type]  # a test's
    again = _waiting(portal, reference)
    # Having been in touch moves the yearly contact alone, as any contact does.
    later.pop(Stage.ANNUAL_CONTACT, None)
    again.pop(Stage.ANNUAL_CONTACT, None)
    assert again == later
    assert not planned_again(portal, reference)


def test_dates_known_on_joining_are_not_told_as_changed(portal: Portal) -> None:
    reference = ready(portal)
    portal.clock.move(days=3)
    dated(portal, reference, CRD="2032-01-02")
    assert Stage.DATE_CHANGED in _waiting(portal, reference)
    _change(portal, reference, replace(GIVEN, on=portal.ctx.today()))
    assert Stage.DATE_CHANGED in _waiting(portal, reference)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"level": None}, "level"),
        ({"level": Level.KEY_STAGES}, "level"),
        ({"shown_in": None}, "shown"),
        ({"consent_words": " \n"}, "consent_words"),
        ({"on": TODAY + timedelta(days=1)}, "on"),
        ({"on": date(2026, 11, 12)}, "on"),
    ],
)
def test_what_is_missing_or_cannot_be(
    portal: Portal, changes: dict[str, object], field: str
) -> None:
    reference = opted_in(portal)
    with pytest.raises(InvalidError) as refused:
        _change(portal, reference, replace(GIVEN, **changes))  # type: ignore[arg-type]  # a test's
    assert field in refused.value.problems
    assert view(portal, reference).level is Level.KEY_STAGES


@pytest.mark.parametrize("state", [one for one in Enrolment if "opted_in" not in one.value])
def test_only_who_is_in_the_scheme_has_a_level_to_change(portal: Portal, state: Enrolment) -> None:
    reference = at(portal, state)
    joined = state is E.OPTED_BACK_IN
    given = replace(GIVEN, on=portal.ctx.today())
    if joined:
        now = view(portal, reference).level
        other = Level.ANNUAL if now is not Level.ANNUAL else Level.KEY_STAGES
        _change(portal, reference, replace(given, level=other))
        assert view(portal, reference).enrolment is E.OPTED_BACK_IN
        return
    before = view(portal, reference)
    with pytest.raises(InvalidError):
        _change(portal, reference, given)
    assert view(portal, reference) == before


def test_twice_as_somebody_else_and_out_of_date(portal: Portal) -> None:
    reference, once = opted_in(portal), uuid4()
    seen = _version(portal, reference)
    for _ in range(2):
        change_level(portal.ctx, portal.officer, reference, GIVEN, once, seen)
    assert len([s for s in view(portal, reference).steps if s.changes_level]) == 1
    with pytest.raises(ConflictError):
        change_level(portal.ctx, portal.colleague, reference, MORE, uuid4(), seen)
    with pytest.raises(NotFoundError):
        _stranger_changes(portal, reference)


def _stranger_changes(portal: Portal, reference: str) -> None:
    change_level(portal.ctx, portal.stranger, reference, MORE)


DAY = {"on-day": "18", "on-month": "11", "on-year": "2026"}
LESS = {
    "level": "annual",
    "shown": "y",
    "consent_words": HOSTILE,
    "how": "telephone",
    **DAY,
}


def _page(portal: Portal, reference: str) -> Page:
    return client_for(portal).get(f"/cases/{reference}").follow("Change how much they hear")


def test_by_the_pages(portal: Portal) -> None:
    reference = opted_in(portal)
    page = _page(portal, reference)
    assert "Still right, still safe?" in page.text
    wrong = page.submit({"on-day": ""}, status=200)
    assert "Choose how they told you" in wrong.errors
    done = page.submit(LESS).follow()
    assert done.notices[0].startswith("Recorded: how much they hear.")
    assert "Changed how much they hear" in done.text
    assert "<b>Less</b>, please" in done.text
    assert "Level changed" in done.text
    assert view(portal, reference).level is Level.ANNUAL
    # A second click on the same form changes nothing more.
    assert page.submit(LESS).location == done.path
    assert len([s for s in view(portal, reference).steps if s.changes_level]) == 1


def test_a_colleagues_change_is_shown_beside_what_was_typed(portal: Portal) -> None:
    reference = opted_in(portal)
    page = _page(portal, reference)
    _change(portal, reference)
    stale = page.submit(LESS, status=200)
    assert "Somebody else changed this case" in stale.errors[0]
    assert "What stands now" in stale.text
    assert [text.strip() for text in stale.value("consent_words")] == [HOSTILE]
    assert view(portal, reference).level is Level.RELEASE_MONTH_ONLY
    assert stale.submit().follow().notices
    assert view(portal, reference).level is Level.ANNUAL


def test_the_page_is_for_those_in_the_scheme_and_within_reach(portal: Portal) -> None:
    reference = opted_in(portal)
    client_for(portal, STRANGER).get(f"/cases/{reference}/level", status=404)
    answered(portal, reference, E.OPTED_OUT, TODAY)
    client = client_for(portal)
    assert "Change how much they hear" not in client.get(f"/cases/{reference}").links
    away = client.get(f"/cases/{reference}/level", status=302)
    assert away.location == f"/cases/{reference}"
