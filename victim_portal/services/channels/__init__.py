"""The safe-contact plan of each channel: made with the victim, confirmed, suspended, ended."""

from victim_portal.services.channels.plans import (
    ChannelInput,
    add_channel,
    change_plan,
    channel_for_form,
    check_reach,
)
from victim_portal.services.channels.standing import confirm_channel, end_channel, suspend_channel
from victim_portal.services.channels.views import ChannelView, channel_views

__all__ = [
    "ChannelInput",
    "ChannelView",
    "add_channel",
    "change_plan",
    "channel_for_form",
    "channel_views",
    "check_reach",
    "confirm_channel",
    "end_channel",
    "suspend_channel",
]
