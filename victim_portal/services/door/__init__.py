"""A victim's own pages: agreed with the officer, reached by a link, opened by a passphrase."""

from victim_portal.services.door.agreeing import (
    agree_code,
    agree_passphrase,
    end_passphrase,
    send_link,
)
from victim_portal.services.door.choosing import (
    come_back,
    leave_scheme,
    own_ways,
    report_changed,
    stop_way,
)
from victim_portal.services.door.coding import send_code
from victim_portal.services.door.looked import who_looked
from victim_portal.services.door.opening import ask_for_new_link, proof_asked, redeem
from victim_portal.services.door.preferring import (
    avoid_day,
    choose_hours,
    choose_language,
    choose_level,
    choose_ring_first,
    own_choices,
    read_in,
    stop_avoiding,
    words_of_level,
)
from victim_portal.services.door.reading import (
    ask_to_be_rung,
    confirm_read,
    own_update,
    own_updates,
)
from victim_portal.services.door.requesting import ask_for_way_again, change_hours, name_supporter
from victim_portal.services.door.showing import DoorPage, RequestView, WayView, door_page
from victim_portal.services.door.speaking import give_feedback
from victim_portal.services.door.values import (
    Officer,
    OwnChoices,
    OwnLook,
    OwnUpdate,
    OwnWay,
    ProofAsked,
    Visitor,
)
from victim_portal.services.door.visits import ended_visitor, leave, pass_warning, visitor

__all__ = [
    "DoorPage",
    "Officer",
    "OwnChoices",
    "OwnLook",
    "OwnUpdate",
    "OwnWay",
    "ProofAsked",
    "RequestView",
    "Visitor",
    "WayView",
    "agree_code",
    "agree_passphrase",
    "ask_for_new_link",
    "ask_for_way_again",
    "ask_to_be_rung",
    "avoid_day",
    "change_hours",
    "choose_hours",
    "choose_language",
    "choose_level",
    "choose_ring_first",
    "come_back",
    "confirm_read",
    "door_page",
    "end_passphrase",
    "ended_visitor",
    "give_feedback",
    "leave",
    "leave_scheme",
    "name_supporter",
    "own_choices",
    "own_update",
    "own_updates",
    "own_ways",
    "pass_warning",
    "proof_asked",
    "read_in",
    "redeem",
    "report_changed",
    "send_code",
    "send_link",
    "stop_avoiding",
    "stop_way",
    "visitor",
    "who_looked",
    "words_of_level",
]
