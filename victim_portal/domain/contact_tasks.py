"""Which kinds of task ask for contact with the person, and what a no makes of each.

One closed table. After "do not contact", "declined" or "opted out" nobody may be asked by an
old task to ring or to write. What they hadn't been waiting for ends; where somebody may be
waiting for a word, or be harmed by silence, a manager decides.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class AfterNo(StrEnum):
    """What becomes of a task once they have said no.

    `STOP` is a printed letter: it is to be kept from going out. `STANDS` is what the no of a
    parent or guardian doesn't answer for a young person; its own rule ends it.
    """

    ENDS = "ends"
    DECIDE = "decide"
    STOP = "stop"
    STANDS = "stands"


_ENDS, _DECIDE = AfterNo.ENDS, AfterNo.DECIDE

ASKS_FOR_CONTACT: Mapping[str, AfterNo] = MappingProxyType(
    {
        # The offer and its answer: there is one now.
        "first_contact": _ENDS,
        "get_answer": _ENDS,
        "ask_before_it": _ENDS,
        "ask_again": _ENDS,
        "last_letter": _ENDS,
        "find_a_way": _ENDS,
        # A safe way to talk, which nobody needs any more.
        "make_plan": _ENDS,
        "confirm_channel": _ENDS,
        "code_locked": _ENDS,
        "code_failed": _ENDS,
        "review_channel": _ENDS,
        "agree_language": _ENDS,
        "ask_called": _ENDS,
        "ask_about_supporters": _ENDS,
        # What was to be told: they asked not to be.
        "telephone": _ENDS,
        "campaign_not_told": _ENDS,
        "not_planned": _ENDS,
        "held_message": _ENDS,
        "uncertain_message": _ENDS,
        "ladder_call": _ENDS,
        "ladder_manager": _ENDS,
        "stopped_by_correction": _ENDS,
        "tell_new_officer": _ENDS,
        "make_letter_again": _ENDS,
        "letter_names_another": _ENDS,
        "post_letter": AfterNo.STOP,
        "conditions_due": _ENDS,
        "silent_case": _ENDS,
        "parole_reminder": _ENDS,
        "hearing_put_off": _ENDS,
        # Their own pages, which they have no more.
        "ask_link": _ENDS,
        "ask_code": _ENDS,
        "own_request": _ENDS,
        "link_locked": _ENDS,
        # A young person who comes of age: asked for themselves, whatever a parent said.
        "speak_alone": AfterNo.STANDS,
        "own_choice": AfterNo.STANDS,
        "ask_birth_date": AfterNo.STANDS,
        # They may wait for it, or not know what was done: silence could harm.
        "next_step": _DECIDE,
        "promise": _DECIDE,
        "ring_back": _DECIDE,
        "ring_them": _DECIDE,
        "ring_asked": _DECIDE,
        "wish_dropped": _DECIDE,
        "own_worry": _DECIDE,
        "own_withdrawal": _DECIDE,
        "take_statement": _DECIDE,
        "call_taken": _DECIDE,
        "check_after_restore": _DECIDE,
        "reply_received": _DECIDE,
        "check_letter": _DECIDE,
        "sent_before_correction": _DECIDE,
        "sent_while_changed": _DECIDE,
        "sent_twice": _DECIDE,
        "tell_of_reopening": _DECIDE,
        "tell_request_outcome": _DECIDE,
        "tell_ask_answer": _DECIDE,
        # Conditions that protect them end: the law says that they are told.
        "condition_ending": _DECIDE,
        "tell_non_disclosure": _DECIDE,
        # A map that may show where they live now, perhaps with the offender already.
        "look_at_map": _DECIDE,
    }
)
"""Every kind of task for which an officer would get in touch with the person."""

ASKED_DESPITE_NO = frozenset({"ask_before_it", "speak_alone", "own_choice", "ask_birth_date"})
"""What the scheme itself asks of those who said no, years later: it stays the officer's."""

ASKS_FOR_NO_CONTACT = frozenset(
    {
        # The portal's own papers, and colleagues.
        "allocate_case",
        "check_offender",
        "check_key_dates",
        "decide_route",
        "decide_duplicate",
        "duplicate_elsewhere",
        "offender_corrected",
        "referral_changed",
        "referral_came_again",
        "chase_referral",
        "manager_conflict",
        "name_somebody",
        "unit_without_manager",
        "stop_letter",
        "read_note",
        "unmatched_text",
        # Walls, second persons, and what was lost.
        "broken_glass",
        "glass_without_manager",
        "give_restricted",
        "reader_joined",
        "second_person",
        "surge",
        "wrong_news",
        # Sentences that nobody referred: those who refer are asked.
        "missed_sentence",
        "missed_sentences",
        "unusual_reading",
        "work_lost",
        "undo_answer",
        "words_missing",
        "read_again",
        "plan_changed",
        "approve_as_manager",
        "approved_withdrawn",
        # Those who decide on release. An answer of its own ends or brings back the deadlines.
        "parole_deadline",
        "new_hearing_date",
        "next_review",
        "pre_tariff_review",
        "parole_passed",
        "recall_date",
        # Those who assess: a doctor, a social worker.
        "capacity_review",
        "release_passed",
        "put_request_forward",
        "own_wish",
        "own_statement",
        "request_outcome",
        "pass_ask_on",
        "ask_answer",
        "family_note",
        "tell_recipients",
        "acknowledge_handover",
        # A manager's decision from the start.
        "send_unsettled",
        "against_plan",
        "decide_about_caller",
        "decide_urgent_news",
        "incident",
        "tell_of_withdrawal",
        "urgent_but_stopped",
        "was_wrong",
        "decide_correction",
    }
)
"""Every other kind. A kind that is in neither list fails a test."""
