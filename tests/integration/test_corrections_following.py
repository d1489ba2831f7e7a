"""What follows when a person is put right: likenesses, words, and what had gone out already."""

from dataclasses import replace

import pytest

from tests.support.casework import (
    FIRST,
    approve,
    dated,
    delivered,
    edited,
    email,
    evenings,
    mobile,
    opted_in,
    reachable,
    ready,
    received,
    task_kinds,
    update_of,
    view,
)
from tests.support.corrections import (
    case_of,
    corrected,
    corrected_offender,
    forgotten,
    lettered,
    rows,
)
from tests.support.portal import Portal
from tests.support.senders import FakeSender
from victim_portal.domain.corrections import Detail, SentKind
from victim_portal.domain.vocabulary import (
    MessageState,
    OffenceCategory,
    Relationship,
    Route,
    SentenceType,
    UpdateState,
)
from victim_portal.services import tasks
from victim_portal.services.cases import decide_route
from victim_portal.services.corrections import DetailsNow, corrections_view, person_for_form
from victim_portal.services.delivery import deliver_due
from victim_portal.services.referrals import decide_duplicate, list_duplicates
from victim_portal.services.updates import edit_update
from victim_portal.store.models import DuplicateFlag, Letter, Message, Person, Task

ELSEWHERE = {
    "referral_reference": "WCU-3",
    "offender_first_name": "Piers",
    "offender_last_name": "Quayle",
    "offender_date_of_birth": "1975-05-05",
    "prison_number": "C1111DD",
    "crn": "Z111111",
}


@pytest.fixture
def reference(portal: Portal) -> str:
    return received(portal)


def now(portal: Portal, reference: str) -> DetailsNow:
    return person_for_form(portal.ctx, portal.officer, reference)


def test_a_likeness_that_comes_to_light_is_flagged_once(portal: Portal) -> None:
    known = received(portal)
    new = received(portal, **ELSEWHERE, victim_first_name="Zoe", victim_last_name="Quince")
    assert list_duplicates(portal.ctx, portal.officer).pairs == ()
    corrected(portal, new, first_name="Mary", last_name="Ash")
    (pair,) = list_duplicates(portal.ctx, portal.officer).pairs
    assert (pair.new.reference, pair.known.reference) == (new, known)
    assert "decide_duplicate" in task_kinds(portal, new)
    corrected(portal, new, last_name="Ashe")
    corrected(portal, known, last_name="Ashe")
    assert len(rows(portal, DuplicateFlag)) == 1


def test_the_newer_of_two_stays_the_new_one_when_the_older_is_corrected(portal: Portal) -> None:
    known = received(portal, victim_first_name="Zoe", victim_last_name="Quince")
    portal.clock.move(hours=1)
    new = received(portal, **ELSEWHERE)
    corrected(portal, known, first_name="Mary", last_name="Ash")
    (pair,) = list_duplicates(portal.ctx, portal.officer).pairs
    assert (pair.new.reference, pair.known.reference) == (new, known)
    assert "decide_duplicate" in task_kinds(portal, new)
    assert "decide_duplicate" not in task_kinds(portal, known)


def test_drafts_get_new_words_and_an_approved_update_falls_back(portal: Portal) -> None:
    reference = ready(portal)
    assert "Mary" in update_of(portal, reference, FIRST).content
    approve(portal, reference)
    corrected(portal, reference, first_name="Marie")
    update = update_of(portal, reference, FIRST)
    assert update.state is UpdateState.DRAFT
    assert "Marie" in update.content
    assert "Mary" not in update.content
    assert {m.state for m in rows(portal, Message)} == {MessageState.CANCELLED.value}
    assert "read_again" in task_kinds(portal, reference)
    assert delivered(portal) == []


def test_words_that_an_officer_wrote_are_read_again(portal: Portal) -> None:
    reference = ready(portal)
    update = update_of(portal, reference, FIRST)
    words = edited(update, content=update.content.replace("Hello", "Dear"))
    edit_update(portal.ctx, portal.officer, reference, update.id, words, update.version)
    approve(portal, reference)
    corrected(portal, reference, first_name="Marie")
    assert update_of(portal, reference, FIRST).state is UpdateState.DRAFT
    assert delivered(portal) == []


def test_what_was_sent_is_told_before_and_looked_at_after(portal: Portal) -> None:
    reference = ready(portal)
    approve(portal, reference)
    assert len(delivered(portal)) == 2
    before = now(portal, reference).sent
    assert {(one.kind, one.name, one.to) for one in before} == {
        (SentKind.MESSAGE, "Mary Ash", "07700 900123"),
        (SentKind.MESSAGE, "Mary Ash", "mary.ash@example.org"),
    }
    assert {one.on for one in before} == {portal.ctx.today()}
    portal.clock.move(days=1)
    corrected(portal, reference, first_name="Marie")
    assert task_kinds(portal, reference).count("sent_before_correction") == 1
    (task,) = rows(portal, Task, kind="sent_before_correction")
    assert not {"Mary", "Marie", "Ash"} & set(task.what.split())
    after = corrections_view(portal.ctx, portal.officer, reference).sent
    assert [one.name for one in after] == ["Mary Ash", "Mary Ash"]
    # What goes out from now on isn't among it.
    corrected(portal, reference, last_name="Ashe")
    assert len(corrections_view(portal.ctx, portal.officer, reference).sent) == 2


def test_a_name_that_no_message_said_leaves_nothing_to_check(portal: Portal) -> None:
    reference = ready(portal)
    approve(portal, reference)
    delivered(portal)
    corrected(portal, reference, last_name="Ashe", born_on=None)
    assert "sent_before_correction" not in task_kinds(portal, reference)
    assert corrections_view(portal.ctx, portal.officer, reference).sent == ()


