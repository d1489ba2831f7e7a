"""What becomes of a message of which it isn't known whether it went.

A text is asked after: Twilio lists what it has for a number. That answer is believed when it
says yes, and only at the second time of asking when it says no; then the text goes once
more, by the same last look. Everything else is found out by a person. A relay can't be asked
what it has, so what becomes of an e-mail stands in a closed table.
"""

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

QUIET = timedelta(minutes=5)
"""How long after the end of its lease a text is first asked after: a worker that was only slow
has recorded its answer by then, and Twilio lists what it took."""

BETWEEN_ASKS = timedelta(minutes=2)
"""How long after a first no the second question comes."""

ASKING_LASTS = timedelta(minutes=2)
"""After so long without a word, whoever asked has died, and another worker asks."""

NOES_BELIEVED = 2
"""After so many noes in a row a text counts as never taken in."""

CLOCKS_DIFFER = timedelta(minutes=5)
"""How far the provider's clock may be behind the portal's."""


class Carries(StrEnum):
    """What a message says."""

    NOTICE = "notice"
    FULLER_WORDS = "fuller_words"
    CODE = "code"
    LINK = "link"


class MailPolicy(StrEnum):
    """What is done about an e-mail that may or may not have gone."""

    ASK_A_PERSON = "ask_a_person"
    SEND_AGAIN = "send_again"


MAIL_IN_DOUBT: Mapping[Carries, MailPolicy] = MappingProxyType(
    {
        # Two notices read like two pieces of news. Mailbox systems may fold mails of one
        # Message-ID into one; many don't, and nobody should be frightened twice by a guess.
        Carries.NOTICE: MailPolicy.ASK_A_PERSON,
        # The same, with the news itself in it, in a mailbox that somebody else may open.
        Carries.FULLER_WORDS: MailPolicy.ASK_A_PERSON,
        # The officer is on the telephone, or about to be, and a new code costs them a click.
        Carries.CODE: MailPolicy.ASK_A_PERSON,
        # Whoever asked for it can ask again, and is rung otherwise.
        Carries.LINK: MailPolicy.ASK_A_PERSON,
    }
)
"""For each kind of e-mail, whether the relay's silence is answered by the same mail once more
(under the same Message-ID) or by a person. All that we send today is a person's to find out."""


class Says(StrEnum):
    """What the provider says of a message."""

    HAS_IT = "has_it"
    HAS_IT_NOT = "has_it_not"
    CANNOT_TELL = "cannot_tell"


class Step(StrEnum):
    """What is done next about a doubt."""

    ASK = "ask"
    RECORD = "record"
    SEND_AGAIN = "send_again"
    PERSON = "person"


@dataclass(frozen=True)
class Doubt:
    """A message in doubt: whether its provider can be asked, and what was done so far.

    `noes` counts the answers in a row that it isn't there; `sent_again` whether a doubt sent
    it once more before; `mail` is the policy of its kind where it is an e-mail.
    """

    can_ask: bool
    noes: int = 0
    sent_again: bool = False
    mail: MailPolicy | None = None


def first_step(doubt: Doubt) -> Step:
    """What is done as the doubt arises: ask the provider, or a person at once."""
    if doubt.mail is not None:
        again = doubt.mail is MailPolicy.SEND_AGAIN and not doubt.sent_again
        return Step.SEND_AGAIN if again else Step.PERSON
    return Step.ASK if doubt.can_ask else Step.PERSON


def next_step(doubt: Doubt, says: Says) -> Step:
    """What is done after an answer, which `noes` doesn't count yet.

    What went once more already is never sent a third time, whatever the provider says.
    """
    if says is Says.HAS_IT:
        return Step.RECORD
    if says is Says.CANNOT_TELL:
        return Step.PERSON
    if doubt.noes + 1 < NOES_BELIEVED:
        return Step.ASK
    return Step.PERSON if doubt.sent_again else Step.SEND_AGAIN


@dataclass(frozen=True)
class SentText:
    """One text as the provider lists it; `created_at` is None where that can't be read."""

    sid: str
    body: str = field(repr=False)
    created_at: datetime | None
    status: str = ""
    error_code: str | None = None


@dataclass(frozen=True)
class Finding:
    """What a list says of one text; `why` is a code, `text` the one that it is."""

    says: Says
    why: str
    text: SentText | None = None


UNREACHABLE = Finding(Says.CANNOT_TELL, "asked_unreachable")


def look_for(
    body: str,
    made_at: datetime,
    listed: Iterable[SentText] | None,
    *,
    known_to_be_others: Collection[str] = (),
    alike: bool = False,
) -> Finding:
    """Whether a text with `body` is among those that the provider lists for its number.

    `listed` is None where the provider couldn't say. Texts from well before the message was
    made (`made_at`) can't be it, nor can `known_to_be_others` (the provider's ids of other
    messages). `alike` says that another message to that number, with the same words, is in
    the air or in doubt: then a text that is found may be that one.
    """
    if listed is None:
        return UNREACHABLE
    earliest = made_at - CLOCKS_DIFFER
    maybe = [
        text
        for text in listed
        if text.sid not in known_to_be_others
        and (text.created_at is None or text.created_at >= earliest)
    ]
    if any(not _letters(text.body) for text in maybe):
        return Finding(Says.CANNOT_TELL, "asked_redacted")
    same = [text for text in maybe if _letters(text.body) == _letters(body)]
    if not same:
        return Finding(Says.HAS_IT_NOT, "asked_not_there")
    if len(same) > 1 or alike:
        return Finding(Says.CANNOT_TELL, "asked_two_alike")
    return Finding(Says.HAS_IT, "asked_found", same[0])


def _letters(body: str) -> str:
    """Its letters and digits: providers exchange signs and accents for plainer ones."""
    plain = unicodedata.normalize("NFKD", body).casefold()
    return "".join(letter for letter in plain if letter.isalnum())
