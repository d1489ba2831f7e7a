"""The text provider's call-backs: refused without a good signature, handed on with one."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from twilio.request_validator import RequestValidator
from werkzeug.test import TestResponse

from tests.support.portal import Portal
from tests.support.web import app_for
from victim_portal.messaging.callbacks import NoCallbacks, TwilioCallbackVerifier
from victim_portal.services import callbacks

TOKEN = "twilio-token"
MESSAGE = UUID("0b8cbb4e-31c4-4a6a-8a2d-6f8f2a6c1d11")
STATUS = f"/hooks/twilio/status/{MESSAGE}"
INBOUND = "/hooks/twilio/inbound"
REPORT = {"MessageSid": "SM1", "MessageStatus": "delivered"}
TEXT = {"From": "+447700900123", "Body": "STOP\nplease 😀", "MessageSid": "SM2"}

Calls = list[tuple[Any, ...]]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Calls:
    """What was handed on to the services."""
    seen: Calls = []
    for name in ("record_status", "record_inbound"):
        monkeypatch.setattr(
            callbacks, name, lambda _ctx, *given, name=name: seen.append((name, *given))
        )
    return seen


@pytest.fixture
def http(portal: Portal) -> FlaskClient:
    """A client of an app that knows the provider's secret."""
    portal.ctx = replace(
        portal.ctx, callbacks=TwilioCallbackVerifier(TOKEN), base_url="https://staff.example.org"
    )
    return app_for(portal).test_client()


def _signed(http: FlaskClient, path: str, form: Mapping[str, str], **changed: str) -> TestResponse:
    """Sent as Twilio would to the public address, whatever host the app itself is on."""
    whole = "https://staff.example.org" + path
    signature = RequestValidator(TOKEN).compute_signature(whole, {**form, **changed})
    return http.post(path, data=dict(form), headers={"X-Twilio-Signature": signature})


def test_a_status_report_is_handed_on(http: FlaskClient, calls: Calls) -> None:
    answer = _signed(http, STATUS, REPORT)
    assert (answer.status_code, answer.data) == (204, b"")
    assert calls == [("record_status", MESSAGE, REPORT)]


def test_a_text_is_handed_on_and_answered_by_nothing(http: FlaskClient, calls: Calls) -> None:
    answer = _signed(http, INBOUND, TEXT)
    assert answer.status_code == 200
    assert answer.mimetype == "text/xml"
    assert answer.get_data(as_text=True).endswith("<Response/>")
    assert calls == [("record_inbound", TEXT["From"], TEXT["Body"], "SM2")]


def test_the_query_is_part_of_what_was_signed(http: FlaskClient, calls: Calls) -> None:
    assert _signed(http, f"{STATUS}?a=1&b=%20", REPORT).status_code == 204
    assert len(calls) == 1


@pytest.mark.parametrize(("path", "form"), [(STATUS, REPORT), (INBOUND, TEXT)])
def test_without_a_good_signature_nothing_is_looked_at(
    http: FlaskClient, calls: Calls, path: str, form: dict[str, str]
) -> None:
    answers = [
        http.post(path, data=form),
        http.post(path, data=form, headers={"X-Twilio-Signature": ""}),
        http.post(path, data=form, headers={"X-Twilio-Signature": "bm90IGl0"}),
        _signed(http, path, form, MessageSid="another"),
        http.post(path),
    ]
    assert [answer.status_code for answer in answers] == [403] * 5
    assert len({answer.data for answer in answers}) == 1
    assert calls == []


def test_a_signature_for_another_address_is_refused(http: FlaskClient, calls: Calls) -> None:
    other = "https://elsewhere.example.org" + STATUS
    signature = RequestValidator(TOKEN).compute_signature(other, REPORT)
    answer = http.post(STATUS, data=REPORT, headers={"X-Twilio-Signature": signature})
    assert answer.status_code == 403
    assert calls == []


@pytest.mark.parametrize("verifier", [None, NoCallbacks()])
def test_a_portal_without_the_provider_refuses_everything(
    portal: Portal, calls: Calls, verifier: NoCallbacks | None
) -> None:
    portal.ctx = replace(portal.ctx, callbacks=verifier)
    answer = _signed(app_for(portal).test_client(), STATUS, REPORT)
    assert answer.status_code == 403
    assert calls == []


def test_opening_a_call_back_as_a_page_is_refused(http: FlaskClient, calls: Calls) -> None:
    assert http.get(STATUS).status_code in {403, 405}
    assert http.post("/hooks/twilio/status/not-an-id", data=REPORT).status_code == 404
    assert calls == []
