"""The organisation's own sign-in: OpenID Connect, by Authlib, known nowhere else."""

from victim_portal.identity.provider import OpenIdProvider
from victim_portal.ports import Clock, SignInProvider
from victim_portal.settings import Settings

__all__ = ["OpenIdProvider", "sign_in_provider"]


def sign_in_provider(settings: Settings, clock: Clock) -> SignInProvider | None:
    """The provider of the settings, or None where there is none; nothing is asked of it yet."""
    if not settings.oidc_issuer or not settings.oidc_client_id or not settings.oidc_client_secret:
        return None
    return OpenIdProvider(
        settings.oidc_issuer,
        settings.oidc_client_id,
        settings.oidc_client_secret,
        settings.oidc_second_factor,
        clock,
    )
