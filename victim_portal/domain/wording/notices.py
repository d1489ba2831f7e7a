"""The neutral words that leave the house.

They are read on a lock screen, over a shoulder or by whoever opens the post: nothing in
them tells what they are about.
"""

from dataclasses import dataclass

from victim_portal.domain.stages import STAGES, Stage
from victim_portal.domain.wording.marker import N_


@dataclass(frozen=True)
class Notice:
    """One neutral notice; the second text message carries the agreed code word."""

    sms: str
    sms_with_code_word: str
    subject: str
    email: tuple[str, ...]


SIGN_OFF = "{officer_first_name}"
SIGN_OFF_WITH_CODE_WORD = "{officer_first_name} ({code_word})"
"""Names alone: nothing to translate."""

_GREETING = N_("Hello {person_name},")
_NO_REPLY = N_("You do not need to answer this e-mail.")

NEWS = Notice(
    sms=N_(
        "Hello {person_name}. There is news for you. Please ring {officer_first_name} on "
        "{officer_phone}, {officer_hours}. {officer_first_name}"
    ),
    sms_with_code_word=N_(
        "Hello {person_name}. There is news for you. Please ring {officer_first_name} on "
        "{officer_phone}, {officer_hours}. {officer_first_name} ({code_word})"
    ),
    subject=N_("Please ring {officer_first_name}"),
    email=(
        _GREETING,
        N_("There is news for you."),
        N_("Please ring me on {officer_phone}, {officer_hours}."),
        _NO_REPLY,
    ),
)

URGENT = Notice(
    sms=N_(
        "Hello {person_name}. Please ring {officer_first_name} on {officer_phone} as soon as "
        "you can, {officer_hours}. {officer_first_name}"
    ),
    sms_with_code_word=N_(
        "Hello {person_name}. Please ring {officer_first_name} on {officer_phone} as soon as "
        "you can, {officer_hours}. {officer_first_name} ({code_word})"
    ),
    subject=N_("Please ring {officer_first_name} as soon as you can"),
    email=(
        _GREETING,
        N_("There is something that I would like to tell you soon."),
        N_("Please ring me as soon as you can on {officer_phone}, {officer_hours}."),
        _NO_REPLY,
    ),
)

CATCH_UP = Notice(
    sms=N_(
        "Hello {person_name}. It is time to catch up. Please ring {officer_first_name} on "
        "{officer_phone}, {officer_hours}. {officer_first_name}"
    ),
    sms_with_code_word=N_(
        "Hello {person_name}. It is time to catch up. Please ring {officer_first_name} on "
        "{officer_phone}, {officer_hours}. {officer_first_name} ({code_word})"
    ),
    subject=N_("Time to catch up"),
    email=(
        _GREETING,
        N_("It is time to catch up."),
        N_("Please ring me on {officer_phone}, {officer_hours}."),
        _NO_REPLY,
    ),
)


def notice_for(stage: Stage) -> Notice:
    """The notice that goes out for a stage."""
    if STAGES[stage].urgent:
        return URGENT
    return CATCH_UP if stage is Stage.ANNUAL_CONTACT else NEWS
