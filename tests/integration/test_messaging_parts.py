"""An e-mail in two parts, as a relay gets it: the same words twice, and nothing around them."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.support import html
from tests.support.mailing import ID, email, sender
from tests.support.smtp_server import SmtpServer
from victim_portal.domain.vocabulary import Language
from victim_portal.domain.wording.email_html import email_html
from victim_portal.ports import Outcome, OutgoingEmail

# What an e-mail can carry at all, with what HTML and SMTP take for their own.
hostile = (
    st.lists(
        st.characters(exclude_categories=["Cs", "Cc", "Cn", "Zl", "Zp"])
        | st.sampled_from(["\n", "\n.\n", "<", "&", '"', "--=_", "=3D", "</p>", "\nFrom "]),
        max_size=60,
    )
    .map("".join)
    .filter(str.strip)
)


@pytest.fixture(scope="module")
def server() -> Iterator[SmtpServer]:
    with SmtpServer() as running:
        yield running


def _both(text: str, language: Language = Language.ENGLISH) -> OutgoingEmail:
    given = email(text=text, language=language)
    return replace(given, html=email_html(given.subject, text, language))


def test_the_plain_words_come_first_and_nothing_is_around_the_two(server: SmtpServer) -> None:
    server.messages.clear()
    with closing(sender(server.port)) as mail:
        assert mail.send(_both("Mae'r dŵr yn y tŷ.", Language.WELSH)).outcome is Outcome.ACCEPTED
    (received,) = server.messages
    message = received.message
    assert message.get_content_type() == "multipart/alternative"
    kinds = [part.get_content_type() for part in message.iter_parts()]
    assert kinds == ["text/plain", "text/html"]
    assert not message.defects
    for part in message.walk():
        assert not part.defects
        assert part.get_content_disposition() is None
    assert {part.get_content_charset() for part in message.iter_parts()} == {"utf-8"}
    assert received.raw.isascii()


def test_the_headers_are_those_of_before(server: SmtpServer) -> None:
    server.messages.clear()
    with closing(sender(server.port)) as mail:
        mail.send(email())
        mail.send(_both(email().text))
    plain, both = (received.message for received in server.messages)
    ours = {"Subject", "From", "To", "Message-ID", "X-Message-Ref", "Content-Language"}
    ours |= {"Auto-Submitted", "MIME-Version"}
    for name in ours:
        assert both[name] == plain[name]
    assert set(both.keys()) == set(plain.keys()) - {"Content-Transfer-Encoding"}
    assert len(set(both.keys())) == len(both.keys())


def test_every_try_is_the_same_but_for_its_date(server: SmtpServer) -> None:
    server.messages.clear()
    with closing(sender(server.port)) as mail:
        mail.send(_both("Hello Sam,\n\nPlease ring me.\n"))
        mail.send(_both("Hello Sam,\n\nPlease ring me.\n"))
    first, second = (
        [line for line in received.raw.split(b"\r\n") if not line.startswith(b"Date: ")]
        for received in server.messages
    )
    assert first == second
    assert f"=_{ID}".encode() in b"\n".join(first)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(hostile, st.sampled_from(list(Language)))
@example("Hello\nFrom me\n.\nFrom", Language.ENGLISH)
def test_both_parts_arrive_word_for_word(server: SmtpServer, text: str, language: Language) -> None:
    server.messages.clear()
    with closing(sender(server.port)) as mail:
        assert mail.send(_both(text, language)).outcome is Outcome.ACCEPTED
    (received,) = server.messages
    tree, faults = html.parse(received.part("html"))
    assert faults == []
    (body,) = html.elements(tree, "body")
    shown = " ".join(text for p in html.elements(body, "p") for text in p.itertext())
    assert shown.split() == received.part("plain").split() == text.split()


def test_a_notice_in_both_forms_is_small(server: SmtpServer) -> None:
    server.messages.clear()
    text = "Hello Sam,\n\nThere is news for you.\n\nPlease ring me on 020 7946 0123.\n\nAlex\n"
    with closing(sender(server.port)) as mail:
        mail.send(_both(text))
    assert len(server.messages[0].raw) < 2500
