"""The shell every page stands in: template settings, dates in words, addresses of assets.

Templates are strict: a name that nobody gave is an error and never an empty space, since
an empty space on a victim's page may be a missing warning.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

from flask import Flask, current_app, url_for
from flask_wtf.csrf import generate_csrf
from jinja2 import (
    ChainableUndefined,
    Environment,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
    Undefined,
)
from markupsafe import Markup, escape

LONDON = ZoneInfo("Europe/London")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True)
class NavigationItem:
    """One entry of the service navigation; `href` is a path of this site.

    `holds` are the paths of pages that are reached from it and don't lie below it.
    """

    text: str
    href: str
    holds: tuple[str, ...] = ()

    def current(self, path: str) -> str | None:
        """How the entry is marked while `path` is shown, as a value of `aria-current`."""
        if path == self.href:
            return "page"
        below = (one.rstrip("/") + "/" for one in (self.href, *self.holds) if one != "/")
        return "true" if path in self.holds or path.startswith(tuple(below)) else None


def _in_london(value: date) -> date:
    """Local date or moment; a moment without a zone is refused, since it could be any day."""
    if not isinstance(value, datetime):
        return value
    if value.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return value.astimezone(LONDON)


def long_date(value: date | None, missing: str = "Not recorded") -> str:
    """The date in full, in London: ``Monday 7 December 2026``."""
    if value is None:
        return missing
    local = _in_london(value)
    return f"{DAYS[local.weekday()]} {local.day} {MONTHS[local.month - 1]} {local.year}"


def plain_date(value: date | None, missing: str = "Not recorded") -> str:
    """The date in full without its weekday, for the far past: ``7 December 2026``."""
    return long_date(value, missing).partition(" ")[2] if value else missing


def month_and_year(value: date) -> str:
    """The month of a day: ``December 2026``."""
    return f"{MONTHS[value.month - 1]} {value.year}"


def short_date(value: date | None, missing: str = "Not recorded") -> str:
    """The date for tables, in London: ``7 Dec 2026``."""
    if value is None:
        return missing
    local = _in_london(value)
    return f"{local.day} {MONTHS[local.month - 1][:3]} {local.year}"


def clock_time(value: time | None, missing: str = "Not recorded") -> str:
    """A time of day: ``9am``, ``2:30pm``, ``midday``, ``midnight``; a time is taken as local."""
    if value is None:
        return missing
    if value.minute == 0 and value.hour in {0, 12}:
        return "midday" if value.hour else "midnight"
    minutes = f":{value.minute:02d}" if value.minute else ""
    return f"{value.hour % 12 or 12}{minutes}{'am' if value.hour < 12 else 'pm'}"


def london_time(value: datetime) -> time:
    """The time of day of a moment in London."""
    return cast(datetime, _in_london(value)).timetz()


def london_datetime(value: datetime | None, missing: str = "Not recorded") -> str:
    """The moment in London: ``Monday 7 December 2026 at 2:30pm``."""
    if value is None:
        return missing
    local = cast(datetime, _in_london(value))
    return f"{long_date(local)} at {clock_time(local.timetz())}"


def short_datetime(value: datetime | None, missing: str = "Not recorded") -> str:
    """The moment for tables, in London: ``7 Dec 2026, 2:30pm``."""
    if value is None:
        return missing
    local = cast(datetime, _in_london(value))
    return f"{short_date(local)}, {clock_time(local.timetz())}"


def when(value: date | None, missing: str = "Not recorded") -> str:
    """A moment with its time, a date without."""
    if isinstance(value, datetime):
        return london_datetime(value)
    return long_date(value, missing)


def machine_date(value: date) -> str:
    """The same for a ``<time datetime>`` attribute: ISO 8601, a moment in UTC."""
    if isinstance(value, datetime):
        return cast(datetime, _in_london(value)).astimezone(UTC).isoformat(timespec="seconds")
    return value.isoformat()


def counted(number: int, one: str, many: str) -> str:
    """A number with its noun: ``1 case``, ``2 cases``."""
    return f"{number:,} {one if number == 1 else many}"


def attrs(values: Mapping[str, object]) -> Markup:
    """HTML attributes, escaped; `None` and `False` are left out, lists are joined by spaces.

    So is what a template's ``x if y`` without an ``else`` leaves behind; a name that nobody
    gave is still an error.
    """
    parts: list[str] = []
    for name, value in values.items():
        if isinstance(value, list | tuple):
            value = " ".join(str(part) for part in value if part) or None
        if value is None or value is False or type(value) is Undefined:
            continue
        parts.append(f" {name}" if value is True else f' {name}="{escape(value)}"')
    return Markup("".join(parts))  # noqa: S704 - each value was escaped above


@cache
def _digest(path: str, _changed: int, _size: int) -> str:
    return sha256(Path(path).read_bytes()).hexdigest()[:16]


def asset_version(filename: str) -> str | None:
    """The content hash of a static file of the running app; None when there is no such file."""
    folder = current_app.static_folder
    if folder is None:
        return None
    path = Path(folder, filename)
    if not path.resolve().is_relative_to(Path(folder).resolve()) or not path.is_file():
        return None
    facts = path.stat()
    return _digest(str(path), facts.st_mtime_ns, facts.st_size)


def asset_url(filename: str) -> str:
    """The address of a static file, with its hash, so that it can be cached for ever."""
    version = asset_version(filename)
    if version is None:
        return url_for("static", filename=filename)
    return url_for("static", filename=filename, v=version)


@cache
def _design_system() -> Environment:
    """The GOV.UK macros read many absent parameters, so they get an environment of their own."""
    return Environment(
        loader=PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        undefined=ChainableUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def govuk(component: str, params: Mapping[str, object]) -> Markup:
    """A component of the design system: ``govuk("exit-this-page", {...})``.

    For the rare ones only: the portal writes forms, tables and lists itself. The design
    system's macros indent what they are given, which would change the text in a textarea.
    """
    path = f"govuk_frontend_jinja/components/{component}/macro.html"
    macro = "govuk" + component.title().replace("-", "")
    module = _design_system().get_template(path).module
    return cast(Markup, getattr(module, macro)(params))


def _flash_groups(messages: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Flashed messages by banner: ``success``, or ``notice`` for every other category."""
    groups: dict[str, list[str]] = {}
    for category, text in messages:
        kind = "success" if category == "success" else "notice"
        groups.setdefault(kind, []).append(text)
    return groups


def install(app: Flask) -> None:
    """Set up the templates of `app`. What a page may override is listed in ``base.html``."""
    env = app.jinja_env
    env.undefined = StrictUndefined
    env.trim_blocks = True
    env.lstrip_blocks = True
    env.filters.update(
        long_date=long_date,
        plain_date=plain_date,
        month_and_year=month_and_year,
        short_date=short_date,
        clock_time=clock_time,
        london_datetime=london_datetime,
        machine_date=machine_date,
        short_datetime=short_datetime,
        when=when,
        london_time=london_time,
        counted=counted,
        flash_groups=_flash_groups,
    )
    helpers: dict[str, Callable[..., object]] = {
        "asset_url": asset_url,
        "attrs": attrs,
        "govuk": govuk,
        "csrf_token": generate_csrf,
    }
    env.globals.update(helpers)
    env.globals.update(
        service_name="Victim Portal",
        home_url="/",
        navigation=(),
        signed_in_as="",
        sign_out_url="",
        account_url="",
        signed_in_email="",
        session_ends_in=None,
        demo=False,
        glass_ends_at=lambda: None,
        providers_down=tuple,
        form=None,
        has_errors=False,
        back_href="",
        back_text="Back",
        breadcrumbs=(),
    )
