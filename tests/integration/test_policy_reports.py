"""A browser's report of what the content policy kept out is counted, and tells nobody's name."""

import json
import logging
from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from tests.support.portal import Portal
from tests.support.web import OFFICER, app_for, signed_in
from victim_portal.domain.policy_reports import PolicyReport, read_reports
from victim_portal.web.reports import LINES_A_MINUTE, LONGEST, Counted

MARK = "Canary-Rowena"
OLD: dict[str, Any] = {
    "csp-report": {
        "document-uri": f"https://portal.example/cases/VC-{MARK}?x={MARK}",
        "referrer": f"https://portal.example/{MARK}",
        "violated-directive": "img-src 'self'",
        "effective-directive": "img-src",
        "original-policy": MARK,
        "blocked-uri": f"https://evil.example/{MARK}",
        "line-number": 12,
        "source-file": MARK,
        "script-sample": MARK,
        MARK: MARK,
    }
}
NEW: list[dict[str, Any]] = [
    {
        "type": "csp-violation",
        "url": f"https://portal.example/{MARK}",
        "user_agent": MARK,
        "body": {
            "documentURL": MARK,
            "blockedURL": "inline",
            "effectiveDirective": "script-src-elem",
            "lineNumber": 7,
            "sample": MARK,
        },
    }
]


@pytest.fixture
def app(portal: Portal) -> Flask:
    return app_for(portal)


def send(app: Flask, body: bytes) -> int:
    return app.test_client().post("/reports/policy", data=body).status_code


def test_every_page_says_where_to_report(app: Flask) -> None:
    answer = app.test_client().get("/sign-in")
    policy = answer.headers["Content-Security-Policy"]
    assert "report-uri /reports/policy" in policy
    assert "report-to policy" in policy
    assert answer.headers["Reporting-Endpoints"] == 'policy="/reports/policy"'


def test_only_the_directive_and_scalars_are_logged(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    assert send(app, json.dumps(OLD).encode()) == 204
    assert send(app, json.dumps(NEW).encode()) == 204
    said = [one.getMessage() for one in caplog.records if one.name == "victim_portal.web.reports"]
    assert said == [
        "content policy: directive=img-src blocked=other line=12 total=1 unsaid=0",
        "content policy: directive=script-src-elem blocked=inline line=7 total=2 unsaid=0",
    ]
    assert MARK not in caplog.text


@pytest.mark.parametrize("place", ["effectiveDirective", "blockedURL", "lineNumber", "disposition"])
@pytest.mark.parametrize("value", [MARK, f"img-src\n{MARK}", [MARK], {MARK: 1}, None, True, -1])
def test_no_place_in_a_report_carries_a_word_into_the_log(
    app: Flask, caplog: pytest.LogCaptureFixture, place: str, value: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    assert send(app, json.dumps([{"body": {place: value}}]).encode()) == 204
    assert MARK not in caplog.text
    assert "directive=other blocked=other line=0" in caplog.text


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"{", b"[]", b"null", b"7", b'"x"', b"[[]]", b'{"csp-report": 1}', b"\xff\xfe\x00"),
        *(b"[" * 5000, b'{"body": [1]}', b"NaN"),
    ],
)
def test_nonsense_is_met_with_the_same_answer_and_no_line(
    app: Flask, caplog: pytest.LogCaptureFixture, body: bytes
) -> None:
    assert send(app, body) == 204
    assert "content policy" not in caplog.text


def test_what_is_too_long_or_of_no_length_is_not_read(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    long = json.dumps([*NEW, "x" * LONGEST]).encode()
    assert send(app, long) == 413
    chunked = app.test_client().post(
        "/reports/policy", input_stream=BytesIO(long), environ_base={"wsgi.input_terminated": True}
    )
    assert chunked.status_code == 413
    assert "content policy" not in caplog.text


def test_a_flood_is_counted_and_says_little(caplog: pytest.LogCaptureFixture) -> None:
    at = [0.0]
    counted = Counted(monotonic=lambda: at[0])
    one = PolicyReport("img-src", "other", 0)
    for _ in range(500):
        counted.note(one)
    assert caplog.text.count("content policy") == LINES_A_MINUTE
    at[0] = 61.0
    counted.note(one)
    assert f"total=501 unsaid={500 - LINES_A_MINUTE}" in caplog.text


def test_one_request_brings_five_reports_at_most() -> None:
    assert len(read_reports(json.dumps(NEW * 50).encode())) == 5


def test_it_needs_no_session_and_keeps_none_alive(portal: Portal, app: Flask) -> None:
    client = signed_in(app, OFFICER)
    portal.clock.move(minutes=29)
    client.http.post("/reports/policy", data=json.dumps(OLD))
    portal.clock.move(minutes=2)
    assert (client.get("/tasks").location or "").startswith("/sign-in")
    assert app.test_client().get("/reports/policy").status_code in (302, 405)
