"""Headers of every answer of the victims' site: nothing kept, nothing told to anybody else."""

from flask import Flask, Response, request

from victim_portal.web.headers import A_YEAR, DENIED_FEATURES, add_caching

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "object-src 'none'"
)


def install(app: Flask, *, https: bool) -> None:
    """Add the headers to every answer of `app`; `https` adds what only holds on HTTPS.

    No report of a breach of the policy is asked for: it would name the page that she read.
    """
    policy = CONTENT_POLICY + ("; upgrade-insecure-requests" if https else "")
    features = ", ".join(f"{feature}=()" for feature in DENIED_FEATURES)

    @app.after_request
    def add_headers(response: Response) -> Response:
        headers = response.headers
        headers["Content-Security-Policy"] = policy
        headers["Referrer-Policy"] = "no-referrer"
        headers["X-Content-Type-Options"] = "nosniff"
        headers["X-Frame-Options"] = "DENY"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        headers["Permissions-Policy"] = features
        headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        if https:
            headers["Strict-Transport-Security"] = f"max-age={2 * A_YEAR}; includeSubDomains"
        add_caching(response, static=request.endpoint == "static")
        return response
