"""Settling a passage with the victim: nothing of hers changes unseen, and no deadline is missed."""

from datetime import timedelta

import pytest

from tests.support import casework, supporters
from tests.support.portal import Portal
from tests.support.representations import TODAY, a_request, ask, new_case, state
from victim_portal.domain.access import Actor
from victim_portal.domain.protected_values import ProtectedKind
from victim_portal.domain.richtext import plain_text
from victim_portal.domain.submissions import DetailKind, Settled
from victim_portal.domain.vocabulary import SubmissionPart
from victim_portal.services import submissions
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.representations import change_request, representations_view
from victim_portal.services.submissions import Passage, SettlingInput
from victim_portal.services.submissions.parts import contents
from victim_portal.services.submissions.sources import gather
from victim_portal.services.tasks import list_tasks
from victim_portal.store.cases import by_reference

WORDS = "He came to 12 Mill Lane. I am afraid."


def passages(portal: Portal, reference: str) -> tuple[Passage, ...]:
    return submissions.submissions_view(portal.ctx, portal.officer, reference).passages


def settle(
    portal: Portal, reference: str, passage: Passage, how: Settled, **more: str
) -> int | None:
    given = SettlingInput(how, TODAY, **{"taken": passage.words, **more})
    return submissions.settle_passage(portal.ctx, portal.officer, reference, passage.key, given)


def served(portal: Portal, reference: str) -> dict[SubmissionPart, str]:
    """The texts of the parts that an export makes, without the facts."""
    with portal.ctx.store.reading() as uow:
        case = by_reference(uow, reference)
        assert case is not None
        sources = gather(uow, case)
        return {
            one.part: "\n".join(
                [
                    plain_text(one.body),
                    plain_text(one.reasons),
                    *(plain_text(row.wish) for row in one.conditions),
                    *(plain_text(row.necessity) for row in one.conditions),
                ]
            )
            for one in contents(portal.ctx, sources, sources.language)
        }


def test_other_words_are_another_version_and_the_one_before_stays(portal: Portal) -> None:
    reference = new_case(portal)
    state(portal, reference, WORDS)
    [found] = passages(portal, reference)
    assert (found.kind, found.words) == (ProtectedKind.ADDRESS, "12 Mill Lane")
    assert settle(portal, reference, found, Settled.REWORD, instead="my door") == 2
    assert passages(portal, reference) == ()
    view = representations_view(portal.ctx, portal.officer, reference)
    assert view.statement is not None
    assert plain_text(view.statement.body) == "He came to my door. I am afraid."
    assert view.statement.signed_on == TODAY
    assert [plain_text(one.body) for one in view.older] == [WORDS]
    [settled] = submissions.settled_views(portal.ctx, portal.officer, reference)
    assert (settled.taken, settled.instead) == ("12 Mill Lane", "my door")
    assert settled.statement_version == 2
    with pytest.raises(InvalidError):
        submissions.undo_settlement(portal.ctx, portal.officer, reference, settled.id)


def test_non_disclosure_takes_the_words_out_of_what_is_served(portal: Portal) -> None:
    reference = new_case(portal)
    state(portal, reference, WORDS)
    [found] = passages(portal, reference)
    settle(
        portal,
        reference,
        found,
        Settled.NON_DISCLOSURE,
        taken="He came to 12 Mill Lane.",
        reason="He would know where she lives.",
        instead="[He came to where she lived.]",
    )
    texts = served(portal, reference)
    assert texts[SubmissionPart.STATEMENT].strip() == "[He came to where she lived.] I am afraid."
    assert "He came to 12 Mill Lane." in texts[SubmissionPart.NON_DISCLOSURE]
    assert "He would know where she lives." in texts[SubmissionPart.NON_DISCLOSURE]
    # It stands in the application still, where the Board alone reads it: kept or put differently.
    [again] = passages(portal, reference)
    assert again.part is SubmissionPart.NON_DISCLOSURE
    with pytest.raises(InvalidError) as refused:
        settle(portal, reference, again, Settled.NON_DISCLOSURE, reason="x")
    assert set(refused.value.problems) == {"how"}
    settle(portal, reference, again, Settled.KEEP, reason="The Board must know it.")
    made = submissions.export_submission(portal.ctx, portal.officer, reference)
    assert len(made.files) == 2


