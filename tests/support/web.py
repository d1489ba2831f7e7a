"""The staff web over a test's portal, and a client that is signed in by the real page."""

import tempfile
from copy import copy
from functools import cache
from pathlib import Path

from flask import Flask
from jinja2 import FileSystemBytecodeCache

from tests.support.pages import PageClient
from tests.support.portal import PASSWORD, Portal
from tests.support.signing_in import sign_in_by_page
from victim_portal.ports import PostTray
from victim_portal.settings import Settings
from victim_portal.web import assemble, victim
from victim_portal.web.reports import Counted

OFFICER = "sam.carter@example.org"
COLLEAGUE = "nia.evans@example.org"
MANAGER = "moira.hughes@example.org"
STRANGER = "otto.lang@example.org"


_MADE: list[Flask] = []
"""The app that the others are copies of; it never answers anything itself."""


@cache
def demo_settings() -> Settings:
    """The settings of a demo, made once; a test's portal brings its own database and keys."""
    folder = Path(tempfile.mkdtemp(prefix="victim-portal-test-"))
    return Settings.from_environment({}, folder)


def app_for(portal: Portal, post_tray: PostTray | None = None) -> Flask:
    """The app over the portal.

    Its routes and templates were put together once in this process; what an app remembers of
    its portal is this one's own. A test that changes what its parts are told asks for `own_app`.
    """
    if not _MADE:
        _MADE.append(own_app(portal))
    [made] = _MADE
    app = copy(made)
    app.config = copy(made.config)
    app.extensions = {
        name: Counted() if isinstance(kept, Counted) else kept
        for name, kept in made.extensions.items()
    }
    app.extensions.update(victim_portal=portal.ctx, post_tray=post_tray)
    return app


def own_app(portal: Portal, post_tray: PostTray | None = None) -> Flask:
    """The same, put together for this test alone."""
    app = assemble(demo_settings(), portal.ctx, post_tray)
    keep_templates(app)
    # An error of the code fails the test, where the page would say sorry.
    app.config["PROPAGATE_EXCEPTIONS"] = True
    return app


def victims_app(portal: Portal) -> Flask:
    """The victims' own site over the portal."""
    app = victim.assemble(demo_settings(), portal.ctx)
    keep_templates(app)
    app.config["PROPAGATE_EXCEPTIONS"] = True
    return app


def keep_templates(app: Flask) -> None:
    """Compile each template of the portal once in a process, and not once for each app."""
    app.jinja_env.bytecode_cache = _compiled()


@cache
def _compiled() -> FileSystemBytecodeCache:
    return FileSystemBytecodeCache(tempfile.mkdtemp(prefix="victim-portal-test-"))


def client_for(
    portal: Portal, actor_email: str = OFFICER, post_tray: PostTray | None = None
) -> PageClient:
    """A client whose person signed in through the page."""
    return signed_in(app_for(portal, post_tray), actor_email)


def signed_in(app: Flask, actor_email: str) -> PageClient:
    """A client of this app, signed in; several people may share one app."""
    client = PageClient(app)
    sign_in_by_page(client, actor_email, PASSWORD)
    return client
