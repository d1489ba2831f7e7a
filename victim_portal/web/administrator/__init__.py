"""The pages of accounts and of the policy: for administrators, and whoever else may see them."""

from flask import Blueprint, Flask

from victim_portal.web.administrator import accounts, changing, helping, policy, policy_changing


def install(app: Flask) -> None:
    """Register the pages."""
    administrator = Blueprint("administrator", __name__)
    for module in (accounts, changing, helping, policy, policy_changing):
        module.add_routes(administrator)
    app.register_blueprint(administrator)
