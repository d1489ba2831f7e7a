"""Where a task is done that nobody may tick off: the page that does what it asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from flask import url_for

from victim_portal.services.tasks import TaskView


@dataclass(frozen=True)
class Place:
    """The sentence that says what finishes a task, and the link's words and address."""

    sentence: str
    text: str
    href: str


@dataclass(frozen=True)
class _Where:
    sentence: str
    text: str
    endpoint: str
    anchor: str = ""
    about: tuple[tuple[str, str], ...] = ()


_UPDATE = (("update_id", "update"),)
_REQUESTS = ("officer.show_representations", "requests")
_REVIEW = ("officer.show_representations", "review")
_PLAN = ("officer.show_case", "safe-contact")

WHERE: Mapping[str, _Where] = MappingProxyType(
    {
        "first_contact": _Where(
            "It is done once they were reached, or their answer is recorded.",
            "Go on with first contact",
            "officer.show_first_contact",
        ),
        "ask_again": _Where(
            "It is done once their answer is recorded.", "Record an answer", "officer.record_answer"
        ),
        "get_answer": _Where(
            "It is done once their answer is recorded.", "Record an answer", "officer.record_answer"
        ),
        "own_choice": _Where(
            "It is done once the young person's own answer is recorded.",
            "Ask the young person",
            "officer.show_coming_of_age",
        ),
        "silent_case": _Where(
            "It is done once there was contact, or what stands in the way is put right.",
            "Open contacts and notes",
            "officer.show_contacts",
        ),
        "allocate_case": _Where(
            "It is done once the case has an officer.", "Open the queue", "officer.show_queue"
        ),
        "decide_route": _Where(
            "It is done once a manager has decided the route.", "Open the case", "officer.show_case"
        ),
        "make_plan": _Where(
            "It is done once a plan for a number or address is agreed with them.",
            "Make the safe-contact plan",
            *_PLAN,
        ),
        "confirm_channel": _Where(
            "It is done once the number or address is confirmed and checked, or taken out of use.",
            "Open the safe-contact plan",
            *_PLAN,
        ),
        "code_locked": _Where(
            "It is done once the number or address is checked, or taken out of use.",
            "Open the safe-contact plan",
            *_PLAN,
        ),
        "review_channel": _Where(
            "It is done once they said that it is still right and safe, or it is taken out of use.",
            "Open the safe-contact plan",
            *_PLAN,
        ),
        "read_again": _Where(
            "It is done once the update is approved or cancelled, or they were told.",
            "Read the update",
            "officer.show_update",
            about=_UPDATE,
        ),
        "plan_changed": _Where(
            "It is done once you have looked at the changes and decided.",
            "See what changed in the plan",
            "officer.show_plan_changes",
        ),
        "approve_as_manager": _Where(
            "It is done once the update is approved or cancelled, or they were told.",
            "Read the update",
            "officer.show_update",
            about=_UPDATE,
        ),
        "telephone": _Where(
            "It is done once it is recorded that they were told, or the update is cancelled.",
            "Record that they were told",
            "officer.record_telling",
            about=_UPDATE,
        ),
        "held_message": _Where(
            "It is done once the message goes, they were told, or the update is cancelled.",
            "See why the message is held",
            "officer.show_update",
            about=_UPDATE,
        ),
        "put_request_forward": _Where(
            "It is done once the request was put forward, or withdrawn with the victim.",
            "Put the request forward",
            *_REQUESTS,
        ),
        "request_outcome": _Where(
            "It is done once the decision on the request is recorded.",
            "Record the decision",
            *_REQUESTS,
        ),
        "tell_request_outcome": _Where(
            "It is done once it is recorded when and how they were told, in plain words.",
            "Record that they were told",
            *_REQUESTS,
        ),
        "pass_ask_on": _Where(
            "It is done once it was passed on, or they no longer ask for it.",
            "Pass it on",
            *_REVIEW,
        ),
        "ask_answer": _Where(
            "It is done once the answer is recorded.", "Record the answer", *_REVIEW
        ),
        "tell_ask_answer": _Where(
            "It is done once it is recorded when and how they were told.",
            "Record that they were told",
            *_REVIEW,
        ),
        "post_letter": _Where(
            "It is done once the letter is recorded as posted, or is discarded.",
            "Open the letter",
            "officer.show_letter",
            about=(("letter_id", "letter"),),
        ),
    }
)
"""One place for each kind that is finished by doing alone."""


def place_of(task: TaskView) -> Place:
    """Where this task is done; its case, where what it is about isn't named."""
    where = WHERE[task.kind]
    values = {name: task.about.get(key) for name, key in where.about}
    endpoint = where.endpoint if all(values.values()) else "officer.show_case"
    if endpoint != where.endpoint:
        values = {}
    if endpoint != "officer.show_queue":
        values["reference"] = task.case_reference
    href = url_for(endpoint, _anchor=where.anchor or None, **values)  # type: ignore[arg-type]  # what the addresses take
    return Place(where.sentence, where.text, href)
