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
from victim_portal.services.corrections.supporters import (
    correct_supporter,
    supporter_details_for_form,
)
from victim_portal.services.corrections.values import (
    ChannelNow,
    CorrectionsView,
    CorrectionView,
    DetailsNow,
    EndedNow,
    OffenderInput,
    OffenderNow,
    PersonInput,
    SentView,
    SupporterDetails,
)

__all__ = [
    "ChannelNow",
    "CorrectionView",
    "CorrectionsView",
    "DetailsNow",
    "EndedNow",
    "OffenderInput",
    "OffenderNow",
    "PersonInput",
    "SentView",
    "SupporterDetails",
    "after_the_end",
    "already_sent",
    "channel_for_correction",
    "correct_channel",
    "correct_offender",
    "correct_person",
    "correct_supporter",
    "corrections_of",
    "corrections_view",
    "offender_for_form",
    "person_for_form",
    "supporter_details_for_form",
]
