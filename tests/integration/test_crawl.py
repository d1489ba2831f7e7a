"""Thousands of malformed requests at every route, signed in as each role, and as nobody.

None may end in an error of ours, and none may show a word of a case of another unit.
"""

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from tests.support.portal import PASSWORD
from tests.support.referral_files import file_of, row
from tests.support.tour import MANAGER, OFFICER, Town, town, walk
from victim_portal.domain.access import command_line
from victim_portal.domain.vocabulary import Role
from victim_portal.services.accounts import NewUser, add_user
from victim_portal.services.referrals import import_referrals

pytestmark = pytest.mark.long

EACH = 6
"""Requests to each route and method, for each of those who ask."""
ENDS_THE_SESSION = {"account.sign_out"}
MARK = "Zqvxkjwb"
"""Long enough that no random token holds it by chance."""
ELSEWHERE = {
    "referral_reference": f"{MARK}-REF-1",
    "unit": "Northumbria",
    "victim_first_name": f"{MARK}anna",
    "victim_last_name": f"{MARK}elm",
    "email": f"{MARK.lower()}.elm@example.org",
    "mobile": "07700 900987",
    "address": f"77 {MARK} Street",
    "offender_first_name": f"{MARK}bert",
    "offender_last_name": f"{MARK}stone",
    "prison_number": "A9876ZQ",
    "crn": "X987654",
}
MARKS = (MARK.lower(), "900987", "900 987", "a9876zq", "x987654")
JUNK = (
    *("", " ", "0", "-1", "1", "99999999999999999999", "1e400", "NaN", "None", "null", "true"),
    *("' OR 1=1 --", '"; DROP TABLE person; --', "../../../../etc/passwd", "..\\..\\x", "%00%0a"),
    *("<script>alert(1)</script>", "{{ 7*7 }}", "${7*7}", "\x00", "\x01\x02", "a\x00b", "\x7f"),
    *("2026-02-30", "0000-00-00", "9999-12-31", "31", "13", "٣", "²", "\N{FACE WITH TEARS OF JOY}"),
    *(
        "\N{RIGHT-TO-LEFT OVERRIDE}moc",
        "\r\nSet-Cookie: a=b",
        "x" * 5000,
        "\N{COMBINING ACUTE ACCENT}" * 50,
    ),
    *("VC-00000000", "vc-", "VC-" + "Z" * 8, "gopher://127.0.0.1/_x", "javascript:alert(1)"),
)
BODIES: tuple[tuple[bytes, str], ...] = (
    (b'{"a": [', "application/json"),
    (b"\xff\xfe\x00=\x80", "application/x-www-form-urlencoded"),
    (b"a=%zz&%=&&&=&a[]=1&a[b]=2", "application/x-www-form-urlencoded"),
    (b"--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--", "multipart/form-data; boundary=x"),
    (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
    (b"no boundary at all", "multipart/form-data"),
    (b"<a>&xxe;</a>", "text/xml"),
    (b"\x1f\x8b\x08", "application/octet-stream"),
)
HEADERS: tuple[Mapping[str, str], ...] = (
    {},
    {"Accept": "application/json"},
    {"Accept": "*/*;q=x, ,;"},
    {"Accept-Language": "cy;q=zz"},
    {"If-Modified-Since": "never", "If-None-Match": "x"},
    {"Range": "bytes=9-1,x"},
    {"Content-Length": "0"},
    {"X-Forwarded-For": "' OR 1=1", "X-Forwarded-Host": "evil.example.org"},
    {"Cookie": "staff=.eJx; staff=="},
)


@dataclass
class Ground:
    """A portal with something of everything, and what its pages give away of its insides."""

    town: Town
    references: list[str]
    foreign: str
    ids: list[str]
    fields: list[str]


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """The demo brought on, with one marked case in another unit."""
    with town(tmp_path_factory.mktemp("crawl")) as made:
        ctx, cli = made.portal.ctx, command_line("test")
        for login, role, unit in (
            ("stranger", Role.OFFICER, "Northumbria"),
            ("northern", Role.MANAGER, "Northumbria"),
            ("crawl.administrator", Role.ADMINISTRATOR, ""),
            ("crawl.auditor", Role.AUDITOR, ""),
            ("crawl.parole", Role.PAROLE_CASE_MANAGER, ""),
        ):
            new = NewUser(
                f"{login}@example.org",
                "Pat",
                "Yew",
                role,
                unit,
                PASSWORD,
                "020 7946 0123",
                "9 to 5",
            )
            add_user(ctx, cli, new)
        import_referrals(ctx, cli, file_of(row(**ELSEWHERE)))
        foreign = _references(made.client("northern@example.org").get("/queue").html)
        assert len(foreign) == 1
        found = walk(made, OFFICER)
        paths = [path for faces in found.values() for path in faces]
        client = made.client(OFFICER)
        fields: set[str] = set()
        for faces in found.values():
            for form in client.get(faces[0]).forms:
                fields |= form.names
        made.app.config.update(PROPAGATE_EXCEPTIONS=False, WTF_CSRF_ENABLED=False)
        yield Ground(
            made,
            sorted(set(_references(" ".join(paths))) - set(foreign)),
            foreign[0],
            sorted(set(re.findall(r"[0-9a-f]{8}-[0-9a-f-]{27}", " ".join(paths)))),
            sorted(fields - {"csrf_token"}),
        )


def _references(text: str) -> list[str]:
    return sorted(set(re.findall(r"VC-[0-9A-HJKMNP-TV-Z]{8}", text)))


WHO = {
    "nobody": None,
    "officer": OFFICER,
    "manager": MANAGER,
    "administrator": "crawl.administrator@example.org",
    "auditor": "crawl.auditor@example.org",
    "parole case manager": "crawl.parole@example.org",
}


@pytest.mark.parametrize("who", WHO)
def test_malformed_requests_at_every_route(ground: Ground, who: str) -> None:
    email = WHO[who]
    chance = random.Random(who)  # noqa: S311 - made to be repeatable
    client = ground.town.client(email).http if email else ground.town.app.test_client()
    asked, faults, answered = 0, list[str](), set[int]()
    rules = sorted(
        ground.town.app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint)
    )
    for rule in rules:
        if rule.endpoint in ("account.sign_out",):
            continue
        for method in sorted((rule.methods or set()) | {"PUT", "TRACE"}):
            for _ in range(EACH if method in ("GET", "POST") else 1):
                asked += 1
                faults += _fault(ground, client, chance, rule, method, answered)
    assert not faults, "\n".join(faults[:20])
    assert asked > 1000
    if email:
        # Still signed in at the end, and neither shut out of everything nor let into it.
        assert client.get("/tasks").status_code == 200
        assert {200, 302, 404, 405} <= answered


