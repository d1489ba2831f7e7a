"""What holds on every page of the victims' own site: a way out, both languages, valid HTML."""

import json
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from tests.support.own_tour import every_page
from tests.support.pages import Page
from tests.support.portal import Portal
from tests.support.tools import require, require_tool
from tests.support.web import demo_settings, victims_app
from victim_portal.web import victim

ROOT = Path(__file__).resolve().parents[2]
CHECKER = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
languages = pytest.mark.parametrize("language", ["en", "cy"])


@pytest.fixture
def app(portal: Portal) -> Flask:
    return victims_app(portal)


@languages
def test_each_has_the_way_out_both_languages_and_nothing_from_elsewhere(
    portal: Portal, app: Flask, language: str
) -> None:
    seen: list[Page] = list(every_page(portal, app, language))
    for page in seen:
        assert 'href="/leave"' in page.html, page.path
        assert page.html.count("govuk-exit-this-page__button") == 1, page.path
        assert 'hreflang="' in page.html, f"{page.path} offers no other language"
        assert f'<html lang="{language}"' in page.html, page.path
        outside = re.findall(r'(?:src|href|action)="(?:https?:)?//[^"]*"', page.html)
        assert outside == [], page.path
        assert not re.search(r"<style|style=|<script(?![^>]*src=)|\son[a-z]+=", page.html)


@languages
def test_no_route_is_left_out_of_the_tour(portal: Portal, app: Flask, language: str) -> None:
    met: set[str] = set()

    @app.before_request
    def note() -> None:
        from flask import request

        met.add(f"{request.method} {request.endpoint}")

    list(every_page(portal, app, language))
    shown = {
        f"GET {rule.endpoint}"
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or set())
    }
    # These show no page of their own: they lead elsewhere, or give a number or a file.
    bare = {"GET victim.leave", "GET victim.finish", "GET victim.stay", "GET static"}
    assert shown - met == bare


@languages
def test_each_is_valid_html(portal: Portal, app: Flask, language: str, tmp_path: Path) -> None:
    java = require_tool("java")
    require(CHECKER.is_file(), "the HTML checker (python hatch_build.py --test-tools)")
    names: dict[str, str] = {}
    for number, page in enumerate(every_page(portal, app, language)):
        file = tmp_path / f"{number:02}.html"
        file.write_text(page.html, encoding="utf-8")
        names[file.name] = page.path
    files = sorted(str(file) for file in tmp_path.glob("*.html"))
    done = subprocess.run(
        [java, "-jar", str(CHECKER), "--format", "json", "--errors-only", *files],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        timeout=120,
    )
    found = json.loads(done.stderr or '{"messages": []}')["messages"]
    assert len(names) > 50
    assert [(names[one["url"].rsplit("/", 1)[-1]], one["message"]) for one in found] == []


@pytest.mark.parametrize(("reviewer", "welsh"), [("", False), ("Nerys Rees", True)])
def test_production_shows_no_welsh_page_that_nobody_reviewed(
    portal: Portal, reviewer: str, welsh: bool
) -> None:
    ctx = replace(portal.ctx, production=True, welsh_reviewer=reviewer)
    made = victim.assemble(demo_settings(), ctx)
    page = made.test_client().get("/safety?lang=cy").get_data(as_text=True)
    assert ('<html lang="cy"' in page, "Cymraeg" in page) == (welsh, welsh)
