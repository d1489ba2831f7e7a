"""The pages of accounts, the policy and the texts, for administrators and who else may see them."""

from flask import Blueprint, Flask

from victim_portal.web.administrator import (
    accounts,
    changing,
    helping,
    licence_policy,
    policy,
    policy_changing,
    template_changing,
    templates,
)


def install(app: Flask) -> None:
    """Register the pages."""
    administrator = Blueprint("administrator", __name__)
    rooms = (
        *(accounts, changing, helping, licence_policy),
        *(policy, policy_changing, templates, template_changing),
    )
    for module in rooms:
        module.add_routes(administrator)
    app.register_blueprint(administrator)