def test_the_marked_case_can_be_seen_by_its_own_unit(ground: Ground) -> None:
    """Or what isn't found above would prove nothing."""
    seen = ground.town.client("stranger@example.org").get(f"/cases/{ground.foreign}").html.lower()
    assert MARK.lower() in seen
    assert "900987" in seen or "900 987" in seen


def _fault(
    ground: Ground,
    client: FlaskClient,
    chance: random.Random,
    rule: Rule,
    method: str,
    answered: set[int],
) -> list[str]:
    path = _path(ground, chance, rule)
    sent = _request(ground, chance, method)
    answer = client.open(path, method=method, **sent)
    answered.add(answer.status_code)
    told = f"{method} {path!r} {str(sent)[:300]}"
    if answer.status_code >= 500 and answer.status_code != 501:
        return [f"{answer.status_code}: {told}"]
    body = answer.get_data().lower()
    heads = str(answer.headers).lower()
    typed = (path + str(sent)).lower()
    found = [
        mark for mark in MARKS if (mark.encode() in body or mark in heads) and mark not in typed
    ]
    return [f"shows {found}: {told}"] if found else []


def _path(ground: Ground, chance: random.Random, rule: Rule) -> str:
    path = rule.rule
    for name in rule.arguments:
        pattern = re.compile(rf"<(?:(\w+)(?:\([^)]*\))?:)?{name}>")
        kind = (pattern.search(path) or [None, None])[1]
        if kind == "uuid":
            values = [*ground.ids, str(uuid4()), str(uuid4()), "0" * 32]
        elif kind == "int":
            values = ["0", "1", "2", "999999999999999999999"]
        elif name == "reference":
            values = [*ground.references, ground.foreign, ground.foreign.lower(), *JUNK[-8:]]
        else:
            values = [*ground.ids[:3], *(one for one in JUNK if one.strip())]
        # No escapes of a pattern's in what is put in.
        path = pattern.sub(quote(chance.choice(values), safe="").replace("\\", "%5C") or "x", path)
    return path


def _request(ground: Ground, chance: random.Random, method: str) -> dict[str, Any]:
    sent: dict[str, Any] = {"headers": dict(chance.choice(HEADERS))}
    if chance.random() < 0.4:
        names = chance.sample([*ground.fields, "next", "after", "list", "kind", "for", "page"], 3)
        sent["query_string"] = {name: chance.choice(JUNK) for name in names}
    if method == "GET" or chance.random() < 0.1:
        return sent
    if chance.random() < 0.2:
        sent["data"], sent["content_type"] = chance.choice(BODIES)
        return sent
    values = [*JUNK, ground.foreign, *ground.references[:2], *ground.ids[:5]]
    names = chance.sample(ground.fields, min(len(ground.fields), chance.choice((3, 20, 200))))
    data: dict[str, Any] = {name: chance.choice(values) for name in names}
    if chance.random() < 0.3:
        data["file"] = (
            BytesIO(chance.choice(BODIES)[0]),
            chance.choice(("a.csv", "../x", "a.json")),
        )
        sent["content_type"] = "multipart/form-data"
    sent["data"] = data
    return sent
