"""A statement as a browser meets it: three parts, who sees it, the signing, the taking back."""

import re

import pytest
from flask import Flask

from tests.support import door as opened
from tests.support import voice
from tests.support.pages import Page, PageClient
from tests.support.portal import Portal
from tests.support.voice import entered
from tests.support.web import victims_app
from victim_portal.domain.parole import ReviewKind
from victim_portal.domain.vocabulary import Language
from victim_portal.services.representations import representations_view
from victim_portal.services.reviews import ReviewInput, record_review
from victim_portal.services.submissions import export_submission

TELLING = re.compile(r"victim|probation|offend|prison|parole|licen[cs]e|portal", re.IGNORECASE)


@pytest.fixture
def app(portal: Portal) -> Flask:
    return victims_app(portal)


@pytest.fixture
def reference(portal: Portal) -> str:
    return voice.with_review(portal)


@pytest.fixture
def client(app: Flask, portal: Portal, reference: str) -> PageClient:
    return entered(app, portal, reference)


def begun(client: PageClient) -> Page:
    """At the first part of a draft."""
    page = client.get("/messages").follow("Say in your own words how it is for you")
    return page.submit(button="Begin to write").follow()


def test_the_whole_way_without_script(client: PageClient, portal: Portal, reference: str) -> None:
    page = begun(client)
    for title, words in (
        ("Part 1 of 3 How it was then", "I was afraid."),
        ("Part 2 of 3 How it has been since", "I moved to Leeds."),
        ("Part 3 of 3 How it would be", "I would not sleep."),
    ):
        assert page.h1 == title
        assert not TELLING.search(page.title)
        page = page.submit({"words": words}, button="Save and go on").follow()
    assert page.h1 == "How it is heard"
    assert page.submit().errors == ["Choose how it is heard."]
    page = page.submit({"preference": "video_link"}).follow()
    assert page.h1 == "Read it back and sign it"
    for words in ("I was afraid.", "I moved to Leeds.", "I would not sleep."):
        assert words in page.text
    page = page.submit(button="I have read it: these are my words").follow()
    assert page.notices == ["You have signed it. We read it and send it on."]
    assert "You signed it on Wednesday 18 November 2026." in page.text
    page = page.follow("Read it")
    assert "I moved to Leeds." in page.text
    assert "I read it out by video" in page.text
    (task,) = voice.tasks(portal, "own_statement")
    assert task.for_user_id is not None


def test_the_part_about_release_asks_about_lighter_rules_where_those_are_reviewed(
    client: PageClient, portal: Portal, reference: str
) -> None:
    record_review(
        portal.ctx, portal.officer, reference, ReviewInput(ReviewKind.PRE_TARIFF, None, None)
    )
    begun(client)
    page = client.get("/words/3")
    assert "if the other person lived under lighter rules?" in page.text
    assert "No day is set for the hearing yet." in client.get("/words").text
    assert "looks at lighter rules only" in client.get("/words").text


@pytest.mark.parametrize(
    ("changes", "reviewed", "sentence"),
    [
        ({"sentence_type": "EDS"}, False, "You can make a statement when there is a review."),
        ({"sentence_type": "SDS"}, False, "So there is no statement to make."),
    ],
)
def test_where_there_is_none_it_says_what_can_be_done(
    app: Flask, portal: Portal, changes: dict[str, str], reviewed: bool, sentence: str
) -> None:
    reference = opened.with_words(portal, **changes)
    client = entered(app, portal, reference)
    page = client.get("/words")
    assert sentence in page.text
    assert "Begin to write" not in page.text
    assert "Who will see this" not in page.text
    assert page.follow("Ask for rules that make you safer").h1 == "What you ask for"
    # Nothing is begun by an old form either.
    csrf = page.forms[0].values["csrf_token"][0]
    assert client.post("/words/begin", {"csrf_token": csrf}).follow().h1 == "Your own words"
    assert client.post("/words/tell-us", {"csrf_token": csrf}).location is not None
    assert voice.tasks(portal, "take_statement") == []


@pytest.mark.parametrize(
    "path",
    ["/words/1", "/words/1/both", "/words/1/worry", "/words/heard", "/words/sign", "/words/signed",
     "/words/take-back", "/words/throw-away"],
)  # fmt: skip
def test_without_a_draft_each_page_leads_back(client: PageClient, path: str) -> None:
    page = client.get(path)
    assert page.location is not None
    assert page.follow().h1 == "Your own words"


@pytest.mark.parametrize("path", ["/words/0", "/words/4", "/words/99/keep", "/wishes/new/x"])
def test_what_isnt_there(client: PageClient, path: str) -> None:
    assert client.get(path, status=404 if "keep" not in path else 405).h1


def csrf_of(page: Page) -> str:
    return page.forms[0].values["csrf_token"][0]


def test_the_script_hears_what_came_of_it(client: PageClient, portal: Portal) -> None:
    page = begun(client)
    sent = {
        "csrf_token": csrf_of(page),
        "draft": page.value("draft")[0],
        "base": "0",
        "page": page.value("page")[0],
        "words": "<b>&'</b> He should never be released.",
    }
    answer = client.http.post("/words/1/keep", data=sent)
    assert answer.json == {
        "outcome": "kept",
        "draft": sent["draft"],
        "version": 1,
        "minutes": 1,
        "notes": [
            "You wrote: “should never be released”. The panel must not count your view on "
            "release. You can leave it. It helps more to say how release would be for you."
        ],
        "ends_in": 900,
    }
    assert answer.headers["Cache-Control"] == "no-store"
    sent |= {"page": "b" * 24, "words": "Other."}
    assert client.http.post("/words/1/keep", data=sent).json["outcome"] == "beside"  # type: ignore[index]  # it has
    sent |= {"base": "'; --", "page": "x", "words": "y" * 20_001}
    wrong = client.http.post("/words/1/keep", data=sent)
    assert wrong.status_code == 422
    portal.clock.move(minutes=16)
    assert client.http.post("/words/1/keep", data=sent).status_code == 303


