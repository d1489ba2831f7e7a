"""What a person needs, what they are called, and the language they are written to in."""

import pytest
from sqlalchemy import select

from tests.support.casework import (
    FIRST,
    approve,
    delivered,
    email,
    mobile,
    opted_in,
    reachable,
    ready,
    received,
    task_kinds,
    update_of,
    view,
)
from tests.support.portal import Portal
from victim_portal.domain.vocabulary import ChannelKind, Language, MessageState, Need, UpdateState
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.needs import (
    LONGEST_CALLED,
    NeedsInput,
    NeedsView,
    needs_for_form,
    needs_of,
    record_needs,
)
from victim_portal.services.reach import case_within_reach
from victim_portal.store.models import AuditEvent, Message, Person

EVERYTHING = NeedsInput(
    called="Molly 😀",
    needs=frozenset(Need),
    interpreter="British <Sign> & Polish",
    advocate="Pat Yew, Example Advice",
)


def now(portal: Portal, reference: str) -> NeedsView:
    with portal.ctx.store.reading() as uow:
        case = case_within_reach(uow, portal.officer, reference)
        person = uow.get(Person, case.person_id)
        assert person is not None
        return needs_of(person)


def record(portal: Portal, reference: str, given: NeedsInput) -> bool:
    seen = now(portal, reference).version
    return record_needs(portal.ctx, portal.officer, reference, given, seen)


def events(portal: Portal, what: str) -> list[dict[str, object]]:
    with portal.ctx.store.reading() as uow:
        found = uow.session.scalars(select(AuditEvent).where(AuditEvent.what == what))
        return [dict(one.details) for one in found]


def test_nothing_is_needed_until_it_was_asked(portal: Portal) -> None:
    needs = now(portal, received(portal))
    assert (needs.needs, needs.interpreter, needs.advocate, needs.called) == ((), "", "", "")
    assert needs.language is Language.ENGLISH


def test_everything_is_kept_sealed_and_shown_in_the_order_of_the_list(portal: Portal) -> None:
    reference = received(portal)
    record(portal, reference, EVERYTHING)
    needs = now(portal, reference)
    assert needs.needs == tuple(Need)
    assert all(needs.has(need) for need in Need)
    assert (needs.called, needs.interpreter) == (EVERYTHING.called, EVERYTHING.interpreter)
    assert needs.advocate == EVERYTHING.advocate
    with portal.ctx.store.reading() as uow:
        case = case_within_reach(uow, portal.officer, reference)
        person = uow.get(Person, case.person_id)
        assert person is not None
        assert person.needs_sealed is not None
        assert b"Polish" not in person.needs_sealed
        trail = str([one.details for one in uow.session.scalars(select(AuditEvent))])
    assert events(portal, "needs_changed") == [{"needs": 5}]
    for word in ("Molly", "Polish", "Pat Yew", "large_print", "bsl"):
        assert word not in trail
    for word in ("Molly", "Polish", "Pat Yew"):
        assert word not in repr(needs) + repr(EVERYTHING)


def test_a_text_without_its_need_is_dropped(portal: Portal) -> None:
    reference = received(portal)
    record(portal, reference, NeedsInput(interpreter="Urdu", advocate="Pat Yew"))
    needs = now(portal, reference)
    assert (needs.needs, needs.interpreter, needs.advocate) == ((), "", "")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (NeedsInput(needs=frozenset({Need.INTERPRETER}), interpreter=" "), "interpreter"),
        (NeedsInput(needs=frozenset({Need.ADVOCATE})), "advocate"),
        (NeedsInput(called="x" * (LONGEST_CALLED + 1)), "called"),
    ],
)
def test_half_an_answer_is_refused(portal: Portal, given: NeedsInput, field: str) -> None:
    reference = received(portal)
    with pytest.raises(InvalidError) as refused:
        record(portal, reference, given)
    assert list(refused.value.problems) == [field]
    assert now(portal, reference).version == 1


def test_the_same_again_changes_nothing(portal: Portal) -> None:
    reference = received(portal)
    record(portal, reference, EVERYTHING)
    first = now(portal, reference)
    # The second of two clicks shows the version from before the first.
    assert not record_needs(portal.ctx, portal.officer, reference, EVERYTHING, first.version - 1)
    assert now(portal, reference) == first
    assert len(events(portal, "needs_changed")) == 1


def test_somebody_elses_change_is_never_overwritten(portal: Portal) -> None:
    reference = received(portal)
    seen = now(portal, reference).version
    record_needs(portal.ctx, portal.colleague, reference, NeedsInput(called="Molly"), seen)
    with pytest.raises(ConflictError):
        record_needs(portal.ctx, portal.officer, reference, NeedsInput(called="Mary"), seen)
    assert now(portal, reference).called == "Molly"


