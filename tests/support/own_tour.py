"""Every page of the victims' own site, as a person meets it: error states and answers too."""

import re
from collections.abc import Callable, Iterator

from flask import Flask

from tests.support import casework, voice
from tests.support import door as opened
from tests.support.door import WORDS
from tests.support.pages import Page, PageClient
from tests.support.portal import Portal, translators
from victim_portal.domain.vocabulary import Language
from victim_portal.services import door
from victim_portal.web.victim.wishes import KINDS

TITLE = re.compile(r"\S.*")
NOWHERE = "3f0b8f0e-0000-4000-8000-000000000000"


def _at(page: Page) -> Page:
    while page.location:
        page = page.follow()
    return page


def every_page(portal: Portal, app: Flask, language: str) -> Iterator[Page]:
    """All of them in one language; what is told stands in the other one too."""
    client = PageClient(app, title=TITLE)

    def got(path: str, status: int = 200) -> Page:
        return client.get(path, query={"lang": language}, status=status)

    for path in ("/", "/safety", "/closed", "/m/AAAAAAAAAAAAAAAAAAAAAA"):
        yield got(path)
    yield got("/nowhere", 404)
    by_code = opened.by_code(
        portal, referral_reference="WCU-2", victim_first_name="Bea", victim_last_name="Elm"
    )
    page = got(f"/m/{opened.link(portal, by_code)}")
    yield page
    page = _at(page.submit())
    yield page
    yield page.submit({"words": "12"}, form=0)
    reference = opened.with_words(portal)
    casework.approve(portal, reference)
    token = opened.token_of(portal, opened.sent(portal)[-1])
    page = got(f"/m/{token}")
    yield page
    yield page.submit({"words": ""})
    page = _at(page.submit({"words": WORDS}))
    yield page
    yield _at(page.submit())
    yield from _inside(client, got)
    yield from _heard(portal, PageClient(app, title=TITLE), language)
    yield from _left(portal, client, got, reference, token)


def _inside(client: PageClient, got: Callable[..., Page]) -> Iterator[Page]:
    (message,) = re.findall(r'href="(/messages/[^"?]+)"', got("/messages").html)
    for after in ("", "?said=read", "?said=ring", "?said=thanks"):
        yield client.get(f"{message}{after}")
    page = got(f"{message}/clear")
    yield page
    yield page.submit({"choice": None})
    yield page.submit({"choice": "no", "words": "x" * 1500})
    for said in ("", "stopped", "changed", "saved", "asked"):
        yield client.get("/choices", query={"said": said})
    for path in ("/we-ring", "/looked", "/not-happy", "/choices/nothing-more"):
        yield got(path)
    for path in ("how-much", "hours", "ring-first", "days", "language", "somebody"):
        yield got(f"/choices/{path}")
    yield got("/choices/how-much").submit({"choice": None})
    yield got("/choices/how-much/annual")
    yield got("/choices/hours").submit({"day": [str(one) for one in range(7)]})
    yield got("/choices/days").submit({"day": "40"})
    yield _at(got("/choices/days").submit({"day": "9", "month": "3"}))
    yield got("/choices/somebody").submit({"value": ""})
    ways = re.findall(r'href="(/choices/[^"?]+)/changed"', got("/choices").html)
    for way in ways:
        yield got(f"{way}/changed")
        yield got(f"{way}/hours")
    yield got(f"{ways[0]}/hours").submit({})
    yield got(f"{ways[1]}/changed").submit({"value": "nonsense"})
    yield got(f"/messages/{NOWHERE}", 404)
    yield client.post("/ring", {}, status=400)


def _heard(portal: Portal, client: PageClient, language: str) -> Iterator[Page]:
    """Of somebody in whose case a review is under way: wishes, and a statement to its end."""

    def got(path: str) -> Page:
        return client.get(path, query={"lang": language})

    def saved(words: str) -> Page:
        page = got("/words/1")
        return page.submit({"words": words}, button=_in(language, "Save"))

    whose = {"victim_first_name": "Cat", "victim_last_name": "Ivy"}
    reference = voice.with_review(portal, referral_reference="WCU-3", **whose)
    page = got(f"/m/{opened.link(portal, reference)}").submit({"words": WORDS})
    _at(_at(page).submit())
    yield got("/words")
    yield got("/wishes")
    for kind in KINDS:
        page = got(f"/wishes/new/{kind}")
        yield page
        yield page.submit({"words": ""})
    yield _at(page.submit({"words": "Not near my school."}))
    (wish,) = set(re.findall(r'href="(/wishes/[^"?]+/back)', got("/wishes").html))
    yield got(wish)
    yield _at(got("/words").submit(button=_in(language, "Begin to write")))
    yield from (got("/words/2"), got("/words/3"))
    other = got("/words/1")
    yield _at(saved("I was afraid. I live in Leeds."))
    yield _at(other.submit({"words": "From another tab."}, button=_in(language, "Save")))
    page = got("/words/1/both")
    yield page
    yield page.submit()
    _at(page.submit({"choice": "all"}))
    yield got("/words/seen")
    page = got("/words/1/worry")
    yield page
    yield page.submit({"passage": "", "reason": ""})
    yield _at(page.submit({"passage": "Leeds", "reason": "He would come."}))
    page = got("/words/heard")
    yield page
    yield page.submit()
    yield _at(page.submit({"preference": "panel_reads"}))
    yield got("/words/throw-away")
    yield _at(got("/words/sign").submit())
    yield from (got("/words/signed"), got("/words"), got("/words/take-back"))


def _in(language: str, words: str) -> str:
    return translators()[Language(language)].gettext(words)


def _left(
    portal: Portal, client: PageClient, got: Callable[..., Page], reference: str, token: str
) -> Iterator[Page]:
    yield got("/choices/nothing-more").submit()
    page = got(f"/m/{token}")
    yield page
    yield page.submit()
    portal.clock.move(minutes=1)
    new = opened.token_of(portal, opened.sent(portal)[-1])
    page = _at(got(f"/m/{new}").submit({"words": WORDS}))
    yield page
    yield page.submit({"choice": None})
    page = _at(page.submit({"choice": "annual"}))
    yield page
    yield _at(page.submit())
    assert door.door_page(portal.ctx, portal.officer, reference).proof is not None
