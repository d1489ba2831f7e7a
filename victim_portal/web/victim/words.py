"""What their choices are called, in the language of the page."""

from datetime import time

from markupsafe import Markup

from victim_portal.domain.avoided_days import avoided_on
from victim_portal.domain.own_choices import Liked
from victim_portal.domain.vocabulary import ChannelKind, Language, Level
from victim_portal.domain.wording.months import MONTH_NAMES, WEEKDAY_NAMES
from victim_portal.services.door import OwnWay
from victim_portal.web.victim.shell import NAMES, language
from victim_portal.web.victim.shell import gettext as _


def level_named(level: Level) -> Markup:
    """How much they hear."""
    match level:
        case Level.KEY_STAGES:
            return _("Every main step")
        case Level.ANNUAL:
            return _("Once a year, and about a release")
        case Level.RELEASE_MONTH_ONLY:
            return _("Only about a release")


def way_named(way: OwnWay) -> Markup:
    """A number or address, told by its end."""
    match way.kind:
        case ChannelKind.MOBILE:
            return _("The mobile number that ends in {end}", end=way.hint)
        case ChannelKind.LANDLINE:
            return _("The telephone number that ends in {end}", end=way.hint)
        case ChannelKind.EMAIL:
            return _("The e-mail address that begins with {start}", start=way.hint)
        case ChannelKind.POST:
            return _("Your postal address")


def language_named(one: Language) -> Markup:
    """A language by its own name, marked as being in it."""
    return Markup('<span lang="{}">{}</span>').format(one.value, NAMES[one])


def weekday_named(number: int) -> str:
    """A day of the week; 0 is Monday."""
    return WEEKDAY_NAMES[language()][number]


def time_named(value: time) -> Markup | str:
    """A whole hour: 9am, midday, 4pm."""
    if value.hour == 12:
        return _("midday")
    return f"{value.hour % 12}{'am' if value.hour < 12 else 'pm'}"


def avoided_named(stored: str) -> Markup | str:
    """A day on which nothing comes, as it is kept."""
    year, month, day = avoided_on(stored)
    named = f"{day} {MONTH_NAMES[language()][month - 1]}"
    return f"{named} {year}" if year else _("{day} every year", day=named)


def liked_named(liked: Liked | None) -> list[Markup | str]:
    """When they like to hear, a line for each wish."""
    if liked is None:
        return [_("At the hours that we agreed with you")]
    if liked == Liked():
        return [_("At any time that is safe")]
    said: list[Markup | str] = []
    if liked.not_on:
        days = ", ".join(weekday_named(one) for one in sorted(liked.not_on))
        said.append(_("Not on: {days}", days=days))
    if liked.not_before is not None:
        said.append(_("Not before {time}", time=time_named(liked.not_before)))
    if liked.not_after is not None:
        said.append(_("Not after {time}", time=time_named(liked.not_after)))
    return said
