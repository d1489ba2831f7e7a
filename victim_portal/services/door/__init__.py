"""A victim's own pages: agreed with the officer, reached by a link, opened by a passphrase."""

from victim_portal.services.door.agreeing import (
    DoorPage,
    WayView,
    agree_passphrase,
    door_page,
    end_passphrase,
    send_link,
)
from victim_portal.services.door.opening import ask_for_new_link, link_language, redeem
from victim_portal.services.door.reading import (
    ask_to_be_rung,
    confirm_read,
    own_update,
    own_updates,
)
from victim_portal.services.door.values import Officer, OwnUpdate, Visitor
from victim_portal.services.door.visits import leave, pass_warning, visitor

__all__ = [
    "DoorPage",
    "Officer",
    "OwnUpdate",
    "Visitor",
    "WayView",
    "agree_passphrase",
    "ask_for_new_link",
    "ask_to_be_rung",
    "confirm_read",
    "door_page",
    "end_passphrase",
    "leave",
    "link_language",
    "own_update",
    "own_updates",
    "pass_warning",
    "redeem",
    "send_link",
    "visitor",
]
