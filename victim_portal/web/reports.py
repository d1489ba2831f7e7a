"""Where browsers report what the content policy kept out of a page.

Anybody can send anything here, signed in or not: it is bounded in size, its lines in the log
by the minute, and nothing of it is kept but words of a closed list and a line's number.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Blueprint, Flask, current_app, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect

from victim_portal.domain.policy_reports import PolicyReport, read_reports

logger = logging.getLogger(__name__)

LONGEST = 16 * 1024
"""Bytes of a request; a browser's report has one or two thousand."""
LINES_A_MINUTE = 10
MINUTE = 60.0
_KEPT = "policy_reports"

reports = Blueprint("reports", __name__, url_prefix="/reports")


@dataclass
class Counted:
    """How many reports this process got, and how many of them it said nothing of."""

    monotonic: Callable[[], float] = time.monotonic
    total: int = 0
    unsaid: int = 0
    _said: list[float] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, report: PolicyReport) -> None:
        """Count one report, and log it unless the minute's lines are used up."""
        with self._lock:
            now = self.monotonic()
            self.total += 1
            self._said = [at for at in self._said if now - at < MINUTE]
            if len(self._said) >= LINES_A_MINUTE:
                self.unsaid += 1
                return
            self._said.append(now)
            logger.warning(
                "content policy: directive=%s blocked=%s line=%d total=%d unsaid=%d",
                report.directive,
                report.blocked,
                report.line,
                self.total,
                self.unsaid,
            )


def install(app: Flask, csrf: CSRFProtect) -> None:
    """Register the address; a browser's report has no page and so no forgery token."""
    app.extensions[_KEPT] = Counted()
    csrf.exempt(reports)
    app.register_blueprint(reports)


@reports.post("/policy")
def record_policy_report() -> ResponseReturnValue:
    """Count what was kept out; 204 for reports and nonsense alike, 413 for what is too long."""
    # Of a body of no known length no more is read than that either.
    request.max_content_length = LONGEST
    counted: Counted = current_app.extensions[_KEPT]
    for report in read_reports(request.get_data(cache=False)):
        counted.note(report)
    return "", 204
