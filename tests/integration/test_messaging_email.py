"""E-mail over a real SMTP session: what arrives, and what every failure is taken for."""

import logging
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing

import pytest
from flask_mail import email_dispatched

from tests.support.mailing import ID, TO, email, sender
from tests.support.smtp_server import SmtpFault, SmtpServer
from victim_portal.domain.vocabulary import Language
from victim_portal.messaging.email import SmtpEmailSender
from victim_portal.ports import Outcome


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with SmtpServer() as running:
        yield running


def test_what_arrives(server: SmtpServer) -> None:
    with closing(sender(server.port)) as mail:
        handed = mail.send(email(html="<p>Please call Alex.</p>", subject="Mae neges i chi: ŵ"))

    assert handed.outcome is Outcome.ACCEPTED
    assert handed.provider_reference == f"<{ID}@example.org>"
    (received,) = server.messages
    assert received.sender == "updates@example.org"
    assert received.recipients == (TO,)
    message = received.message
    assert message["Message-ID"] == f"<{ID}@example.org>"
    assert message["X-Message-Ref"] == str(ID)
    assert message["From"] == "Updates <updates@example.org>"
    assert message["To"] == TO
    assert message["Subject"] == "Mae neges i chi: ŵ"
    assert message["Content-Language"] == "en"
    assert message["Auto-Submitted"] == "auto-generated"
    # A line with a full stop alone ends a message on the wire; this one didn't.
    assert received.part("plain").split() == email().text.split()
    assert received.part("html").strip() == "<p>Please call Alex.</p>"


def test_welsh_and_long_lines_travel_in_seven_bits(server: SmtpServer) -> None:
    words = "Mae'r dŵr yn y tŷ. " * 200
    with closing(sender(server.port)) as mail:
        assert mail.send(email(text=words, language=Language.WELSH)).outcome is Outcome.ACCEPTED
    (received,) = server.messages
    assert received.raw.isascii()
    assert max(len(line) for line in received.raw.split(b"\r\n")) <= 998
    assert received.part("plain").strip() == words.strip()
    assert received.message["Content-Language"] == "cy"


@pytest.mark.parametrize("letter", ["a", "ŵ"])
def test_long_headers_are_folded_and_come_back_whole(server: SmtpServer, letter: str) -> None:
    subject = f"Mae neges {letter} i chi " * 12
    to = f"{'s' * 60}@{'long-name.' * 6}example.org"
    with closing(sender(server.port)) as mail:
        assert mail.send(email(subject=subject.strip(), to=to)).outcome is Outcome.ACCEPTED
    (received,) = server.messages
    assert received.message["Subject"] == subject.strip()
    assert received.message["To"] == to
    assert received.recipients == (to,)
    assert b"\n" not in received.raw.replace(b"\r\n", b"")


def test_every_try_has_the_same_message_id(server: SmtpServer) -> None:
    server.fault(SmtpFault("data", "451 4.3.0 later"))
    with closing(sender(server.port)) as mail:
        assert mail.send(email()).outcome is Outcome.NOT_SENT
        assert mail.send(email()).outcome is Outcome.ACCEPTED
    (received,) = server.messages
    assert received.message["Message-ID"] == f"<{ID}@example.org>"


def test_the_connection_is_kept_and_reopened_after_the_relay_dropped_it(
    server: SmtpServer,
) -> None:
    with closing(sender(server.port)) as mail:
        assert mail.send(email()).outcome is Outcome.ACCEPTED
        assert mail.send(email()).outcome is Outcome.ACCEPTED
        assert server.connections == 1
        server.drop_connections()
        assert mail.send(email()).outcome is Outcome.ACCEPTED
    assert server.connections == 2
    assert len(server.messages) == 3


def test_a_relay_that_says_it_is_closing_is_called_again_at_once(server: SmtpServer) -> None:
    server.fault(None, SmtpFault("mail", "421 4.4.2 idle too long"))
    with closing(sender(server.port)) as mail:
        mail.send(email())
        assert mail.send(email()).outcome is Outcome.ACCEPTED
    assert len(server.messages) == 2


def test_threads_share_no_connection(server: SmtpServer) -> None:
    mail = sender(server.port, timeout=5.0, longest=10.0)
    outcomes: list[Outcome] = []

    def work() -> None:
        with closing(mail):
            outcomes.extend(mail.send(email()).outcome for _ in range(5))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes == [Outcome.ACCEPTED] * 20
    assert server.connections == 4


