"""The pages that show what goes out as its reader will see it."""

import re
from datetime import date
from itertools import product

import pytest

from tests.support.pages import PageClient
from tests.support.portal import Portal
from tests.support.senders import FakeSender
from tests.support.updates import EMAIL, SMS, SUBJECT, TEXT, Told, told
from tests.support.web import STRANGER, client_for
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import ChannelKind, Language
from victim_portal.domain.wording import draft
from victim_portal.domain.wording.shapes import CODE_WORD, example_facts
from victim_portal.services.delivery import deliver_due
from victim_portal.store.models import Update

ALL = (ChannelKind.MOBILE, ChannelKind.EMAIL, ChannelKind.POST)
HOSTILE = "</p><script>alert(1)</script> ${7*7} \N{SNOWMAN}\nring\n\nAna"


@pytest.fixture
def case(portal: Portal) -> Told:
    return told(portal, kinds=ALL)


@pytest.fixture
def client(portal: Portal, case: Told) -> PageClient:
    return client_for(portal)


def _address(case: Told) -> str:
    return f"/cases/{case.reference}/updates/{case.update_id}/preview"


def test_an_update_is_shown_as_it_will_be_met(client: PageClient, case: Told) -> None:
    page = client.get(_address(case))
    assert page.h1.endswith("as they will see it")
    # So short a text is whole on the lock screen, and once more in the thread.
    assert page.text.count(SMS) == 2
    assert page.text.count(SUBJECT) >= 3
    assert " ".join(TEXT.split()) in page.text
    assert "Ana Moss-Reed" in page.text
    assert "71 characters, sent as 1 part in GSM-7 (71 units)" in page.text
    update = client.get(f"/cases/{case.reference}/updates/{case.update_id}")
    assert _address(case) in update.links.values()


def test_what_is_shown_is_what_goes(client: PageClient, case: Told) -> None:
    page = client.get(_address(case))
    case.approve()
    sender = FakeSender()
    deliver_due(case.portal.ctx, sender.senders, "one")
    for sent in sender.taken:
        words = sent.text if sent.to == EMAIL else sent.body  # type: ignore[union-attr]
        assert " ".join(words.split()) in page.text


def test_a_letter_that_cant_go_says_why(client: PageClient, case: Told) -> None:
    case.change_channel("post", confirmed_at=None)
    page = client.get(_address(case))
    assert "No letter can go: The person hasn't confirmed yet" in page.text
    assert "Ana Moss-Reed" not in page.text


def test_hostile_words_are_shown_and_do_nothing(client: PageClient, case: Told) -> None:
    case.change(Update, case.update_id, notice_sms=HOSTILE, notice_email=HOSTILE, content=HOSTILE)
    page = client.get(_address(case))
    assert "<script>alert" not in page.html
    assert page.text.count("</p><script>alert(1)</script>") >= 4


def test_welsh_words_are_marked_as_welsh(portal: Portal) -> None:
    case = told(portal, kinds=ALL, language=Language.WELSH)
    page = client_for(portal).get(_address(case))
    assert re.search(r'portal-thread__bubble[^>]*lang="cy"', page.html)
    assert re.search(r'portal-inbox__snippet[^>]*lang="cy"', page.html)
    assert re.search(r'portal-paper[^>]*lang="cy"', page.html)


def test_another_unit_has_no_such_page(portal: Portal, case: Told) -> None:
    client_for(portal, STRANGER).get(_address(case), status=404)


def test_looking_is_on_the_trail(client: PageClient, case: Told) -> None:
    client.get(_address(case))
    assert case.audit("update_viewed") == [{"update": str(case.update_id), "version": 1}]


def test_every_stage_stands_in_the_closed_list(client: PageClient) -> None:
    page = client.get("/correspondence")
    found = {one for one in page.links.values() if one.startswith("/correspondence/")}
    assert found == {f"/correspondence/{stage.value}" for stage in Stage}


def test_each_stage_is_shown_in_the_words_that_are_sent(client: PageClient, portal: Portal) -> None:
    for stage, language in product(Stage, Language):
        page = client.get(f"/correspondence/{stage}?language={language}&code_word=yes")
        facts = example_facts(language, CODE_WORD)
        texts = draft(stage, facts, language, portal.ctx.translators[language])
        for words in (texts.notice_sms, texts.notice_subject, texts.notice_email, texts.content):
            assert " ".join(words.split()) in page.text
        assert f"({CODE_WORD})" in page.text


def test_each_shape_of_a_text_has_its_page_and_its_file(client: PageClient) -> None:
    seen = set()
    for stage in Stage:
        page = client.get(f"/correspondence/{stage.value}")
        for address in set(page.links.values()):
            if address.startswith(f"/correspondence/{stage.value}?") and "shape=" in address:
                client.get(address)
                seen.add(address)
    assert len(seen) > 40


def test_the_letter_comes_as_a_file(client: PageClient) -> None:
    for query in ("", "?language=cy&large_print=yes", "?shape=without-licence"):
        file = client.get(f"/correspondence/released/letter{query}")
        assert file.response.mimetype == "application/pdf"
        assert file.response.get_data().startswith(b"%PDF-")
        assert "sandbox" in file.response.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "address",
    ["nothing", "RELEASED", "released?shape=nothing", "nothing/letter", "released/letter?shape=x"],
)
def test_what_isnt_on_the_list_isnt_there(client: PageClient, address: str) -> None:
    client.get(f"/correspondence/{address}", status=404)


def test_a_language_that_isnt_one_is_english(client: PageClient) -> None:
    assert "Hello Rhiannon" in client.get("/correspondence/released?language=fr").text


def test_the_letter_is_dated_today(client: PageClient, portal: Portal) -> None:
    assert portal.ctx.today() == date(2026, 11, 18)
    assert "18 Tachwedd 2026" in client.get("/correspondence/released?language=cy").text