def test_a_wish_stays_as_it_was_said_and_is_served_as_agreed(portal: Portal) -> None:
    reference = new_case(portal)
    wish = "Never near my work at 12 Mill Lane. Not in the town."
    ask(portal, reference, a_request(wish=wish))
    [found] = passages(portal, reference)
    assert found.where == "the wish of request 1"
    version = settle(
        portal, reference, found, Settled.NON_DISCLOSURE, taken="at 12 Mill Lane", reason="Unsafe."
    )
    assert version is None
    texts = served(portal, reference)
    assert "Never near my work. Not in the town." in texts[SubmissionPart.CONDITIONS]
    assert "at 12 Mill Lane" in texts[SubmissionPart.NON_DISCLOSURE]
    assert "Unsafe." in texts[SubmissionPart.NON_DISCLOSURE]
    view = representations_view(portal.ctx, portal.officer, reference)
    assert plain_text(view.requests[0].wish) == wish
    # Taken back, it is served as said again, and asked about.
    [settled] = submissions.settled_views(portal.ctx, portal.officer, reference)
    for _ in range(2):
        submissions.undo_settlement(portal.ctx, portal.officer, reference, settled.id)
    assert SubmissionPart.NON_DISCLOSURE not in served(portal, reference)
    assert [one.words for one in passages(portal, reference)] == ["12 Mill Lane"]


def test_what_was_agreed_does_nothing_to_words_that_are_others_now(portal: Portal) -> None:
    reference = new_case(portal)
    ask(portal, reference, a_request(wish="Not near 12 Mill Lane."))
    settle(portal, reference, passages(portal, reference)[0], Settled.LEAVE_OUT)
    assert "Not near." in served(portal, reference)[SubmissionPart.CONDITIONS]
    given = a_request(wish="Not near me, nor my mother.")
    change_request(portal.ctx, portal.officer, reference, 1, given)
    assert "Not near me, nor my mother." in served(portal, reference)[SubmissionPart.CONDITIONS]


def test_what_is_kept_is_asked_about_again_once_its_words_change(portal: Portal) -> None:
    reference = new_case(portal)
    state(portal, reference, WORDS)
    settle(portal, reference, passages(portal, reference)[0], Settled.KEEP, reason="She moved.")
    assert [one.settled for one in passages(portal, reference)] == [True]
    state(portal, reference, f"{WORDS} Nothing else.")
    assert [one.settled for one in passages(portal, reference)] == [False]


def test_words_that_do_not_stand_there_are_refused(portal: Portal) -> None:
    reference = new_case(portal)
    state(portal, reference, WORDS)
    [found] = passages(portal, reference)
    for taken in ("", "13 Mill Lane", WORDS * 2):
        with pytest.raises(InvalidError) as refused:
            settle(portal, reference, found, Settled.LEAVE_OUT, taken=taken)
        assert set(refused.value.problems) == {"taken"}
    with pytest.raises(InvalidError) as refused:
        settle(portal, reference, found, Settled.LEAVE_OUT, taken=WORDS)
    assert "Nothing would be left" in refused.value.problems["taken"]
    late = SettlingInput(Settled.LEAVE_OUT, TODAY - timedelta(days=1), taken="12 Mill Lane")
    with pytest.raises(InvalidError) as refused:
        submissions.settle_passage(portal.ctx, portal.officer, reference, found.key, late)
    assert set(refused.value.problems) == {"agreed_on"}
    assert representations_view(portal.ctx, portal.officer, reference).older == ()


def test_whoever_is_slower_and_whoever_is_elsewhere(portal: Portal) -> None:
    reference = new_case(portal)
    state(portal, reference, WORDS)
    [found] = passages(portal, reference)
    with pytest.raises(NotFoundError):
        submissions.passage_asked(portal.ctx, portal.stranger, reference, found.key)
    kept = SettlingInput(Settled.KEEP, TODAY, reason="She wants it.")
    with pytest.raises(NotFoundError):
        submissions.settle_passage(portal.ctx, portal.stranger, reference, found.key, kept)
    settle(portal, reference, found, Settled.REWORD, instead="my door")
    with pytest.raises(ConflictError):
        submissions.settle_passage(portal.ctx, portal.officer, reference, found.key, kept)
    with pytest.raises(ConflictError):
        submissions.passage_asked(portal.ctx, portal.officer, reference, "0" * 32)


