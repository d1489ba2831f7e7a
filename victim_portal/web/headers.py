"""Security and caching headers of every answer.

No page has a script or a style in its own text, so the content policy needs neither a
hash nor a nonce, and text that slipped through as markup could not run.
"""

from flask import Flask, Response, request

from victim_portal.web.shell import asset_version

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "object-src 'none'; report-uri /reports/policy; report-to policy"
)
REPORT_TO = 'policy="/reports/policy"'
"""Browsers know the older or the newer of the two ways to report; the address is the same."""
DENIED_FEATURES = (
    *("accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen"),
    *("geolocation", "gyroscope", "magnetometer", "microphone", "midi", "payment"),
    *("picture-in-picture", "screen-wake-lock", "usb", "xr-spatial-tracking"),
)
A_YEAR = 365 * 24 * 3600


def add_caching(response: Response, *, static: bool) -> None:
    """Pages are never kept; a static file is kept for ever when its address has its hash."""
    if not static or response.status_code >= 400:
        response.headers["Cache-Control"] = "no-store"
        return
    version = request.args.get("v")
    filename = (request.view_args or {}).get("filename", "")
    if version and version == asset_version(filename):
        response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    else:
        response.headers["Cache-Control"] = "no-cache"


def install(app: Flask, *, https: bool) -> None:
    """Add the headers to every answer of `app`; `https` adds what only holds on HTTPS.

    `Referrer-Policy` is `same-origin`: other sites learn nothing, and the forgery check can
    still see that a form came from us. A view that needs a stricter policy sets its own.
    """
    policy = CONTENT_POLICY + ("; upgrade-insecure-requests" if https else "")
    features = ", ".join(f"{feature}=()" for feature in DENIED_FEATURES)

    @app.after_request
    def add_headers(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", policy)
        headers.setdefault("Referrer-Policy", "same-origin")
        headers["Reporting-Endpoints"] = REPORT_TO
        headers["X-Content-Type-Options"] = "nosniff"
        headers["X-Frame-Options"] = "DENY"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        headers["Permissions-Policy"] = features
        headers["X-Robots-Tag"] = "noindex, nofollow"
        if https:
            headers["Strict-Transport-Security"] = f"max-age={2 * A_YEAR}; includeSubDomains"
        add_caching(response, static=request.endpoint == "static")
        return response
