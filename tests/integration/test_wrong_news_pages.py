"""What was wrong on its reader's own pages: not a word of it, or below what is true."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID, uuid4

import pytest
from flask import Flask

from tests.integration.test_victim_pages import TITLE, inside
from tests.support import casework
from tests.support import door as opened
from tests.support.pages import Page, PageClient
from tests.support.portal import Portal
from tests.support.updates import Told, told
from tests.support.walls import person
from tests.support.web import OFFICER, client_for, demo_settings, keep_templates
from tests.support.wrong_news import GIVEN, OF_THE_DAY, TRUTH, begun, corrections, send
from victim_portal.domain.access import Actor
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import ContactMethod, Language, Role
from victim_portal.domain.wrong_news import Shown
from victim_portal.services import door, wrong_news
from victim_portal.services.door import OwnUpdate, Visitor
from victim_portal.services.updates import record_telling
from victim_portal.services.wrong_news import beginning
from victim_portal.store.models import Receipt
from victim_portal.web import victim

FALSE = "Pat Doe is due to be released"


@pytest.fixture
def ben(town: Portal) -> Actor:
    return person(town, Role.MANAGER, first_name="Ben")


def who(case: Told) -> Visitor:
    return Visitor(
        visit_id=uuid4(),
        case_id=case.case_id,
        person_id=case.person_id,
        language=Language.ENGLISH,
        warned=True,
        left=False,
        ends_at=case.portal.ctx.now(),
        name="Ana",
        officer=None,
    )


def listed(case: Told) -> list[OwnUpdate]:
    return list(door.own_updates(case.portal.ctx, who(case)))


def shown(case: Told) -> tuple[Shown, Shown]:
    """On the list and in full; they are the same."""
    portal = case.portal
    [on_list] = [one for one in listed(case) if one.id == case.update_id]
    full = door.own_update(portal.ctx, who(case), case.update_id)
    assert full == on_list
    return on_list.shown, full.shown


def nowhere(case: Told) -> bool:
    full = door.own_update(case.portal.ctx, who(case), case.update_id)
    return all(FALSE not in repr((one.subject, one.content)) for one in (*listed(case), full))


def sent(portal: Portal, **more: object) -> Told:
    case = told(portal, **more).approve(portal.manager)  # type: ignore[arg-type]  # those of `told`
    send(portal)
    return case


def rungs(case: Told) -> set[tuple[bool, str]]:
    """Whether of what was wrong, and which rung of the portal."""
    wrong = {one.id for one in case.messages() if one.update_id == case.update_id}
    rows = [one for one in case._all(Receipt, by_case=False) if one.source == "portal"]
    return {(one.message_id in wrong, one.rung) for one in rows}


def test_nothing_of_it_is_shown_until_its_correction_went(town: Portal, ben: Actor) -> None:
    case, other = sent(town), sent(town, number=1)
    assert shown(case) == (Shown.STANDS, Shown.STANDS)
    wrong_id = begun(town, case)
    assert shown(case) == (Shown.CHECKING, Shown.CHECKING)
    assert nowhere(case)
    assert shown(other) == (Shown.STANDS, Shown.STANDS)
    wrong_news.release(town.ctx, ben, wrong_id)
    assert shown(case) == (Shown.CHECKING, Shown.CHECKING)
    send(town)
    own = door.own_update(town.ctx, who(case), case.update_id)
    assert own.shown is Shown.WRONG
    assert own.right is not None
    assert TRUTH in own.right.content
    assert FALSE in own.content
    found = {(one.shown, TRUTH in one.content) for one in listed(case)}
    assert found == {(Shown.STANDS, True), (Shown.WRONG, False)}
    wrong_news.propose_thaw(town.ctx, town.manager, wrong_id, "The dates are right now.")
    wrong_news.thaw(town.ctx, ben, wrong_id)
    assert shown(case) == (Shown.WRONG, Shown.WRONG)


def test_what_a_person_told_right_counts_as_much(portal: Portal) -> None:
    case = sent(portal)
    begun(portal, case)
    [correction] = corrections(portal)
    mine = (portal.ctx, portal.officer, case.reference, correction.id)
    case.change(type(correction), correction.id, state="approved", approved_version=1)
    record_telling(*mine, portal.ctx.today(), ContactMethod.TELEPHONE, 1)
    assert shown(case) == (Shown.WRONG, Shown.WRONG)


def test_what_they_open_is_what_they_have_read(town: Portal, ben: Actor) -> None:
    case = sent(town)
    wrong_id = begun(town, case)
    shown(case)
    assert rungs(case) == set()
    wrong_news.release(town.ctx, ben, wrong_id)
    send(town)
    shown(case)
    assert rungs(case) == {(False, "opened")}


@contextmanager
def before_any_batch(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Begun, and no batch has looked at what belongs to it."""
    with monkeypatch.context() as patched:
        patched.setattr(beginning, "go_on", lambda *_: False)
        yield


