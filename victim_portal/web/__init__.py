"""The web: thin views that translate a request into one use case and its answer into a page."""

from urllib.parse import urlsplit

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from victim_portal.ports import PostTray
from victim_portal.services.context import Context
from victim_portal.settings import Settings
from victim_portal.web import (
    account,
    administrator,
    auditor,
    checking,
    context,
    errors,
    fresh_proof,
    headers,
    hooks,
    officer,
    permissions,
    reports,
    shell,
    static_files,
    watch,
    words,
)

# A referral file of twenty megabytes, and the form around it.
MOST_BYTES = 21 * 1024 * 1024
# A statement, the part to be withheld and its reasons, each of 200,000 characters of any
# script: refused as too large, a victim's words would be lost.
MOST_TYPED_BYTES = 8 * 1024 * 1024


def assemble(settings: Settings, ctx: Context, post_tray: PostTray | None) -> Flask:
    """A Flask app over one portal: shell, headers, errors, sign-in, permissions, pages."""
    app = Flask("victim_portal")
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="__Host-staff" if settings.cookies_secure else "staff",
        SESSION_COOKIE_SECURE=settings.cookies_secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=MOST_BYTES,
        MAX_FORM_MEMORY_SIZE=MOST_TYPED_BYTES,
        # A page may be open for as long as the longest session lasts, and still save.
        WTF_CSRF_TIME_LIMIT=None,
    )
    if settings.is_production:
        # A request for another host is refused before anything builds an address from it.
        app.config["TRUSTED_HOSTS"] = [urlsplit(settings.base_url).hostname]
    if settings.trusted_proxies:
        # Counted from the nearest: what the sender wrote into the header themselves isn't reached.
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # Flask's own way to wrap it
            app.wsgi_app, x_for=settings.trusted_proxies, x_proto=settings.trusted_proxies
        )
    csrf = CSRFProtect(app)
    context.install(app, ctx, post_tray, demo=not settings.is_production)
    shell.install(app)
    static_files.install(app)
    words.install(app)
    headers.install(app, https=settings.cookies_secure)
    errors.install(app)
    fresh_proof.install(app)
    account.install(app)
    permissions.install(app)
    officer.install(app)
    administrator.install(app)
    auditor.install(app)
    checking.install(app)
    hooks.install(app, csrf)
    reports.install(app, csrf)
    watch.install(app, settings.metrics_token)
    return app