@pytest.mark.parametrize(
    ("fault", "outcome", "code"),
    [
        (SmtpFault("mail", "451 4.3.0 later"), Outcome.NOT_SENT, "451 4.3.0"),
        (SmtpFault("mail", "550 5.7.1 not you"), Outcome.NOT_SENT, "550 5.7.1"),
        (SmtpFault("mail", "552 5.3.4 too big"), Outcome.REFUSED, "552 5.3.4"),
        (SmtpFault("rcpt", "450 4.2.1 greylisted"), Outcome.NOT_SENT, "450 4.2.1"),
        (SmtpFault("rcpt", "550 5.1.1 <sam@example.org> unknown"), Outcome.REFUSED, "550 5.1.1"),
        (SmtpFault("rcpt", "530 5.7.0 log in first"), Outcome.NOT_SENT, "530 5.7.0"),
        (SmtpFault("data", "452 disk full"), Outcome.NOT_SENT, "452"),
        (SmtpFault("data", "554 5.7.1 spam"), Outcome.REFUSED, "554 5.7.1"),
        (SmtpFault("rcpt"), Outcome.NOT_SENT, "lost"),
        (SmtpFault("rcpt", hang=True), Outcome.NOT_SENT, "lost"),
        (SmtpFault("data"), Outcome.UNCERTAIN, "lost"),
        (SmtpFault("data", keep=True), Outcome.UNCERTAIN, "lost"),
        (SmtpFault("data", hang=True, keep=True), Outcome.UNCERTAIN, "lost"),
    ],
)
def test_what_a_failure_is_taken_for(
    server: SmtpServer, fault: SmtpFault, outcome: Outcome, code: str
) -> None:
    server.fault(fault)
    with closing(sender(server.port, timeout=0.4 if fault.hang else 5.0)) as mail:
        handed = mail.send(email())
    assert (handed.outcome, handed.code) == (outcome, code)
    assert "example.org" not in handed.reason
    assert len(server.messages) == (1 if fault.keep else 0)


@pytest.mark.parametrize("fault", [SmtpFault("data"), SmtpFault("data", keep=True)])
def test_an_uncertain_message_is_never_tried_again_on_another_connection(
    server: SmtpServer, fault: SmtpFault
) -> None:
    server.fault(None, fault)
    with closing(sender(server.port)) as mail:
        mail.send(email())
        assert mail.send(email()).outcome is Outcome.UNCERTAIN
    assert server.connections == 1
    assert len(server.messages) == (2 if fault.keep else 1)


def test_what_breaks_after_the_relay_took_a_message_does_not_untake_it(
    server: SmtpServer,
) -> None:
    def break_down(_app: object, message: object) -> None:
        raise RuntimeError

    with email_dispatched.connected_to(break_down), closing(sender(server.port)) as mail:
        assert mail.send(email()).outcome is Outcome.ACCEPTED
    assert len(server.messages) == 1


def test_no_relay_at_all() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        handed = sender(port).send(email())
    assert (handed.outcome, handed.code) == (Outcome.NOT_SENT, "connect")


def test_a_host_without_a_name() -> None:
    mail = SmtpEmailSender("relay.invalid", 25, "updates@example.org", use_tls=False)
    handed = mail.send(email())
    assert (handed.outcome, handed.code) == (Outcome.NOT_SENT, "connect")


def test_a_relay_that_accepts_the_connection_and_says_nothing() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        handed = sender(silent.getsockname()[1], timeout=0.3).send(email())
    assert handed.outcome is Outcome.NOT_SENT


def test_a_slow_relay_meets_the_deadline_of_the_whole_message() -> None:
    def dawdle(listener: socket.socket) -> None:
        client, _ = listener.accept()
        with client, client.makefile("rb") as lines:
            client.sendall(b"220 slow\r\n")
            for _ in lines:
                time.sleep(0.2)
                client.sendall(b"250 OK\r\n")

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        thread = threading.Thread(target=dawdle, args=(listener,))
        thread.start()
        # Each wait stays below its own limit; only the deadline ends this.
        handed = sender(listener.getsockname()[1], timeout=5.0, longest=0.5).send(email())
        thread.join()
    assert handed.outcome is Outcome.NOT_SENT


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": "An update\r\nBcc: other@example.org"},
        {"subject": "An update\n X: y"},
        {"subject": "An update\u2028"},
        {"to": "sam@example.org\r\nRCPT TO:<other@example.org>"},
        {"to": "sam@example.org, other@example.org"},
        {"to": "Sam <sam@example.org>"},
        {"to": "sâm@example.org"},
        {"to": "sam"},
        {"to": ""},
        {"text": " \n"},
        {"text": "lone \ud800 surrogate"},
    ],
)
def test_what_no_relay_ever_sees(server: SmtpServer, changes: dict[str, str]) -> None:
    with closing(sender(server.port)) as mail:
        assert mail.send(email(**changes)).outcome is Outcome.REFUSED
    assert server.messages == []
    assert server.connections == 0


def test_a_domain_in_another_alphabet_travels_in_its_ascii_form(server: SmtpServer) -> None:
    with closing(sender(server.port)) as mail:
        assert mail.send(email(to="sam@tŷ.example.org")).outcome is Outcome.ACCEPTED
    expected = "sam@" + "tŷ.example.org".encode("idna").decode("ascii")
    assert server.messages[0].recipients == (expected,)


def test_no_log_line_holds_an_address_or_a_word_of_the_message(
    server: SmtpServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.fault(
        None,
        SmtpFault("rcpt", "550 5.1.1 <sam@example.org> unknown"),
        SmtpFault("data", "554 sam@example.org: spam"),
    )
    with closing(sender(server.port)) as mail:
        for _ in range(3):
            mail.send(email())
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("victim")]
    assert len(ours) == 3
    assert all(str(ID) in line for line in ours)
    assert not any("sam@" in line or "Alex" in line for line in ours)