def test_a_manager_sends_in_time_with_the_list_and_without_the_words(portal: Portal) -> None:
    reference = new_case(portal)
    state(portal, reference, f"{WORDS}\n\nRing 07700 900123.")
    ask(portal, reference, a_request(wish="Rowena wants peace."))
    why = "The panel meets tomorrow, and she can't be reached."

    def send(actor: Actor) -> submissions.Exported:
        return submissions.export_submission(portal.ctx, actor, reference, send_unsettled=why)

    with pytest.raises(InvalidError) as refused:
        send(portal.officer)
    assert "Only a manager" in refused.value.problems["send_unsettled"]
    submissions.ask_to_send(portal.ctx, portal.officer, reference)
    submissions.ask_to_send(portal.ctx, portal.officer, reference)
    asked = [one for one in list_tasks(portal.ctx, portal.manager) if one.kind == "send_unsettled"]
    assert len(asked) == 1
    made = send(portal.manager)
    assert len(made.files) == 2
    view = submissions.submissions_view(portal.ctx, portal.officer, reference)
    [kept] = view.submissions
    assert kept.keep_reason == why
    assert [(one.part.value, one.where, one.kind) for one in kept.unsettled] == [
        ("statement", "the statement, paragraph 1", "address"),
        ("statement", "the statement, paragraph 2", "telephone number"),
        ("conditions", "the wish of request 1", "name"),
    ]
    assert not [
        one for one in list_tasks(portal.ctx, portal.manager) if one.kind == "send_unsettled"
    ]
    # What isn't settled stays to be settled.
    assert len(view.passages) == 3


def test_nothing_to_ask_the_manager_for(portal: Portal) -> None:
    reference = new_case(portal)
    state(portal, reference, "I am afraid.")
    with pytest.raises(InvalidError):
        submissions.ask_to_send(portal.ctx, portal.officer, reference)


def test_a_workplace_a_school_and_a_name_are_looked_for_once_they_are_known(
    portal: Portal,
) -> None:
    ctx, officer, reference = portal.ctx, portal.officer, new_case(portal)
    state(portal, reference, "I teach at Harbour Primary. Idris drives me, by the Old Mill.")
    assert passages(portal, reference) == ()
    for kind, value in (
        (DetailKind.SCHOOL, "harbour  primary"),
        (DetailKind.NAME, "Idris"),
        (DetailKind.PLACE, "Old Mill"),
        (DetailKind.PLACE, "Old Mill"),
        (DetailKind.WORKPLACE, "Quay Bakery"),
    ):
        submissions.add_detail(ctx, officer, reference, kind, value)
    assert [one.kind for one in passages(portal, reference)] == [
        ProtectedKind.SCHOOL,
        ProtectedKind.NAME,
        ProtectedKind.PLACE,
    ]
    known = submissions.details_view(ctx, officer, reference)
    assert len(known) == 4
    for _ in range(2):
        submissions.end_detail(ctx, officer, reference, known[0].id)
    assert len(passages(portal, reference)) == 2
    for wrong in ("", "ab", "x" * 201):
        with pytest.raises(InvalidError):
            submissions.add_detail(ctx, officer, reference, DetailKind.NAME, wrong)


def test_another_victim_of_the_same_offender_is_protected_too(portal: Portal) -> None:
    reference = new_case(portal)
    other = {
        "referral_reference": "WCU-2",
        "victim_first_name": "Omar",
        "victim_last_name": "Tamboli",
        "mobile": "07700 900456",
        "email": "",
        "address": "4 Quay Street, Netherby",
        "postcode": "SO14 9ZZ",
    }
    state(portal, reference, "Omar lives in Quay Street. Ring him: 07700 900456.")
    assert [one.kind for one in passages(portal, reference)] == [ProtectedKind.TELEPHONE]
    new_case(portal, **other)
    found = passages(portal, reference)
    assert [one.kind for one in found] == [
        ProtectedKind.NAME,
        ProtectedKind.ADDRESS,
        ProtectedKind.TELEPHONE,
    ]
    # Nothing says whose it is.
    assert "Tamboli" not in repr(found)


def test_whoever_stands_beside_her_is_protected_too(portal: Portal) -> None:
    reference = casework.opted_in(portal, sentence_type="EDS")
    state(portal, reference, "My sister Ruth sits with me.")
    assert passages(portal, reference) == ()
    supporters.add(portal, reference)
    assert [one.words for one in passages(portal, reference)] == ["Ruth"]
