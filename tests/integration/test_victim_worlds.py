"""Everything that one victim can see is the same whether the offender has another victim or not."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support import casework
from tests.support import door as opened
from tests.support.databases import sqlite_url
from tests.support.door import WORDS
from tests.support.portal import Portal, make_portal
from tests.support.two_worlds import World, world
from tests.support.web import demo_settings, keep_templates
from victim_portal.domain.stages import Stage
from victim_portal.services import door
from victim_portal.web import victim

Build = Callable[[str], World]
# Signed with the second in which they were made.
PASSING = re.compile(rb'name="csrf_token" value="[^"]*"')
NOWHERE = "3f0b8f0e-0000-4000-8000-000000000000"


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Build]:
    """Makes worlds, each with a database of its own."""
    made: list[Portal] = []

    def one(sibling: str) -> World:
        folder = tmp_path / f"world-{len(made)}"
        folder.mkdir()
        made.append(make_portal(sqlite_url(folder), migrated=True))
        return world(made[-1], sibling, heard=True)

    yield one
    for portal in made:
        portal.engine.dispose()


def _everything(here: World) -> list[tuple[str, object]]:
    """What leaves the house, and every page with its headers, in order."""
    portal, reference = here.portal, here.reference
    door.agree_passphrase(portal.ctx, portal.officer, reference, WORDS)
    casework.approve(portal, reference, Stage.SENTENCE_EXPLAINED)
    bodies = opened.sent(portal)
    seen: list[tuple[str, object]] = [("message", body) for body in bodies]
    app = victim.assemble(demo_settings(), portal.ctx)
    keep_templates(app)
    client = app.test_client()

    def look(method: str, path: str, /, **data: str) -> bytes:
        answer = client.open(path, method=method, data=data)
        headers = {n: v for n, v in answer.headers.items() if n != "Set-Cookie"}
        text = PASSING.sub(b"", answer.data)
        seen.append((f"{method} {path}", (answer.status_code, headers, text)))
        return answer.data

    def send(page: str, path: str, /, **data: str) -> None:
        found = re.search(rb'name="csrf_token" value="([^"]*)"', client.get(page).data)
        assert found is not None, page
        look("POST", path, csrf_token=found[1].decode(), **data)

    link = f"/m/{opened.token_of(portal, bodies[0])}"
    for path in ("/", "/safety", "/closed", link, "/m/unknown", "/messages"):
        look("GET", path)
    send(link, link, words="other words")
    send(link, link, words=WORDS)
    look("GET", "/before-you-start")
    send("/before-you-start", "/before-you-start")
    inside = re.findall(rb'href="(/messages/[^"]+)"', look("GET", "/messages"))
    assert inside
    for one in inside:
        look("GET", one.decode())
        send(one.decode(), f"{one.decode()}/read")
        send(one.decode(), f"{one.decode()}/ring")
    ways = re.findall(rb'action="(/choices/[^"]+)/stop"', look("GET", "/choices"))
    assert ways
    for one in ways:
        look("GET", f"{one.decode()}/changed")
        look("GET", f"{one.decode()}/hours")
    for one in ("how-much", "hours", "ring-first", "days", "language", "somebody"):
        look("GET", f"/choices/{one}")
    send("/choices/how-much/annual", "/choices/how-much/annual")
    send("/choices/hours", "/choices/hours", day="4", not_before="", not_after="16:00")
    send("/choices/days", "/choices/days", day="9", month="3")
    send("/choices/somebody", "/choices/somebody", value="Ann Elm")
    send("/choices/language", "/choices/language", choice="cy")
    for path in ("/looked", "/choices/nothing-more", "/stay", f"/messages/{NOWHERE}", "/x"):
        look("GET", path)
    _be_heard(look, send)
    send("/messages", "/ring")
    send("/choices", f"{ways[0].decode()}/stop")
    look("GET", "/choices")
    send("/choices/nothing-more", "/choices/nothing-more")
    look("GET", "/messages")
    send(link, f"{link}/new")
    back = opened.sent(portal)
    seen += [("message", body) for body in back]
    again = f"/m/{opened.token_of(portal, back[0])}"
    send(again, again, words=WORDS)
    look("GET", "/again")
    send("/again/annual", "/again/annual")
    look("GET", "/choices")
    return seen


def _be_heard(look: Callable[..., bytes], send: Callable[..., None]) -> None:
    """Everything about wishes and a statement, as it stands and as it is done."""
    look("GET", "/wishes")
    for kind in ("contact", "place", "other", "nothing"):
        look("GET", f"/wishes/new/{kind}")
    send("/wishes/new/place", "/wishes/new/place", words="Not here.", why="It is home.")
    back = re.findall(rb'href="(/wishes/[^"]+/back)"', look("GET", "/wishes"))
    assert back
    send(back[0].decode(), back[0].decode())
    look("GET", "/wishes")
    send("/words", "/words/begin")
    for number in ("1", "2", "3", "4"):
        look("GET", f"/words/{number}")
    named = re.search(rb'name="draft" value="([^"]+)"', look("GET", "/words/1"))
    assert named is not None
    draft = named[1].decode()
    page = {"draft": draft, "base": "1", "page": "a" * 24, "then": "next"}
    send("/words/1", "/words/1", words="I was afraid in Leeds.", **page)
    send("/words/1", "/words/1/keep", words="I was afraid in Leeds. Still.", **page)
    other = {**page, "page": "b" * 24}
    send("/words/1", "/words/1", words="Another.", **other)
    look("GET", "/words/1/both")
    send("/words/1/both", "/words/1/both", draft=draft, base="3", seen="b" * 24, choice="here")
    look("GET", "/words/1/worry?at=0")
    send("/words/1/worry?at=0", "/words/1/worry", passage="Leeds", reason="He would come.")
    look("GET", "/words/seen")
    send("/words/heard", "/words/heard", preference="panel_reads")
    read = re.search(rb'name="seen" value="([^"]+)"', look("GET", "/words/sign"))
    assert read is not None
    send("/words/sign", "/words/sign", seen=read[1].decode())
    for path in ("/words", "/words/signed", "/words/take-back", "/words/throw-away"):
        look("GET", path)
    send("/words", "/words/tell-us")
    send("/words/take-back", "/words/take-back")
    look("GET", "/words")


@pytest.mark.parametrize("sibling", ["elsewhere", "restricted"])
def test_two_worlds_are_the_same_to_a_victim(build: Build, sibling: str) -> None:
    having, alone = build(sibling), build("")
    with_sibling, without = _everything(having), _everything(alone)
    assert len(with_sibling) == len(without) > 60
    for (asked, one), (asked_too, other) in zip(with_sibling, without, strict=True):
        assert asked == asked_too
        assert one == other, f"{asked} tells that there is another victim"
