"""E-mail goes only to a relay that proves who it is, and a wrong set-up is loud."""

import logging
from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.support.mailing import email, sender
from tests.support.smtp_server import SelfSigned, SmtpServer
from victim_portal.ports import Outcome


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with SmtpServer() as running:
        yield running


@pytest.fixture(scope="module")
def certificate() -> SelfSigned:
    return SelfSigned.make()


def test_a_certificate_that_nobody_vouches_for_is_refused(
    certificate: SelfSigned, caplog: pytest.LogCaptureFixture
) -> None:
    with SmtpServer(tls=certificate.server) as server:
        handed = sender(server.port, use_tls=True).send(email())
    assert (handed.outcome, handed.code) == (Outcome.NOT_SENT, "tls")
    assert server.messages == []
    assert caplog.records[-1].levelno == logging.ERROR


def test_a_certificate_that_is_trusted_is_accepted(certificate: SelfSigned) -> None:
    with SmtpServer(tls=certificate.server) as server:
        mail = sender(server.port, use_tls=True, ssl_context=certificate.trusting)
        with closing(mail):
            assert mail.send(email()).outcome is Outcome.ACCEPTED
    assert len(server.messages) == 1


def test_tls_is_demanded_and_never_given_up(server: SmtpServer) -> None:
    handed = sender(server.port, use_tls=True).send(email())
    assert (handed.outcome, handed.code) == (Outcome.NOT_SENT, "relay")
    assert server.messages == []


def test_a_wrong_password_is_loud_and_worth_another_try(
    certificate: SelfSigned, caplog: pytest.LogCaptureFixture
) -> None:
    safe = {"use_tls": True, "ssl_context": certificate.trusting}
    with SmtpServer(tls=certificate.server, login=("portal", "right")) as server:
        handed = sender(server.port, username="portal", password="wrong", **safe).send(email())
        assert handed.outcome is Outcome.NOT_SENT
        assert (handed.code or "").startswith("535")
        assert caplog.records[-1].levelno == logging.ERROR
        with closing(sender(server.port, username="portal", password="right", **safe)) as mail:
            assert mail.send(email()).outcome is Outcome.ACCEPTED
