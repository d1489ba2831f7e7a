"""Everything that one officer can get from a portal, to be compared between two worlds."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urljoin, urlsplit

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support import casework, html, voice
from tests.support.casework import EMAIL, MOBILE, REFERRAL
from tests.support.fakes import SeededTokens
from tests.support.portal import OTHER_UNIT, Portal
from tests.support.referral_files import file_of
from tests.support.representations import ask, state
from tests.support.walls import restricted
from tests.support.web import app_for, signed_in
from victim_portal.domain.vocabulary import Language
from victim_portal.domain.wishes import WishKind
from victim_portal.services import own_wishes
from victim_portal.services.door import Visitor
from victim_portal.services.submissions import export_submission
from victim_portal.store.cases import by_reference

STARTS = (
    *("/cases", "/cases?list=unit", "/cases?list=named", "/cases?list=closed", "/queue", "/find"),
    *(
        "/tasks",
        "/referrals",
        "/referrals/new",
        "/referrals/duplicates",
        "/key-dates",
        "/break-glass",
    ),
)
# What differs from one reading to the next: proofs against forgery and double sending, and the
# refused rows, sealed anew each time.
PASSING = re.compile(rb'name="(?:csrf_token|token|rejected)" value="[^"]*"')
COOKIES = {"Set-Cookie"}
MOST = 480
# Hundreds of pages alike, which are of texts and of no case: one group and one text stand for all.
ALIKE = re.compile(
    r"/templates(?:/(?!notice-news\.sms$)|\?group=(?!released$))|/correspondence/(?!released$)"
)
OMAR = {
    **REFERRAL,
    "referral_reference": "WCU-77",
    "victim_first_name": "Omar",
    "victim_last_name": "Tamboli",
    "victim_date_of_birth": "1977-07-07",
    "sentence_type": "EDS",
}
OMARS = ("07700 900777", "omar.tamboli@example.org")


@dataclass
class World:
    """A portal with the first victim's case, and what the second one's is known by."""

    portal: Portal
    reference: str
    sibling: str = ""


def world(portal: Portal, sibling: str, *, heard: bool = False) -> World:
    """The first case brought on; then the sibling's, "elsewhere", "restricted" or "" for none.

    `heard`: a review is under way, and the sibling has said something in it. Whatever comes
    after meets the same randomness, whether there is a sibling or not.
    """
    reference = casework.ready(portal, sentence_type="EDS")
    ask(portal, reference)
    state(portal, reference)
    if heard:
        voice.review(portal, reference)
    found = ""
    if sibling == "elsewhere":
        there = replace(portal, officer=portal.stranger)
        found = _bring_on(there, unit=OTHER_UNIT)
    elif sibling == "restricted":
        there = replace(portal, officer=portal.colleague)
        found = _bring_on(there)
        restricted(portal, found)
    if heard and found:
        _write(portal, found)
    _reseed(portal.tokens)
    return World(portal, reference, found)


def _write(portal: Portal, reference: str) -> None:
    """The second victim asks for something, and writes and signs a statement of their own."""
    ctx = portal.ctx
    with ctx.store.reading() as uow:
        case = by_reference(uow, reference)
        assert case is not None
        there = Visitor(
            visit_id=uow.tokens.uuid(),
            case_id=case.id,
            person_id=case.person_id,
            language=Language.ENGLISH,
            warned=True,
            ends_at=ctx.now(),
            left=False,
            name="",
            officer=None,
        )
    own_wishes.ask_for(ctx, there, WishKind.PLACE, "Not near Omar.", "", Language.ENGLISH)
    voice.write(portal, there, then="Omar was there.")
    voice.sign(portal, there)


def _bring_on(there: Portal, **changes: str) -> str:
    reference = casework.opted_in(there, **{**OMAR, **changes})
    number, address = OMARS
    casework.reachable(there, reference, casework.mobile(value=number))
    casework.reachable(there, reference, casework.email(value=address))
    ask(there, reference)
    state(there, reference)
    export_submission(there.ctx, there.officer, reference)
    return reference


def _reseed(tokens: SeededTokens) -> None:
    tokens._random.seed(77)


def everything(
    world: World, email: str, sibling: str, glass_may_open: bool
) -> Iterator[tuple[str, bytes]]:
    """Each answer that somebody gets by links, forms, files and guesses, by what was asked."""
    client = signed_in(app_for(world.portal), email).http
    yield from _walked(client)
    yield from _guessed(client, sibling)
    yield from _searched(client, sibling, glass_may_open)
    yield from _exported(client, world)
    yield from _imported(client)
    # What all this left behind.
    yield from _walked(client)


def _answer(response: TestResponse) -> bytes:
    headers = sorted(
        f"{name}: {value}" for name, value in response.headers.items() if name not in COOKIES
    )
    body = PASSING.sub(b"passing", response.data)
    return "\n".join([response.status, *headers, ""]).encode() + body


def _walked(client: FlaskClient) -> Iterator[tuple[str, bytes]]:
    waiting, known = list(STARTS), set[str]()
    while waiting and len(known) < MOST:
        path = waiting.pop(0)
        if path in known:
            continue
        known.add(path)
        response = client.get(path)
        yield f"GET {path}", _answer(response)
        if response.mimetype == "text/html" and response.status_code == 200:
            waiting += _links(path, response.get_data(as_text=True))
    assert not waiting, "the walk was cut short"


def _links(path: str, text: str) -> list[str]:
    tree = html.parse(text)[0]
    found = []
    for each in html.elements(tree, "a"):
        whole = urlsplit(urljoin(f"http://localhost{path}", each.get("href", "")))
        if whole.netloc == "localhost":
            there = whole.path + (f"?{whole.query}" if whole.query else "")
            if not ALIKE.match(there):
                found.append(there)
    return found


def _guessed(client: FlaskClient, sibling: str) -> Iterator[tuple[str, bytes]]:
    for after in ("", "/contacts", "/representations", "/submission", "/first-contact"):
        path = f"/cases/{sibling}{after}"
        yield f"GET {path}", _answer(client.get(path))


def _post(client: FlaskClient, path: str, page: str = "", **data: object) -> TestResponse:
    form = client.get(page or path).get_data(as_text=True)
    hidden = dict(re.findall(r'name="(csrf_token|token)" value="([^"]*)"', form))
    return client.post(path, data={**hidden, **data}, headers={"Origin": "http://localhost"})


def _searched(
    client: FlaskClient, sibling: str, glass_may_open: bool
) -> Iterator[tuple[str, bytes]]:
    asked = (*OMARS, "Tamboli", "Omar Tamboli 1977-07-07", "WCU-77", sibling, "A1234BC", "Oak")
    for text in (*asked, MOBILE, EMAIL, "Ash"):
        yield f"find {text}", _answer(_post(client, "/find", text=text))
    named = [{"reference": "VC-00000000"}]
    if not glass_may_open:
        # What can be opened with a reason is told to whoever names it exactly, and to no other.
        named += [{"reference": sibling}, {"telephone": OMARS[0], "email": OMARS[1]}]
    for given in named:
        sent = _post(client, "/break-glass", reason="in_touch", why="She rings.", **given)
        assert "Break the glass" in sent.text
        yield f"break {given}", _answer(sent)


def _exported(client: FlaskClient, world: World) -> Iterator[tuple[str, bytes]]:
    path = f"/cases/{world.reference}/submission"
    made = _post(client, path, for_whom="The Board", language="en")
    yield "export", _answer(made)
    files = sorted(set(re.findall(r'href="(/cases/[^"]*/documents/[^"]*)"', made.text)))
    assert files, "nothing was exported"
    for one in files:
        response = client.get(one)
        assert response.mimetype == "application/pdf"
        yield f"GET {one}", _answer(response)


def _imported(client: FlaskClient) -> Iterator[tuple[str, bytes]]:
    third = {**REFERRAL, "referral_reference": "WCU-88", "victim_first_name": "Third"}
    third |= {"victim_last_name": "Person", "victim_date_of_birth": "1966-06-06"}
    rows = (third, {**third, "referral_reference": "WCU-89", "sentenced_on": "never"})
    sent = (io.BytesIO(file_of(*rows)), "referrals.csv")
    yield "import", _answer(_post(client, "/referrals/import", file=sent))
