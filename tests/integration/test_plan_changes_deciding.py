"""Each line of what changed is decided from its page, and the decision stands beside it then."""

from dataclasses import replace

import pytest

from tests.support.casework import approve, dated, delivered, edited, ready, update_of
from tests.support.pages import Page
from tests.support.portal import Portal
from tests.support.walls import person
from tests.support.web import client_for
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import ContactMethod, Role, UpdateState
from victim_portal.services.plan_changes import (
    ChangeView,
    Decided,
    decide_plan_changes,
    plan_changes,
)
from victim_portal.services.updates import (
    approve_update,
    cancel_update,
    edit_update,
    record_telling,
)
from victim_portal.web.shell import london_datetime

LATER = {"CRD": "2032-02-02", "SLED": "2034-11-01"}
LAST = {"CRD": "2032-06-01", "SLED": "2034-11-01"}
BEFORE, CHANGED = Stage.PRE_RELEASE, Stage.DATE_CHANGED
WHY = "She said on Monday that she has had enough. <b>😀</b>"


@pytest.fixture
def reference(portal: Portal) -> str:
    """A case whose victim was told November 2031; then a colleague's file moved it."""
    made = ready(portal)
    approve(portal, made)
    delivered(portal)
    moved(portal, made, LATER)
    return made


def moved(portal: Portal, reference: str, dates: dict[str, str]) -> None:
    portal.clock.move(minutes=1)
    dated(portal, reference, **dates)
    portal.clock.move(minutes=1)


def lines(portal: Portal, reference: str) -> dict[Stage, ChangeView]:
    """What is different now, by stage."""
    seen = plan_changes(portal.ctx, portal.officer, reference)
    return {one.stage: one for one in seen.together}


def earlier(portal: Portal, reference: str) -> list[dict[Stage, ChangeView]]:
    """What was looked at before, newest first."""
    seen = plan_changes(portal.ctx, portal.officer, reference)
    return [{one.stage: one for one in row.changes} for row in seen.earlier]


def looked_at(portal: Portal, reference: str) -> None:
    shown = [one.id for one in plan_changes(portal.ctx, portal.officer, reference).waiting]
    decide_plan_changes(portal.ctx, portal.officer, reference, shown)


def no(portal: Portal, reference: str, stage: Stage) -> None:
    update = update_of(portal, reference, stage)
    cancel_update(portal.ctx, portal.officer, reference, update.id, WHY, update.version)


def test_each_decision_stands_beside_its_line_with_who_and_when(
    town: Portal,
) -> None:
    reference = ready(town)
    approve(town, reference)
    delivered(town)
    moved(town, reference, LATER)
    assert {one.decided for one in lines(town, reference).values()} == {None}
    at = town.ctx.now()
    approve(town, reference, BEFORE)
    no(town, reference, CHANGED)
    found = {stage: one.decided for stage, one in lines(town, reference).items()}
    approved, cancelled = found[BEFORE], found[CHANGED]
    assert approved is not None
    assert cancelled is not None
    assert (approved.what, approved.by, approved.at) == (Decided.APPROVED, "Sam Carter", at)
    assert (cancelled.what, cancelled.by, cancelled.at) == (Decided.NOT_TOLD, "Sam Carter", at)
    assert cancelled.why == WHY
    assert WHY not in repr(cancelled)
    looked_at(town, reference)
    # And it stays there once all was looked at.
    assert earlier(town, reference)[0][CHANGED].decided == cancelled
    page = client_for(town).get(f"/cases/{reference}/plan-changes").text
    when = london_datetime(at)
    assert f"Decided: they aren't told this, by Sam Carter, {when}. Why: {WHY}" in page
    assert f"Decided: approved, by Sam Carter, {when}." in page


def test_what_a_person_told_names_them_and_how(portal: Portal, reference: str) -> None:
    update = update_of(portal, reference, CHANGED)
    on, how = portal.ctx.today(), ContactMethod.VISIT
    record_telling(portal.ctx, portal.colleague, reference, update.id, on, how, update.version)
    told = lines(portal, reference)[CHANGED].decided
    assert told is not None
    assert (told.what, told.by, told.how) == (Decided.TOLD, portal.colleague.name, how)
    page = client_for(portal).get(f"/cases/{reference}/plan-changes").text
    assert f"Decided: they were told (visit), by {portal.colleague.name}" in page


