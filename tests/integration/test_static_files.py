"""Static files: compressed where that is safe, and each site has its own."""

import gzip
import re

import pytest
from flask import Flask

from tests.support import door as opened
from tests.support import voice
from tests.support.door import WORDS
from tests.support.pages import PageClient
from tests.support.portal import Portal
from tests.support.web import app_for, demo_settings, keep_templates
from victim_portal.web import victim
from victim_portal.web.victim import STATIC

PACKED = {"Accept-Encoding": "gzip, deflate, br"}
LARGE = "/static/dist/govuk/govuk-frontend.min.css"


@pytest.fixture
def own(portal: Portal) -> Flask:
    made = victim.assemble(demo_settings(), portal.ctx)
    keep_templates(made)
    return made


def test_who_can_read_it_gets_it_compressed_and_the_same(own: Flask) -> None:
    client = own.test_client()
    plain, packed = (
        client.get(LARGE, buffered=True),
        client.get(LARGE, headers=PACKED, buffered=True),
    )
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.mimetype == plain.mimetype == "text/css"
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 4
    assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"
    refused = client.get(LARGE, headers={"Accept-Encoding": "gzip;q=0"}, buffered=True)
    assert "Content-Encoding" not in refused.headers


def test_what_a_browser_has_already_is_not_sent_again(own: Flask) -> None:
    client = own.test_client()
    for asked in ({}, PACKED):
        first = client.get(LARGE, headers=asked, buffered=True)
        again = client.get(
            LARGE, headers={**asked, "If-None-Match": first.headers["ETag"]}, buffered=True
        )
        assert (again.status_code, again.data) == (304, b"")


def test_no_page_is_compressed(own: Flask, portal: Portal) -> None:
    """Each carries a forgery token, which lengths could tell."""
    token = opened.link(portal, opened.with_words(portal))
    for path in ("/closed", "/safety", f"/m/{token}", "/nowhere"):
        assert (
            "Content-Encoding"
            not in own.test_client().get(path, headers=PACKED, buffered=True).headers
        )
    staff = app_for(portal).test_client()
    assert "Content-Encoding" not in staff.get("/sign-in", headers=PACKED, buffered=True).headers


def test_the_victims_site_serves_its_own_files_and_no_other(own: Flask, portal: Portal) -> None:
    client, staff = own.test_client(), app_for(portal).test_client()
    for name in STATIC:
        assert client.get(f"/static/{name}", buffered=True).status_code == 200, name
    for name in (
        "css/officer.css",
        "css/portal.css",
        "js/passkey.mjs",
        "js/timeout.mjs",
        "img/favicon.svg",
        "dist/moj/moj-frontend.min.css",
        "dist/THIRD-PARTY.txt",
        "dist/built-from.txt",
        "../own.css",
        "css/../css/officer.css",
    ):
        assert client.get(f"/static/{name}", buffered=True).status_code == 404, name
    assert staff.get("/static/css/officer.css", headers=PACKED, buffered=True).status_code == 200


def test_the_pages_ask_for_nothing_that_is_not_served(own: Flask, portal: Portal) -> None:
    token = opened.link(portal, opened.with_words(portal))
    client = PageClient(own, title=re.compile(r"\S.*"))
    page = client.get(f"/m/{token}").submit({"words": WORDS}).follow().follow()
    writing = voice.entered(own, portal, voice.with_review(portal, referral_reference="WCU-2"))
    part = writing.get("/words").submit(button="Begin to write").follow()
    asked = set(re.findall(r"/static/([^?\"]+)", page.html + part.html))
    assert asked == STATIC