def test_a_new_name_stands_in_words_that_are_still_to_go(portal: Portal) -> None:
    reference = ready(portal)
    assert "Mary" in update_of(portal, reference, FIRST).content
    record(portal, reference, NeedsInput(called="Molly"))
    update = update_of(portal, reference, FIRST)
    assert "Molly" in update.content
    assert "Mary" not in update.content


def test_what_was_approved_with_the_old_name_does_not_go(portal: Portal) -> None:
    reference = ready(portal)
    approve(portal, reference)
    record(portal, reference, NeedsInput(called="Molly"))
    assert update_of(portal, reference, FIRST).state is UpdateState.DRAFT
    assert delivered(portal) == []
    with portal.ctx.store.reading() as uow:
        states = {one.state for one in uow.session.scalars(select(Message))}
    assert states == {MessageState.CANCELLED}


def test_needs_alone_leave_approved_words_as_they_are(portal: Portal) -> None:
    reference = ready(portal)
    approve(portal, reference)
    record(portal, reference, NeedsInput(needs=frozenset({Need.LARGE_PRINT})))
    assert update_of(portal, reference, FIRST).state is UpdateState.APPROVED


def test_without_channels_drafts_come_in_the_new_language(portal: Portal) -> None:
    reference = opted_in(portal)
    assert update_of(portal, reference, FIRST).language is Language.ENGLISH
    assert not record(portal, reference, NeedsInput(language=Language.WELSH))
    assert update_of(portal, reference, FIRST).language is Language.WELSH
    assert "agree_language" not in task_kinds(portal, reference)


def test_a_channel_keeps_its_language_and_somebody_is_asked_to_agree_it(portal: Portal) -> None:
    reference = opted_in(portal)
    reachable(portal, reference, mobile(), email(language=Language.WELSH))
    assert record(portal, reference, NeedsInput(language=Language.WELSH))
    assert {one.kind: one.language for one in view(portal, reference).channels} == {
        ChannelKind.MOBILE: Language.ENGLISH,
        ChannelKind.EMAIL: Language.WELSH,
    }
    assert "agree_language" in task_kinds(portal, reference)
    [task] = [one for one in view(portal, reference).tasks if one.kind == "agree_language"]
    assert "Mary" not in task.what
    assert task.due_on == portal.ctx.today()
    # Whatever else changes doesn't ask again.
    assert not record(
        portal, reference, NeedsInput(language=Language.WELSH, needs=frozenset({Need.BSL}))
    )
    assert task_kinds(portal, reference).count("agree_language") == 1


def test_a_language_that_all_channels_have_settles_the_question(portal: Portal) -> None:
    reference = opted_in(portal)
    reachable(portal, reference, mobile())
    record(portal, reference, NeedsInput(language=Language.WELSH))
    assert "agree_language" in task_kinds(portal, reference)
    assert not record(portal, reference, NeedsInput(language=Language.ENGLISH))
    assert "agree_language" not in task_kinds(portal, reference)


def test_every_case_of_the_person_is_planned_again(portal: Portal) -> None:
    first = ready(portal)
    second = ready(
        portal, referral_reference="WCU-2", prison_number="B1234CD", crn="X2",
        offender_last_name="Stone", offender_date_of_birth="1970-01-01",
        victim_last_name="Elm", victim_date_of_birth="1960-01-01",
    )  # fmt: skip
    with portal.ctx.store.writing() as uow:
        one = case_within_reach(uow, portal.officer, first)
        case_within_reach(uow, portal.officer, second).person_id = one.person_id
        uow.commit()
    record(portal, first, NeedsInput(called="Molly"))
    assert "Molly" in update_of(portal, first, FIRST).content
    assert "Molly" in update_of(portal, second, FIRST).content


def test_out_of_reach_there_is_nothing(portal: Portal) -> None:
    reference = received(portal)
    with pytest.raises(NotFoundError):
        needs_for_form(portal.ctx, portal.stranger, reference)
    with pytest.raises(NotFoundError):
        record_needs(portal.ctx, portal.stranger, reference, EVERYTHING, 1)
    assert now(portal, reference).needs == ()


def test_the_view_for_the_form_is_recorded(portal: Portal) -> None:
    reference = opted_in(portal)
    reachable(portal, reference, mobile())
    before = len(events(portal, "case_viewed"))
    shown = needs_for_form(portal.ctx, portal.officer, reference)
    assert [one.kind for one in shown.channels] == ["mobile"]
    assert len(events(portal, "case_viewed")) == before + 1
