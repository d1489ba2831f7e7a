"""The victims' own site: another app, another cookie, other headers, its own error pages.

It shares nothing with the staff pages but the services: no session, no template, no address.
"""

from urllib.parse import urlsplit

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from victim_portal.services.context import Context
from victim_portal.settings import Settings
from victim_portal.web import static_files
from victim_portal.web.victim import errors, guard, headers, pages, shell

STATIC = frozenset(
    {
        "css/own.css",
        "dist/govuk/govuk-frontend.min.css",
        "dist/govuk/govuk-frontend.min.js",
        "img/own.svg",
        "js/draft.mjs",
        "js/enable.js",
        "js/start.mjs",
        "js/visit.mjs",
    }
)
"""What these pages use; nothing here tells that the staff's pages exist."""
MOST_BYTES = 256 * 1024
"""The longest part of a statement, 20,000 signs, of which each may take twelve bytes on its way."""


def assemble(settings: Settings, ctx: Context) -> Flask:
    """A Flask app over one portal, for victims alone."""
    address = urlsplit(settings.victim_base_url)
    https = address.scheme == "https"
    path = address.path.rstrip("/")
    # A cookie with the prefix __Host- reaches the whole host, so it needs one of its own.
    app = Flask("victim_portal")
    app.config.update(
        SECRET_KEY=f"{settings.secret_key}:victims",
        SESSION_COOKIE_NAME="__Host-m" if https and not path else "m",
        SESSION_COOKIE_SECURE=https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        SESSION_COOKIE_PATH=f"{path}/",
        MAX_CONTENT_LENGTH=MOST_BYTES,
        MAX_FORM_MEMORY_SIZE=MOST_BYTES,
        WTF_CSRF_TIME_LIMIT=None,
        # These pages send no referrer, not even to themselves; the cookie is same-site.
        WTF_CSRF_SSL_STRICT=False,
    )
    if settings.is_production:
        app.config["TRUSTED_HOSTS"] = [address.hostname]
    if settings.trusted_proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # Flask's own way to wrap it
            app.wsgi_app, x_for=settings.trusted_proxies, x_proto=settings.trusted_proxies
        )
    app.extensions["victim_portal"] = ctx
    static_files.install(app, STATIC)
    CSRFProtect(app)
    shell.install(app, demo=not settings.is_production)
    headers.install(app, https=https)
    errors.install(app)
    guard.install(app)
    pages.install(app)
    return app
