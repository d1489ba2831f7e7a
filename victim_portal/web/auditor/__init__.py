"""The pages of auditors: what one case's person was told, who has looked, what stands out."""

from flask import Blueprint, Flask


def install(app: Flask) -> None:
    """Register the pages."""
    from victim_portal.web.auditor import glass, trail, unusual

    # A fresh one for each app: a blueprint takes no more routes once it was registered.
    auditor = Blueprint("auditor", __name__)
    for module in (trail, glass, unusual):
        module.add_routes(auditor)
    app.register_blueprint(auditor)
