"""Putting right what is wrong: persons, their numbers and addresses, offenders; the history."""

from victim_portal.services.corrections.channels import (
    after_the_end,
    channel_for_correction,
    correct_channel,
)
from victim_portal.services.corrections.history import corrections_of, corrections_view
from victim_portal.services.corrections.offenders import correct_offender, offender_for_form
from victim_portal.services.corrections.persons import correct_person, person_for_form
from victim_portal.services.corrections.sent import already_sent
from victim_portal.services.corrections.values import (
    ChannelNow,
    CorrectionsView,
    CorrectionView,
    DetailsNow,
    OffenderInput,
    OffenderNow,
    PersonInput,
    SentView,
)

__all__ = [
    "ChannelNow",
    "CorrectionView",
    "CorrectionsView",
    "DetailsNow",
    "OffenderInput",
    "OffenderNow",
    "PersonInput",
    "SentView",
    "after_the_end",
    "already_sent",
    "channel_for_correction",
    "correct_channel",
    "correct_offender",
    "correct_person",
    "corrections_of",
    "corrections_view",
    "offender_for_form",
    "person_for_form",
]
