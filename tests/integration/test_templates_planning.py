"""What a new wording does to drafts, to what was approved, to codes, letters and Welsh."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support import casework
from tests.support.amending import administrators
from tests.support.casework import approve, dated, delivered, ready, update_of
from tests.support.keeping import BOTH, LATER, case_row, close, portal_on, purge, second_manager
from tests.support.portal import CLI, Portal
from tests.support.wording import NERYS, NEW, NEWS, OTHER, in_use, next_use, reworded
from victim_portal import worker
from victim_portal.domain.access import Actor
from victim_portal.domain.stages import Stage
from victim_portal.domain.templates import BY_NAME, NewWording, texts_of
from victim_portal.domain.vocabulary import Language, UpdateState
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.planning import plan_due
from victim_portal.services.updates import approve_update, edit_update
from victim_portal.store.models import Message, PlanDifference, TemplateVersion, Update

FIRST = Stage.SENTENCE_EXPLAINED
TEXT = BY_NAME[NEWS]


def row(portal: Portal, stage: Stage = FIRST) -> Update:
    with portal.ctx.store.reading() as uow:
        return uow.session.query(Update).filter(Update.stage == stage.value).one()


def test_a_draft_is_written_again_and_nobody_approves_what_they_have_not_read(
    town: Portal,
) -> None:
    reference = ready(town)
    read = update_of(town, reference, FIRST)
    assert row(town).text_versions[TEXT.key] == 0
    assert read.texts == ()
    plan_due(town.ctx, CLI)
    differences = _differences(town)
    in_use(town, administrators(town))
    # The same day: planning looks again, because the wording is another.
    done = plan_due(town.ctx, CLI)
    assert (done.cases, done.moved, done.back_to_draft, done.failed) == (1, _drafts(town), 0, 0)
    seen = update_of(town, reference, FIRST)
    assert NEW.english in seen.notice_email
    assert TEXT.source not in seen.notice_email
    assert seen.version == read.version + 1
    assert row(town).text_versions[TEXT.key] == 1
    [used] = seen.texts
    assert (used.name, used.version, used.live) == (NEWS, 1, True)
    with pytest.raises(ConflictError):
        approve_update(town.ctx, town.officer, reference, read.id, read.version)
    # For the officer it is no change of the plan.
    assert _differences(town) == differences
    again = plan_due(town.ctx, CLI)
    assert (again.cases, again.changed) == (0, 0)
    town.clock.move(days=1)
    again = plan_due(town.ctx, CLI)
    assert (again.cases, again.moved) == (1, 0)
    assert update_of(town, reference, FIRST).version == seen.version


def _drafts(portal: Portal) -> int:
    """How many drafts say news: those of the yearly contact and of urgent news say other words."""
    with portal.ctx.store.reading() as uow:
        found = uow.session.query(Update).filter(Update.state == UpdateState.DRAFT.value)
        return sum(TEXT.key in one.text_versions for one in found)


def _differences(portal: Portal) -> int:
    with portal.ctx.store.reading() as uow:
        return uow.session.query(PlanDifference).count()


def test_what_was_approved_keeps_the_words_in_which_it_was_read(town: Portal) -> None:
    reference = ready(town)
    read = update_of(town, reference, FIRST)
    approve(town, reference)
    in_use(town, administrators(town))
    plan_due(town.ctx, CLI)
    seen = update_of(town, reference, FIRST)
    assert (seen.state, seen.version) == (UpdateState.APPROVED, read.version)
    assert seen.notice_email == read.notice_email
    [used] = seen.texts
    assert (used.version, used.live) == (0, False)
    sent = "\n".join(delivered(town))
    assert TEXT.source in sent
    assert NEW.english not in sent


def test_one_that_falls_back_for_another_reason_comes_in_the_new_words(portal: Portal) -> None:
    reference = ready(portal)
    approve(portal, reference)
    in_use(portal, administrators(portal))
    dated(portal, reference, CRD="2031-12-01", SLED="2034-11-01")
    seen = update_of(portal, reference, FIRST)
    assert seen.state is UpdateState.DRAFT
    assert NEW.english in seen.notice_email


def test_an_officers_own_words_are_left_alone(portal: Portal) -> None:
    reference = ready(portal)
    seen = update_of(portal, reference, FIRST)
    own = casework.edited(seen, notice_email="Mary, please ring me. Sam")
    edit_update(portal.ctx, portal.officer, reference, seen.id, own, seen.version)
    in_use(portal, administrators(portal))
    plan_due(portal.ctx, CLI)
    after = update_of(portal, reference, FIRST)
    assert after.notice_email == "Mary, please ring me. Sam"
    assert after.version == seen.version + 1
    [used] = after.texts
    assert (used.version, used.live) == (0, False)
    approve(portal, reference)


def test_words_that_come_out_the_same_are_the_same_version(portal: Portal) -> None:
    """Whoever answers for the Welsh changes nothing for a reader of English."""
    reference = ready(portal)
    before = update_of(portal, reference, FIRST)
    in_use(portal, administrators(portal), words=reworded(TEXT))
    done = plan_due(portal.ctx, CLI)
    assert done.moved == 0
    assert update_of(portal, reference, FIRST).version == before.version
    assert row(portal).text_versions[TEXT.key] == 1


def test_what_was_drafted_before_anything_was_recorded_follows_too(portal: Portal) -> None:
    reference = ready(portal)
    with portal.ctx.store.writing() as uow:
        for one in uow.session.query(Update):
            one.text_versions = {}
        uow.commit()
    plan_due(portal.ctx, CLI)
    assert row(portal).text_versions == {}
    in_use(portal, administrators(portal))
    plan_due(portal.ctx, CLI)
    assert NEW.english in update_of(portal, reference, FIRST).notice_email
    assert row(portal).text_versions[TEXT.key] == 1


def test_the_worker_plans_by_the_new_words_without_a_restart(portal: Portal) -> None:
    reference = ready(portal)
    plan_due(portal.ctx, CLI)
    held = replace(portal.ctx, held_texts=None)
    in_use(portal, administrators(portal))
    sender = casework.FakeSender()
    worker.run(held, sender.senders, once=True)
    assert NEW.english in update_of(portal, reference, FIRST).notice_email


def test_a_code_and_a_letter_are_in_the_live_words(portal: Portal) -> None:
    people = administrators(portal)
    code = NewWording("I will ask for this: {code}.", "Byddaf yn gofyn am hwn: {code}.", NERYS)
    in_use(portal, people, "codes.email-2", code)
    letter = NewWording("I want to tell you something.", "Hoffwn ddweud rhywbeth.", NERYS)
    in_use(portal, people, "letter-first-neutral.part-3", letter)
    from victim_portal.domain.wording import draft_code

    for language in Language:
        said = draft_code("482915", "Mary", "Sam", language, portal.ctx.speaker(language))
        assert code.in_language(language).replace("{code}", "482 915") in said.email
    assert (
        portal.ctx.speaker(Language.WELSH).gettext(BY_NAME["letter-first-neutral.part-3"].source)
        == letter.welsh
    )


def test_in_production_welsh_goes_where_every_text_of_it_has_a_reviewer(portal: Portal) -> None:
    reference = casework.opted_in(portal)
    in_welsh = {"language": Language.WELSH}
    casework.reachable(portal, reference, casework.mobile(**in_welsh), casework.email(**in_welsh))
    dated(portal, reference, CRD="2031-11-01", SLED="2034-11-01")
    people = administrators(portal)
    portal.ctx = replace(portal.ctx, production=True)
    seen = update_of(portal, reference, FIRST)
    assert seen.language is Language.WELSH
    assert seen.welsh_unreviewed
    keys = row(portal).text_versions
    used = [one for one in texts_of(FIRST) if one.key in keys]
    for number, text in enumerate(used):
        with pytest.raises(InvalidError, match="reviewer"):
            approve(portal, reference)
        in_use(portal, people, text.name, reworded(text))
        plan_due(portal.ctx, CLI)
        assert update_of(portal, reference, FIRST).welsh_unreviewed == (number + 1 < len(used))
    assert approve(portal, reference) > 0
    assert delivered(portal)


@pytest.mark.parametrize("name", ["codes.sms", "codes.subject"])
def test_a_welsh_code_asks_for_the_texts_of_its_own_way(portal: Portal, name: str) -> None:
    from victim_portal.domain.vocabulary import ChannelKind, VerificationWay
    from victim_portal.services.verification.words import may_speak
    from victim_portal.store.models import Channel

    people = administrators(portal)
    portal.ctx = replace(portal.ctx, production=True)
    of_codes = [one for one in BY_NAME.values() if "codes" in one.groups]
    by_text = name == "codes.sms"
    channel = Channel(kind=ChannelKind.MOBILE.value, language="cy")
    for one in of_codes:
        if (one.name == "codes.sms") == by_text:
            in_use(portal, people, one.name, reworded(one))
    assert may_speak(portal.ctx, channel, VerificationWay.SMS) is by_text
    assert may_speak(portal.ctx, channel, VerificationWay.EMAIL) is not by_text
    assert not may_speak(portal.ctx, channel, VerificationWay.LETTER)


@pytest.fixture(params=BOTH)
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Portal]:
    """A portal on each database that people may be forgotten from."""
    with portal_on(request.param, tmp_path, request) as made:
        yield made


def test_the_words_that_were_sent_stay_with_the_case_until_its_purge(either: Portal) -> None:
    """Whatever becomes of the texts: what a victim read is what the case shows, to the letter."""
    people = administrators(either)
    in_use(either, people)
    second = second_manager(either)
    reference = ready(either)
    approve(either, reference)
    sent = delivered(either)
    assert any(NEW.english in one for one in sent)
    in_use(either, people, words=OTHER)
    plan_due(either.ctx, CLI)
    either.clock.move(days=365 * 9)
    next_use(either)
    seen = update_of(either, reference, FIRST)
    assert sorted(one.body for one in seen.messages) == sorted(sent)
    assert {one.version for one in seen.messages} == {seen.version}
    assert next(one for one in seen.texts if one.name == NEWS).version == 1
    with either.ctx.store.reading() as uow:
        for message in uow.session.query(Message):
            # In the row they are sealed under the person's own key.
            assert NEW.english.encode() not in message.body_sealed
    person_id = case_row(either, reference).person_id
    close(either, reference)
    either.clock.move(days=LATER)
    purge(either, reference, second)
    with either.ctx.store.reading() as uow:
        assert uow.session.query(Message).filter(Message.person_id == person_id).count() == 0
        assert uow.session.query(Update).filter(Update.person_id == person_id).count() == 0
        # The texts are nobody's, and stay.
        assert uow.session.query(TemplateVersion).count() == 2


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.sampled_from(["publish", "plan", "approve", "edit", "dates"]), max_size=8))
def test_in_any_order_what_waits_says_what_is_live_and_what_was_approved_what_was_read(
    tmp_path_factory: pytest.TempPathFactory, acts: list[str]
) -> None:
    from tests.support.portal import portal_in

    portal = portal_in(tmp_path_factory.mktemp("words"))
    people: tuple[Actor, Actor] = administrators(portal)
    reference = ready(portal)
    approved = ""
    for number, act in enumerate(acts):
        seen = update_of(portal, reference, FIRST)
        draft = seen.state is UpdateState.DRAFT
        if act == "publish":
            words = NewWording(f"News number {number}.", f"Newyddion rhif {number}.", NERYS)
            in_use(portal, people, words=words)
        elif act == "plan":
            plan_due(portal.ctx, CLI)
        elif act == "approve" and draft:
            approve(portal, reference)
            approved = seen.notice_email
        elif act == "edit" and draft:
            own = casework.edited(seen, notice_email=f"My own {number}.")
            edit_update(portal.ctx, portal.officer, reference, seen.id, own, seen.version)
        elif act == "dates":
            dated(portal, reference, CRD=f"2031-{number + 1:02}-01", SLED="2034-11-01")
    plan_due(portal.ctx, CLI)
    after = update_of(portal, reference, FIRST)
    if after.state is UpdateState.APPROVED:
        assert after.notice_email == approved
    elif not after.edited:
        assert portal.ctx.speaker(Language.ENGLISH).gettext(TEXT.source) in after.notice_email
        assert portal.ctx.live_texts.stands(row(portal).text_versions)
    portal.engine.dispose()
