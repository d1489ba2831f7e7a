"""The link in a neutral message, and the second proof that opens what stands behind it.

A link is single use and short-lived, and an older one dies when a newer one is issued.
Showing its page changes nothing: only the right proof redeems it, so a mail scanner that
opens every link can't burn one. Wrong proofs lock the link and never the person: whoever
holds her phone could lock her out otherwise.
"""

import base64
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LASTS = timedelta(days=7)
"""How long a link may be opened after it left; a newer one can be asked for at any time."""
MOST_TRIES = 5
"""So many wrong proofs lock a link; after that the right one opens nothing either."""
MOST_ASKED = 3
"""So many new links a day may be asked for from the pages themselves."""
MOST_AFTER_LEAVING = 3
"""So many links in all for who left the scheme, one a day, until they are back."""
IDLE = timedelta(minutes=15)
LONGEST = timedelta(hours=4)
"""A visit ends after so long without a page, and after so long whatever happens."""
SHORTEST_PASSPHRASE = 8

MARK = "{link}"
"""Stands in approved words where the worker puts the link as the message leaves."""
PATH = "/m/"
_TOKEN = r"[A-Za-z0-9_-]{22}"  # noqa: S105 - the shape of one
SAMPLE_TOKEN = "x" * 22
"""As long as a real one; stands in for it where words are judged or shown before they go."""


class LinkState(StrEnum):
    """What a link is good for."""

    LIVE = "live"
    SPENT = "spent"
    LOCKED = "locked"
    ENDED = "ended"
    EXPIRED = "expired"


@dataclass(frozen=True)
class LinkStanding:
    """What decides about a link that has left; moments are aware, None for what hasn't been."""

    expires_at: datetime
    redeemed_at: datetime | None = None
    ended_at: datetime | None = None
    locked_at: datetime | None = None


def state_of(link: LinkStanding, now: datetime) -> LinkState:
    """What a link is good for at the aware moment `now`."""
    if link.redeemed_at is not None:
        return LinkState.SPENT
    if link.locked_at is not None:
        return LinkState.LOCKED
    if link.ended_at is not None:
        return LinkState.ENDED
    return LinkState.LIVE if now < link.expires_at else LinkState.EXPIRED


def visit_ends_at(started_at: datetime, seen_at: datetime) -> datetime:
    """When a visit ends if no further page is opened."""
    return min(seen_at + IDLE, started_at + LONGEST)


def token_from(secret: bytes) -> str:
    """A token of 16 random bytes, as it stands in an address; ValueError for other sizes."""
    if len(secret) != 16:
        raise ValueError("a token has 16 bytes")
    return base64.urlsafe_b64encode(secret).decode().rstrip("=")


def address_of(base_url: str, token: str) -> str:
    """The address of a link on the victims' own site."""
    return f"{base_url.rstrip('/')}{PATH}{token}"


def token_in(words: str, base_url: str) -> str | None:
    """The token of the link in a message's words; None without one, or with several."""
    start = re.escape(base_url.rstrip("/") + PATH)
    found = re.findall(rf"{start}({_TOKEN})(?![A-Za-z0-9_-])", words)
    return found[0] if len(found) == 1 else None


def filled(words: str, base_url: str, token: str) -> str:
    """Approved words with the link put in."""
    return words.replace(MARK, address_of(base_url, token))


def unfilled(words: str, base_url: str) -> str:
    """The words as they were approved: the link taken out again."""
    token = token_in(words, base_url)
    return words if token is None else words.replace(address_of(base_url, token), MARK)


def plain_passphrase(typed: str) -> str:
    """A passphrase as it is compared: a phone's capital letters and double spaces don't count."""
    plain = unicodedata.normalize("NFKC", typed).casefold()
    return " ".join("".join(c for c in plain if c.isprintable() or c.isspace()).split())


def passphrase_problem(typed: str, easy: frozenset[str]) -> str | None:
    """Why a passphrase won't do, as a sentence for staff; None where it will.

    `easy` are words that whoever is near the person would try first: names, dates, places.
    """
    plain = plain_passphrase(typed)
    if len(plain) < SHORTEST_PASSPHRASE:
        return f"Use at least {SHORTEST_PASSPHRASE} letters: three short words do well."
    if not any(letter.isalpha() for letter in plain):
        return "Use words, and not only numbers."
    if len(set(plain)) < 4:
        return "Use more than a few different letters."
    words = set(re.findall(r"[^\W_]+", plain))
    near = {plain_passphrase(word) for word in easy if len(word.strip()) > 1}
    if words and words <= near:
        return "Whoever knows them would try these words first. Choose others."
    return None
