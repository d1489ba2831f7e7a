"""The portal's settings: read once from the environment, typed, frozen, refused when unsafe.

`Settings.from_environment` is the only door. It answers with settings that a process may
start with, or raises `SettingsError` with everything that is wrong, each problem naming
its setting and never a secret's value.
"""

from victim_portal.settings.checks import check, check_cookies
from victim_portal.settings.demo_keys import DemoKeys, ensure_demo_keys
from victim_portal.settings.model import PREFIX, Environment, Problem, Settings, SettingsError

__all__ = [
    "PREFIX",
    "DemoKeys",
    "Environment",
    "Problem",
    "Settings",
    "SettingsError",
    "check",
    "check_cookies",
    "ensure_demo_keys",
]
