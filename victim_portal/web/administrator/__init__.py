"""The pages of accounts: for administrators, and for managers who help somebody back in."""

from flask import Blueprint, Flask

from victim_portal.web.administrator import accounts, changing, helping


def install(app: Flask) -> None:
    """Register the pages."""
    administrator = Blueprint("administrator", __name__)
    for module in (accounts, changing, helping):
        module.add_routes(administrator)
    app.register_blueprint(administrator)
