"""A victim's own pages: agreed with the officer, reached by a link, opened by a passphrase."""

from victim_portal.services.door.agreeing import (
    DoorPage,
    WayView,
    agree_code,
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
from victim_portal.services.door.coding import send_code
from victim_portal.services.door.looked import who_looked
from victim_portal.services.door.opening import ask_for_new_link, proof_asked, redeem
from victim_portal.services.door.reading import (
    ask_to_be_rung,
    confirm_read,
    own_update,
    own_updates,
)
from victim_portal.services.door.values import (
    Officer,
    OwnLook,
    OwnUpdate,
    OwnWay,
    ProofAsked,
    Visitor,
)
from victim_portal.services.door.visits import leave, pass_warning, visitor

__all__ = [
    "DoorPage",
    "Officer",
    "OwnLook",
    "OwnUpdate",
    "OwnWay",
    "ProofAsked",
    "Visitor",
    "WayView",
    "agree_code",
    "agree_passphrase",
    "ask_for_new_link",
    "ask_to_be_rung",
    "confirm_read",
    "door_page",
    "end_passphrase",
    "leave",
    "leave_scheme",
    "own_update",
    "own_updates",
    "own_ways",
    "pass_warning",
    "proof_asked",
    "redeem",
    "report_changed",
    "send_code",
    "send_link",
    "stop_way",
    "visitor",
    "who_looked",
]