def test_a_message_that_waits_beside_one_that_went_is_stopped(portal: Portal) -> None:
    """The text goes at once; the e-mail waits for its hours, and has the wrong name."""
    reference = opted_in(portal)
    later = email(any_time=False, windows=(evenings(),))
    reachable(portal, reference, mobile(), later)
    dated(portal, reference, CRD="2031-11-01", SLED="2034-11-01")
    approve(portal, reference)
    sender = FakeSender()
    deliver_due(portal.ctx, sender.senders, "w1")
    assert len(sender.taken) == 1
    corrected(portal, reference, first_name="Marie")
    portal.clock.move(days=3)
    deliver_due(portal.ctx, sender.senders, "w1")
    assert len(sender.taken) == 1
    assert {"stopped_by_correction", "sent_before_correction"} <= set(task_kinds(portal, reference))


def test_a_letter_that_lies_there_is_discarded_and_a_posted_one_is_looked_at(
    portal: Portal, reference: str
) -> None:
    channel_id = view(portal, received(portal, **ELSEWHERE, address="1 High Street")).channels[0].id
    waits = lettered(portal, reference, channel_id)
    corrected(portal, reference, last_name="Ashe")
    (letter,) = rows(portal, Letter, id=waits)
    assert letter.discarded_at is not None
    assert "make_letter_again" in task_kinds(portal, reference)
    assert "sent_before_correction" not in task_kinds(portal, reference)
    portal.clock.move(hours=1)
    lettered(portal, reference, channel_id, posted_on=portal.ctx.today())
    portal.clock.move(hours=1)
    corrected(portal, reference, last_name="Ash")
    assert "sent_before_correction" in task_kinds(portal, reference)
    (told,) = corrections_view(portal.ctx, portal.officer, reference).sent
    assert (told.kind, told.name) == (SentKind.LETTER, "Mary Ashe")


def _with_rules_for_relatives(portal: Portal) -> None:
    """The rules as shipped, but for relatives: theirs is a discretionary route."""
    rules = portal.ctx.policy.eligibility
    wide = replace(
        rules[0],
        id="relatives",
        route=Route.DISCRETIONARY,
        offence_categories=frozenset(OffenceCategory),
        sentence_types=frozenset(SentenceType),
        relationships=frozenset({Relationship.BEREAVED_RELATIVE}),
        min_term=None,
        max_term_exclusive=None,
        effective_from=None,
        effective_to=None,
    )
    portal.ctx = replace(portal.ctx, held=replace(portal.ctx.policy, eligibility=(wide, *rules)))


def test_a_relationship_that_means_another_route_is_a_managers_to_decide(
    portal: Portal, reference: str
) -> None:
    _with_rules_for_relatives(portal)
    before = case_of(portal, reference)
    corrected(portal, reference, relationship="acts_for_victim")
    assert "decide_route" not in task_kinds(portal, reference)
    corrected(portal, reference, relationship="bereaved_relative")
    case = case_of(portal, reference)
    assert (case.relationship, case.route) == ("bereaved_relative", before.route)
    (task,) = rows(portal, Task, kind="decide_route")
    assert task.managers_own
    # The manager's decision stands where the rules say the same as before.
    decide_route(portal.ctx, portal.manager, reference, Route.STATUTORY, "She told us.")
    corrected(portal, reference, last_name="Ashe")
    assert "decide_route" not in task_kinds(portal, reference)


def test_every_open_case_of_the_person_follows(portal: Portal) -> None:
    first = ready(portal)
    second = received(portal, **ELSEWHERE)
    (pair,) = list_duplicates(portal.ctx, portal.officer).pairs
    decide_duplicate(portal.ctx, portal.officer, pair.id, "same_person")
    corrected(portal, second, first_name="Marie", relationship="bereaved_relative")
    assert "Marie" in update_of(portal, first, FIRST).content
    assert case_of(portal, first).relationship == "victim"
    history = {
        one: {c.detail for c in corrections_view(portal.ctx, portal.officer, one).corrections}
        for one in (first, second)
    }
    assert history == {
        first: {Detail.FIRST_NAME},
        second: {Detail.FIRST_NAME, Detail.RELATIONSHIP},
    }


def test_the_name_they_like_to_be_called_is_asked_about(portal: Portal, reference: str) -> None:
    with portal.ctx.store.writing() as uow:
        person = uow.get(Person, case_of(portal, reference).person_id)
        assert person is not None
        person.called = "Mary-Lou"
        uow.commit()
    corrected(portal, reference, first_name="Marie")
    assert "ask_called" in task_kinds(portal, reference)


def test_an_unreadable_message_of_theirs_stops_no_correction_of_the_offender(
    portal: Portal,
) -> None:
    bad = ready(portal)
    approve(portal, bad)
    delivered(portal)
    good = received(
        portal,
        referral_reference="WCU-9",
        victim_first_name="Omar",
        victim_last_name="Tamboli",
        victim_date_of_birth="1971-06-30",
    )
    forgotten(portal, case_of(portal, bad).person_id)
    corrected_offender(portal, good, last_name="Oake")
    kinds = {task.kind for task in rows(portal, Task, case_id=case_of(portal, bad).id)}
    assert "sent_before_correction" in kinds


def test_the_list_of_tasks_names_nobody(portal: Portal) -> None:
    reference = ready(portal)
    approve(portal, reference)
    delivered(portal)
    corrected(portal, reference, first_name="Marie")
    for task in tasks.list_tasks(portal.ctx, portal.officer):
        assert "Mar" not in f"{task.what} {task.rule}".replace("March", "")