def test_a_long_part_in_any_script_gets_through(client: PageClient) -> None:
    page = begun(client)
    words = "\N{GRINNING FACE}" * 20_000
    page = page.submit({"words": words}, button="Save").follow()
    assert page.value("words") == [words]
    page = page.submit({"words": words + "!"}, button="Save")
    assert page.errors == ["This is too long to be kept. Make it shorter: nothing is lost here."]
    assert page.value("words") == [words + "!"]


def test_lines_at_the_beginning_are_kept_as_typed(client: PageClient) -> None:
    page = begun(client)
    page = page.submit({"words": "\n\nAfter two lines."}, button="Save").follow()
    assert client.get("/words/1").value("words")[0].strip() == "After two lines."
    page = page.submit(button="Save").follow()
    assert not page.text.startswith("There are two texts")


def test_hostile_words_come_out_as_typed(client: PageClient) -> None:
    page = begun(client)
    hostile = "<script>alert(1)</script> {0} %s & \"'</textarea>"
    page = page.submit({"words": hostile}, button="Save").follow()
    assert page.value("words") == [hostile]
    assert hostile in client.get("/words/seen").text
    assert hostile in client.get("/words/sign").text


def test_worries_are_marked_shown_and_ended(client: PageClient, portal: Portal) -> None:
    page = begun(client)
    page.submit({"words": "I live in Leeds.\nI am afraid."}, button="Save")
    page = client.get("/words/seen").follow(
        "I am worried about this part being shown: I live in Leeds."
    )
    assert page.value("passage") == ["I live in Leeds."]
    page = page.submit({"passage": "Leeds", "reason": "He would come."}).follow()
    assert page.notices == ["We know that you are worried. We ring you about it."]
    assert "It is rarely allowed." in page.text
    page = page.submit(button="I am not worried about it any more").follow()
    assert page.notices == ["It stands in your text again."]
    assert len(voice.tasks(portal, "own_worry")) == 1, "the officer still rings"


def test_a_page_that_was_open_while_it_was_signed_says_what_is_so(
    client: PageClient, portal: Portal, reference: str
) -> None:
    begun(client).submit({"words": "One."}, button="Save")
    client.get("/words/heard").submit({"preference": "panel_reads"})
    page = client.get("/words/sign")
    client.get("/words/1").submit({"words": "Two."}, button="Save")
    page = page.submit()
    assert "It was changed while you read it. Read it once more." in page.text
    assert "Two." in page.text
    page.submit()
    assert page.submit().follow().h1 == "Your own words"


def test_taking_it_back_says_what_cant_be_unread(
    client: PageClient, portal: Portal, reference: str
) -> None:
    begun(client).submit({"words": "One."}, button="Save")
    client.get("/words/heard").submit({"preference": "panel_reads"})
    client.get("/words/sign").submit()
    page = client.get("/words").follow("Take it back")
    assert "It has not gone to those who decide yet." in page.text
    export_submission(portal.ctx, portal.officer, reference)
    page = client.get("/words/take-back")
    assert "What was read can not be unread." in page.text
    assert "Wednesday 18 November 2026" in page.text
    page = page.submit().follow()
    assert page.notices == ["You have taken it back. We ring you about it."]
    assert "You made a statement before, and took it back." in page.text
    assert page.submit(button="Begin to write").follow().value("words") == [""]


def test_every_address_and_title_is_neutral(client: PageClient, app: Flask) -> None:
    begun(client).submit({"words": "One."}, button="Save")
    seen = 0
    for rule in app.url_map.iter_rules():
        path = str(rule).replace("<int:number>", "1").replace("<kind>", "place")
        assert not TELLING.search(path)
        if "<" in path or not path.startswith(("/words", "/wishes")):
            continue
        if "GET" in (rule.methods or set()):
            page = client.get(path, status=None)
            if page.is_html:
                assert not TELLING.search(page.title), path
                seen += 1
    assert seen >= 8


def test_welsh_from_end_to_end(client: PageClient) -> None:
    client.get("/messages").follow("Cymraeg")
    page = client.get("/words").submit(button="Dechrau ysgrifennu").follow()
    page = page.submit({"words": "Peidiwch â'i ryddhau."}, button="Cadw").follow()
    assert "Ni chaiff y panel ystyried eich barn am ryddhau." in page.text
    assert 'lang="cy"' in client.get("/words/seen").html


def test_it_is_in_the_language_of_the_page_on_which_it_is_written(
    client: PageClient, portal: Portal, reference: str
) -> None:
    begun(client)
    client.get("/messages").follow("Cymraeg")
    client.get("/words/1").submit({"words": "Roeddwn yn ofnus."}, button="Cadw")
    client.get("/words/heard").submit({"preference": "panel_reads"})
    client.get("/words/sign").submit()
    view = representations_view(portal.ctx, portal.officer, reference)
    assert view.statement is not None
    assert view.statement.language is Language.WELSH


def test_a_draft_that_the_hearing_overtook_says_so(
    client: PageClient, app: Flask, portal: Portal, reference: str
) -> None:
    begun(client).submit({"words": "One."}, button="Save")
    portal.clock.move(days=120)
    again = entered(app, portal, reference)
    for path in ("/words", "/words/sign"):
        page = again.get(path)
        assert "It can not be signed now." in page.text
        assert "I have read it: these are my words" not in page.text