def test_a_decision_belongs_to_the_change_that_it_followed(portal: Portal, reference: str) -> None:
    approve(portal, reference, BEFORE)
    looked_at(portal, reference)
    portal.clock.move(minutes=1)
    dated_by_colleague(portal, reference, LAST)
    # Moved again, it is to be decided anew: what was approved were other words.
    line = lines(portal, reference)[BEFORE]
    assert (line.decided, line.to_decide) == (None, True)
    [before] = [row[BEFORE].decided for row in earlier(portal, reference)[:1]]
    assert before is not None
    assert before.what is Decided.APPROVED
    no(portal, reference, BEFORE)
    line = lines(portal, reference)[BEFORE]
    assert line.decided is not None
    assert line.decided.what is Decided.NOT_TOLD
    assert earlier(portal, reference)[0][BEFORE].decided == before


def dated_by_colleague(portal: Portal, reference: str, dates: dict[str, str]) -> None:
    """Not the officer's own hand, so that it waits to be looked at."""
    moved(replace(portal, officer=portal.colleague), reference, dates)


def test_what_the_plan_itself_withdrew_nobody_decided(portal: Portal, reference: str) -> None:
    moved(portal, reference, {"CRD": "2031-11-01", "SLED": "2034-11-01"})
    rows = plan_changes(portal.ctx, portal.officer, reference)
    found = [one for row in (*rows.waiting, *rows.earlier) for one in row.changes]
    assert UpdateState.CANCELLED in {one.state for one in found}
    assert {one.decided for one in found if one.stage is CHANGED} == {None}


def test_a_managers_approval_is_named_as_theirs(portal: Portal, reference: str) -> None:
    ben = person(portal, Role.MANAGER, first_name="Ben")
    update = update_of(portal, reference, CHANGED)
    approve_update(portal.ctx, ben, reference, update.id, update.version)
    decided = lines(portal, reference)[CHANGED].decided
    assert decided is not None
    assert decided.by == "Ben Ross"


def test_words_that_are_edited_after_it_are_decided_anew(portal: Portal, reference: str) -> None:
    approve(portal, reference, CHANGED)
    update = update_of(portal, reference, CHANGED)
    portal.clock.move(minutes=1)
    words = edited(update, content=f"{update.content}\n\nRing me.")
    edit_update(portal.ctx, portal.officer, reference, update.id, words, update.version)
    line = lines(portal, reference)[CHANGED]
    assert line.to_decide
    assert line.decided is None


def test_from_the_page_each_line_is_read_told_or_left_untold(
    portal: Portal, reference: str
) -> None:
    client = client_for(portal)
    there = f"/cases/{reference}/plan-changes"
    page = client.get(there)
    name = "Release is coming"

    def way(words: str, stage: str, on: Page) -> str:
        [href] = [href for text, href in on.links.items() if text == f"{words}: {stage}"]
        return href

    read = client.get(way("Read it, to approve it", name, page))
    assert read.links["Changes of the plan"] == there
    done = read.submit({}, button="Approve").follow()
    assert done.path == there
    assert done.notices[0].startswith("Approved.")
    assert "Decided: approved, by Sam Carter" in done.text

    untold = "Don't tell them this: A date"
    [changed] = [text for text in done.links if text.startswith(untold)]
    form = client.get(done.links[changed])
    assert form.links["Keep it"] == there
    assert "Enter why" in form.submit({"why": " "}).text
    done = form.submit({"why": WHY}).follow()
    assert (done.path, done.notices) == (there, ["Cancelled. They aren't told this."])
    assert "Decided: they aren't told this, by Sam Carter" in done.text
    assert not [text for text in done.links if text.startswith(untold)]


def test_i_told_them_myself_comes_back_to_the_changes(portal: Portal, reference: str) -> None:
    client = client_for(portal)
    there = f"/cases/{reference}/plan-changes"
    page = client.get(there)
    [first, *_] = [text for text in page.links if text.startswith("I told them myself: A date")]
    form = client.get(page.links[first])
    today = portal.ctx.today()
    done = form.submit(
        {"how": "visit", "on-day": today.day, "on-month": today.month, "on-year": today.year}
    ).follow()
    assert done.path == there
    assert "Decided: they were told (visit), by Sam Carter" in done.text


@pytest.mark.parametrize("after", ["", "x", "//evil.example", "https://evil.example/", "changes2"])
def test_nothing_else_leads_anywhere_else(portal: Portal, reference: str, after: str) -> None:
    update = update_of(portal, reference, CHANGED)
    client = client_for(portal)
    own = f"/cases/{reference}/updates/{update.id}"
    form = client.get(f"{own}/cancel", query={"after": after})
    assert form.links["Keep it"] == own
    assert form.submit({"why": WHY}).follow().path == own
