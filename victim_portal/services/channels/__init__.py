"""The safe-contact plan of each channel: made with the victim, confirmed, suspended, ended."""

from victim_portal.services.channels.inputs import AGREED_BY, ChannelInput
from victim_portal.services.channels.plans import (
    add_channel,
    change_plan,
    channel_for_form,
    check_reach,
    kind_of_ended,
)
from victim_portal.services.channels.reviews import ask_to_review, latest_review
from victim_portal.services.channels.standing import (
    confirm_channel,
    end,
    end_channel,
    reconfirm,
    ways_to_confirm,
)
from victim_portal.services.channels.suspecting import suspect, suspend, suspend_channel
from victim_portal.services.channels.verifying import mark_verified
from victim_portal.services.channels.views import (
    ChannelView,
    CodeView,
    case_channels,
    channel_views,
)

__all__ = [
    "AGREED_BY",
    "ChannelInput",
    "ChannelView",
    "CodeView",
    "add_channel",
    "ask_to_review",
    "case_channels",
    "change_plan",
    "channel_for_form",
    "channel_views",
    "check_reach",
    "confirm_channel",
    "end",
    "end_channel",
    "kind_of_ended",
    "latest_review",
    "mark_verified",
    "reconfirm",
    "suspect",
    "suspend",
    "suspend_channel",
    "ways_to_confirm",
]
