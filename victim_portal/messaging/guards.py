"""What no adapter hands over, whoever asks: the last check of form before the wire."""

import re
import unicodedata

from victim_portal.ports import HandOver, Outcome, OutgoingEmail, OutgoingSms

# One plain address. Quoted local parts are refused: nobody has one, and they hide tricks.
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[^\s@,;:<>()\[\]\"\\]{1,190}")
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
# Control characters, line and paragraph separators, lone surrogates.
_UNPRINTABLE = frozenset({"Cc", "Cs", "Zl", "Zp"})
# Twilio's limit for one message of any number of parts.
LONGEST_SMS = 1600


def email_refusal(email: OutgoingEmail) -> HandOver | None:
    """Why an e-mail can't go anywhere, or None.

    A line break in the recipient or subject would let its writer add headers of their own.
    """
    if not _ADDRESS.fullmatch(email.to) or _has_control(email.to):
        return _refused("address", "The address isn't one that an e-mail can go to.")
    if _has_control(email.subject):
        return _refused("subject", "The subject holds a line break or control character.")
    if not email.text.strip():
        return _refused("empty", "The e-mail has no words.")
    return None


def sms_refusal(sms: OutgoingSms) -> HandOver | None:
    """Why a text can't go anywhere, or None."""
    if not _E164.fullmatch(sms.to):
        return _refused("number", "The number isn't in international form.")
    if not sms.body.strip():
        return _refused("empty", "The text has no words.")
    if len(sms.body) > LONGEST_SMS:
        return _refused("length", f"The text is longer than {LONGEST_SMS} characters.")
    return None


def _has_control(text: str) -> bool:
    return any(unicodedata.category(character) in _UNPRINTABLE for character in text)


def _refused(code: str, reason: str) -> HandOver:
    return HandOver(Outcome.REFUSED, code=code, reason=reason)
