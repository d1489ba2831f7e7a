"""Victim Portal: keeping victims of crime informed, safely, and carrying their views."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from victim_portal.bootstrap import Portal
    from victim_portal.settings import Settings


def create_app(settings: "Settings | None" = None, portal: "Portal | None" = None) -> "Flask":
    """Assemble the web application: the staff site, and the victims' at its own address.

    With no argument the settings are read from the environment (SettingsError names what
    is wrong). A test may hand in a portal of its own.
    """
    import os

    from victim_portal.bootstrap import build, demo_account_problems
    from victim_portal.settings import Settings, SettingsError, check_cookies
    from victim_portal.web import assemble, victim
    from victim_portal.web.doors import Doors

    if portal is None:
        portal = build(settings or Settings.from_environment(os.environ))
    app = assemble(portal.settings, portal.ctx, portal.post_tray)
    own = victim.assemble(portal.settings, portal.ctx)
    addresses = (portal.settings.base_url, portal.settings.victim_base_url)
    app.wsgi_app = Doors(app.wsgi_app, own.wsgi_app, *addresses)  # type: ignore[method-assign]  # Flask's own way to wrap it
    problems = [*check_cookies(portal.settings, app.config), *demo_account_problems(portal)]
    if problems:
        raise SettingsError(problems)
    return app
