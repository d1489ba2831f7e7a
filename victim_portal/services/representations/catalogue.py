"""The catalogue of conditions that the package ships."""

from victim_portal.services.licence_policy.versions import catalogue

__all__ = ["catalogue"]