def test_what_is_wrong_with_it_is_hidden_before_a_batch_comes_to_it(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, sibling = sent(portal), sent(portal, number=1)
    of_another_kind = sent(portal, number=2, stage=Stage.ANNUAL_CONTACT)
    with before_any_batch(monkeypatch):
        wrong_id = begun(portal, case, OF_THE_DAY)
    assert shown(sibling) == (Shown.CHECKING, Shown.CHECKING)
    assert nowhere(sibling)
    assert shown(of_another_kind) == (Shown.STANDS, Shown.STANDS)
    wrong_news.go_on(portal.ctx, wrong_id)
    assert shown(sibling) == (Shown.CHECKING, Shown.CHECKING)


def test_taken_back_it_is_shown_again_once_its_texts_are_thawed(town: Portal, ben: Actor) -> None:
    """Taken back it may be begun anew in other words: until the thaw nobody knows."""
    case, other = sent(town), sent(town, number=1)
    wrong_id = begun(town, case)
    wrong_news.take_back(town.ctx, town.manager, wrong_id, "It was right.")
    assert shown(case) == (Shown.CHECKING, Shown.CHECKING)
    assert shown(other) == (Shown.STANDS, Shown.STANDS)
    wrong_news.propose_thaw(town.ctx, town.manager, wrong_id, "It was right.")
    wrong_news.thaw(town.ctx, ben, wrong_id)
    assert shown(case) == (Shown.STANDS, Shown.STANDS)


def test_a_correction_that_is_wrong_itself_puts_nothing_right(town: Portal, ben: Actor) -> None:
    case = sent(town)
    wrong_news.release(town.ctx, ben, begun(town, case))
    send(town)
    [correction] = corrections(town)
    wrong_news.put_right(town.ctx, town.manager, case.reference, correction.id, GIVEN)
    assert {one.shown for one in listed(case)} == {Shown.CHECKING}
    assert nowhere(case)


@pytest.fixture
def reference(portal: Portal) -> str:
    found = opened.with_words(portal)
    casework.approve(portal, found)
    return found


@pytest.fixture
def client(portal: Portal) -> PageClient:
    made: Flask = victim.assemble(demo_settings(), portal.ctx)
    keep_templates(made)
    made.config["PROPAGATE_EXCEPTIONS"] = True
    return PageClient(made, title=TITLE)


def put_right(portal: Portal, reference: str) -> UUID:
    update = casework.update_of(portal, reference, Stage.SENTENCE_EXPLAINED)
    return wrong_news.put_right(portal.ctx, portal.manager, reference, update.id, GIVEN)


def test_the_pages_say_so_in_plain_words(
    portal: Portal, reference: str, client: PageClient
) -> None:
    token = opened.token_of(portal, opened.sent(portal)[0])
    wrong_id = put_right(portal, reference)
    page = inside(client, token)
    assert "What the sentence means" not in page.text
    page = page.follow("A message that we are checking")
    assert (page.h1, page.title) == ("Your message", "Your message")
    assert "We are checking this message." in page.text
    assert "will tell you more." in page.text
    assert "John Oak" not in page.text
    buttons = [button for form in page.forms for button in form.buttons]
    assert "I have read this" not in buttons
    assert "Ask us to ring you about it" in buttons
    second = person(portal, Role.MANAGER, first_name="Ben")
    wrong_news.release(portal.ctx, second, wrong_id)
    send(portal)
    page = page.follow("Your messages").follow("A message that was wrong")
    assert page.h1 == "This message was wrong"
    truth, warning = page.text.index(TRUTH), page.text.index("These words were wrong.")
    assert truth < warning < page.text.rindex("John Oak")


def test_who_previews_it_is_told_that_it_was_wrong(portal: Portal) -> None:
    case = sent(portal)
    staff = client_for(portal, OFFICER)
    path = f"/cases/{case.reference}/updates/{case.update_id}/preview"
    before: Page = staff.get(path)
    assert "found to be wrong" not in before.text
    begun(portal, case)
    assert "These words were found to be wrong." in staff.get(path).text
