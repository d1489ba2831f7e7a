"""What managers, administrators and auditors keep an eye on, gathered on one page."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from victim_portal.domain.vocabulary import Role
from victim_portal.services import tasks
from victim_portal.web import answers
from victim_portal.web.context import actor, ctx
from victim_portal.web.permissions import ENDPOINTS


@dataclass(frozen=True)
class Room:
    """One entry: its words, a sentence, and the kinds of task that wait there."""

    text: str
    sentence: str
    kinds: tuple[str, ...] = ()


# In the order of what can't wait.
ROOMS: Mapping[str, Room] = MappingProxyType(
    {
        "officer.list_proposals": Room(
            "To decide",
            "What can't be undone, proposed by somebody else, waits for your yes or no.",
            ("second_person",),
        ),
        "officer.list_surges": Room(
            "Parked messages",
            "Far more news was queued in one hour than ever: two managers look first.",
            ("surge",),
        ),
        "officer.list_wrong_news": Room(
            "Wrong news",
            "What people were told and was wrong: its correction waits for two managers.",
            ("wrong_news",),
        ),
        "officer.list_sentences": Room(
            "Nobody missed",
            "Sentences that courts and prisons list, held against what was referred and offered.",
            ("missed_sentences", "missed_sentence"),
        ),
        "officer.list_silent_cases": Room(
            "Silent cases",
            "Who is in the scheme and hears nothing, or can't be reached, and why.",
            ("silent_case",),
        ),
        "officer.list_campaigns": Room(
            "Date-change campaigns",
            "A file that moved many dates: whom it concerns, and who has been told.",
        ),
        "officer.list_glass": Room(
            "Broken glass",
            "Who opened a case from outside its unit, and whether that was in order.",
            ("broken_glass",),
        ),
        "officer.list_incidents": Room(
            "Incidents",
            "Something reached the wrong person, was lost or was seen: each has 72 hours.",
            ("incident",),
        ),
        "auditor.show_unusual": Room(
            "Reading that stands out",
            "Who read more than usual, at odd hours or far from their work.",
            ("unusual_reading",),
        ),
        "officer.list_due": Room(
            "Due to be forgotten",
            "Who has been kept for as long as the schedule says: two people agree.",
        ),
        "administrator.show_policy": Room(
            "Policy",
            "Which limits hold on which day, where they come from, and who changed them and why.",
        ),
        "administrator.list_licence_policies": Room(
            "Licence conditions policy",
            "Which versions of the official conditions came in, and what each one changed.",
        ),
        "administrator.list_templates": Room(
            "Texts to victims",
            "Every text in English and Welsh, who changed it and why, and what waits for a second.",
        ),
        "administrator.list_accounts": Room(
            "Team", "Your unit's people, and help for whoever can't sign in."
        ),
        "officer.list_correspondence": Room(
            "What victims are written",
            "Every text, e-mail and letter of the scheme, as it looks to whoever gets it.",
        ),
        "officer.list_leavings": Room(
            "Somebody leaves",
            "Plan when an officer leaves, who gets each case, and hand all of them over.",
            ("give_restricted",),
        ),
        "officer.set_cover": Room("Who covers", "Whom to ring while an officer is away."),
        "officer.name_manager": Room(
            "Name a manager for a restricted case",
            "For one that no manager may see any more.",
            ("name_somebody",),
        ),
        "officer.break_glass": Room(
            "Break the glass", "Open one case that isn't within your reach, with a reason."
        ),
    }
)
# Their menu leads there already.
IN_THE_MENU = {Role.ADMINISTRATOR: {"administrator.list_accounts"}}


def show_oversight() -> ResponseReturnValue:
    """The rooms that are open to whoever is signed in, and how much waits for them in each.

    The numbers are those of their own tasks, so that none tells of what they may not see.
    """
    waiting = Counter(task.kind for task in tasks.list_tasks(ctx(), actor()))
    rooms = [
        (endpoint, ROOMS[endpoint], sum(waiting[kind] for kind in ROOMS[endpoint].kinds))
        for endpoint in _open_to(actor().role)
    ]
    return render_template("officer/oversight/show.html", rooms=rooms)


def _open_to(role: Role | None) -> list[str]:
    elsewhere = IN_THE_MENU.get(role, set()) if role else set()
    return [one for one in ROOMS if role in ENDPOINTS[one] and one not in elsewhere]


def add_routes(officer: Blueprint) -> None:
    """Register the page."""
    officer.add_url_rule(
        "/oversight", view_func=answers.service_errors(show_oversight), methods=["GET"]
    )
