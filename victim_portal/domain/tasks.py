"""Which tasks a person may mark as done, and which are done only by doing the thing.

One closed table. A task that the state settles isn't ticked off beside it: then nobody would
do it. A task that only a person can know of is theirs to finish.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Finish(StrEnum):
    """How a task may come to its end."""

    BY_DOING = "by_doing"
    WITH_NOTE = "with_note"
    BY_HAND = "by_hand"


class Stands(StrEnum):
    """What must still be so for a task to wait for its act; else a person may finish it.

    The case is open, in every one of them. Besides: `IN_SCHEME` they are in the scheme;
    `UNREACHED` nobody has reached them yet; `DEFERRED` they asked to decide later; `QUEUED`
    no officer has the case; `CHANNEL` their own number or address is in use, and they are in
    the scheme; `REVIEW` the same, and its day to ask is the one that the task names;
    `UPDATE` it is a draft or approved; `DRAFT` it is a draft; `HELD` the message is held, and
    its update is a draft or approved; `LETTER` it is neither posted nor discarded; `ASKED_FOR`,
    `PUT_FORWARD` and `TO_TELL` the request stands so, the last one decided and not told yet to
    somebody who didn't say no;
    `ASK_WANTED`, `ASK_PASSED_ON` and `ASK_TO_TELL` the same of what is asked at a review.
    """

    OPEN = "open"
    IN_SCHEME = "in_scheme"
    UNREACHED = "unreached"
    DEFERRED = "deferred"
    QUEUED = "queued"
    CHANNEL = "channel"
    REVIEW = "review"
    UPDATE = "update"
    DRAFT = "draft"
    HELD = "held"
    LETTER = "letter"
    ASKED_FOR = "asked_for"
    PUT_FORWARD = "put_forward"
    TO_TELL = "to_tell"
    ASK_WANTED = "ask_wanted"
    ASK_PASSED_ON = "ask_passed_on"
    ASK_TO_TELL = "ask_to_tell"


@dataclass(frozen=True)
class Ending:
    """How one kind of task ends; `stands` belongs to what ends by doing alone."""

    finish: Finish
    stands: Stands = Stands.OPEN


def _by_doing(stands: Stands = Stands.OPEN) -> Ending:
    return Ending(Finish.BY_DOING, stands)


_WITH_NOTE = Ending(Finish.WITH_NOTE)
_BY_HAND = Ending(Finish.BY_HAND)

ENDINGS: Mapping[str, Ending] = MappingProxyType(
    {
        # The state settles these when the thing is done.
        "first_contact": _by_doing(Stands.UNREACHED),
        "ask_again": _by_doing(Stands.DEFERRED),
        "allocate_case": _by_doing(Stands.QUEUED),
        "decide_route": _by_doing(),
        "make_plan": _by_doing(Stands.IN_SCHEME),
        "confirm_channel": _by_doing(Stands.CHANNEL),
        "code_locked": _by_doing(Stands.CHANNEL),
        "review_channel": _by_doing(Stands.REVIEW),
        "read_again": _by_doing(Stands.DRAFT),
        "approve_as_manager": _by_doing(Stands.DRAFT),
        "telephone": _by_doing(Stands.UPDATE),
        "held_message": _by_doing(Stands.HELD),
        "post_letter": _by_doing(Stands.LETTER),
        "get_answer": _by_doing(),
        "plan_changed": _by_doing(),
        "own_choice": _by_doing(),
        "silent_case": _by_doing(Stands.IN_SCHEME),
        # Every request has an outcome, or an owner and a date: so nobody ticks these off.
        "put_request_forward": _by_doing(Stands.ASKED_FOR),
        "request_outcome": _by_doing(Stands.PUT_FORWARD),
        "tell_request_outcome": _by_doing(Stands.TO_TELL),
        "pass_ask_on": _by_doing(Stands.ASK_WANTED),
        "ask_answer": _by_doing(Stands.ASK_PASSED_ON),
        "tell_ask_answer": _by_doing(Stands.ASK_TO_TELL),
        # Settled by the state now and then, but not always: what was done is written down.
        "agree_language": _WITH_NOTE,
        "chase_referral": _WITH_NOTE,
        "check_offender": _WITH_NOTE,
        "code_failed": _WITH_NOTE,
        "decide_duplicate": _WITH_NOTE,
        "make_letter_again": _WITH_NOTE,
        "parole_deadline": _WITH_NOTE,
        "parole_reminder": _WITH_NOTE,
        "hearing_put_off": _WITH_NOTE,
        "new_hearing_date": _WITH_NOTE,
        "condition_ending": _WITH_NOTE,
        "family_note": _WITH_NOTE,
        "approved_withdrawn": _WITH_NOTE,
        "ask_before_it": _WITH_NOTE,
        "campaign_not_told": _WITH_NOTE,
        "conditions_due": _WITH_NOTE,
        "next_review": _WITH_NOTE,
        "not_planned": _WITH_NOTE,
        "pre_tariff_review": _WITH_NOTE,
        "parole_passed": _WITH_NOTE,
        "recall_date": _WITH_NOTE,
        "speak_alone": _WITH_NOTE,
        "capacity_review": _WITH_NOTE,
        "ask_birth_date": _WITH_NOTE,
        "release_passed": _WITH_NOTE,
        "ring_back": _WITH_NOTE,
        "uncertain_message": _WITH_NOTE,
        "acknowledge_handover": _WITH_NOTE,
        "send_unsettled": _WITH_NOTE,
        "tell_non_disclosure": _WITH_NOTE,
        "ladder_call": _WITH_NOTE,
        "ladder_manager": _WITH_NOTE,
        "words_missing": _WITH_NOTE,
        # A person finds out, tells or decides, and says what came of it.
        "against_plan": _WITH_NOTE,
        "call_taken": _WITH_NOTE,
        "check_after_restore": _WITH_NOTE,
        "find_a_way": _WITH_NOTE,
        "give_restricted": _WITH_NOTE,
        "last_letter": _WITH_NOTE,
        "read_note": _WITH_NOTE,
        "ring_them": _WITH_NOTE,
        "undo_answer": _WITH_NOTE,
        "ask_about_supporters": _WITH_NOTE,
        "ask_called": _WITH_NOTE,
        "check_key_dates": _WITH_NOTE,
        "check_letter": _WITH_NOTE,
        "decide_about_caller": _WITH_NOTE,
        "decide_urgent_news": _WITH_NOTE,
        "duplicate_elsewhere": _WITH_NOTE,
        "incident": _WITH_NOTE,
        "ask_link": _WITH_NOTE,
        "ask_code": _WITH_NOTE,
        "own_request": _WITH_NOTE,
        "link_locked": _WITH_NOTE,
        "ring_asked": _WITH_NOTE,
        "own_wish": _WITH_NOTE,
        "wish_dropped": _WITH_NOTE,
        "own_worry": _WITH_NOTE,
        "own_statement": _WITH_NOTE,
        "own_withdrawal": _WITH_NOTE,
        "take_statement": _WITH_NOTE,
        "letter_names_another": _WITH_NOTE,
        "offender_corrected": _WITH_NOTE,
        "referral_came_again": _WITH_NOTE,
        "referral_changed": _WITH_NOTE,
        "reply_received": _WITH_NOTE,
        "sent_before_correction": _WITH_NOTE,
        "sent_while_changed": _WITH_NOTE,
        "sent_twice": _WITH_NOTE,
        "stop_letter": _WITH_NOTE,
        "stopped_by_correction": _WITH_NOTE,
        "tell_new_officer": _WITH_NOTE,
        "tell_of_reopening": _WITH_NOTE,
        "tell_of_withdrawal": _WITH_NOTE,
        "tell_recipients": _WITH_NOTE,
        "look_at_map": _WITH_NOTE,
        "urgent_but_stopped": _WITH_NOTE,
        "was_wrong": _WITH_NOTE,
        "decide_correction": _WITH_NOTE,
        # Words of their own say it already, or no case keeps a note for them.
        "next_step": _BY_HAND,
        "promise": _BY_HAND,
        "manager_conflict": _BY_HAND,
        "name_somebody": _BY_HAND,
        "unit_without_manager": _BY_HAND,
        "glass_without_manager": _BY_HAND,
        "reader_joined": _BY_HAND,
        "work_lost": _BY_HAND,
        # On a page of their own, which `services.tasks` sees to.
        "broken_glass": _BY_HAND,
        "second_person": _BY_HAND,
        "unusual_reading": _BY_HAND,
        "unmatched_text": _BY_HAND,
        "surge": _BY_HAND,
        "wrong_news": _BY_HAND,
        "missed_sentence": _BY_HAND,
        "missed_sentences": _BY_HAND,
    }
)
"""Every kind of task there is. A kind that isn't here fails a test."""


def ending_of(kind: str) -> Ending:
    """How a task of this kind ends; one that nobody knows any more asks for a note."""
    return ENDINGS.get(kind, _WITH_NOTE)
