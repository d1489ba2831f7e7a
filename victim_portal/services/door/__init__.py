"""A victim's own pages: agreed with the officer, reached by a link, opened by a passphrase."""

from victim_portal.services.door.agreeing import (
    DoorPage,
    WayView,
    agree_passphrase,
    door_page,
    end_passphrase,
    send_link,
)
from victim_portal.services.door.choosing import (
    leave_scheme,
    own_ways,
    report_changed,
    stop_way,
)
from victim_portal.services.door.looked import who_looked
from victim_portal.services.door.opening import ask_for_new_link, link_language, redeem
from victim_portal.services.door.reading import (
    ask_to_be_rung,
    confirm_read,
    own_update,
    own_updates,
)
from victim_portal.services.door.values import Officer, OwnLook, OwnUpdate, OwnWay, Visitor
from victim_portal.services.door.visits import ended_visitor, leave, pass_warning, visitor

__all__ = [
    "DoorPage",
    "Officer",
    "OwnLook",
    "OwnUpdate",
    "OwnWay",
    "Visitor",
    "WayView",
    "agree_passphrase",
    "ask_for_new_link",
    "ask_to_be_rung",
    "confirm_read",
    "door_page",
    "end_passphrase",
    "ended_visitor",
    "leave",
    "leave_scheme",
    "link_language",
    "own_update",
    "own_updates",
    "own_ways",
    "pass_warning",
    "redeem",
    "report_changed",
    "send_link",
    "stop_way",
    "visitor",
    "who_looked",
]
