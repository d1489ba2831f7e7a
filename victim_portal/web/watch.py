"""Pages for machines: whether a process lives, whether it can serve, and how the portal fares.

The first two say one word to whoever asks, as a load balancer has no account. The figures are
for whoever knows METRICS_TOKEN; without that setting there is no such page.
"""

import hmac
from collections.abc import Iterable, Iterator

from flask import Blueprint, Flask, Response, abort, current_app, request
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from victim_portal.services.watching import Figures, figures, is_ready
from victim_portal.web.context import ctx

PREFIX = "victim_portal_"
PLAIN = "text/plain; charset=utf-8"
_TOKEN = "metrics_token"  # noqa: S105 - the name under which it is kept, and no secret

watch = Blueprint("watch", __name__)

SAID: tuple[tuple[str, str], ...] = (
    ("messages_due", "Messages that might go now"),
    ("messages_lapsed", "Messages whose worker fell silent and that no other has swept up"),
    ("messages_asked_after", "Messages in doubt whose provider is still to be asked"),
    ("messages_parked", "Messages that wait for two managers"),
    ("surges_open", "Surges that two managers have to decide about"),
    ("tasks_open", "Tasks that nobody has done"),
    ("tasks_overdue", "Tasks that were due before today and that nobody has done"),
    ("cases_queued", "Open cases that no officer has"),
    ("cases_unplanned", "Open cases whose plan was not looked through for two days"),
    ("rows_unsealed", "Rows of the audit trail that stand under no seal yet"),
)
AGES: tuple[tuple[str, str, str], ...] = (
    ("oldest_due", "oldest_due_seconds", "How long the first message that might go has waited"),
    ("oldest_queued", "oldest_queued_seconds", "How long the first case has had no officer"),
)


def install(app: Flask, token: str | None) -> None:
    """Register the pages; `token` opens the figures, None shuts them for everybody."""
    app.extensions[_TOKEN] = token
    app.register_blueprint(watch)


@watch.get("/health/live")
def show_live() -> ResponseReturnValue:
    """This process answers; nothing else is asked."""
    return _word("alive")


@watch.get("/health/ready")
def show_ready() -> ResponseReturnValue:
    """Whether requests may be sent here: 503 while the database doesn't answer."""
    return _word("ready") if is_ready(ctx()) else _word("not ready", 503)


@watch.get("/metrics")
def show_figures() -> ResponseReturnValue:
    """The figures as Prometheus reads them; 404 for whoever lacks the token."""
    token: str | None = current_app.extensions[_TOKEN]
    given = request.headers.get("Authorization", "")
    if token is None or not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        abort(404)
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Collected(figures(ctx())))
    answer = Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
    answer.headers["Cache-Control"] = "no-store"
    return answer


class _Collected(Collector):
    """The figures of one moment as Prometheus' gauges."""

    def __init__(self, found: Figures) -> None:
        self._found = found

    def collect(self) -> Iterable[Metric]:
        """Each figure once."""
        yield from self._gauges()
        down = GaugeMetricFamily(
            f"{PREFIX}provider_down",
            "Whether the provider of a kind of message takes none",
            labels=["kind"],
        )
        for kind, is_down in sorted(self._found.providers_down.items()):
            down.add_metric([kind], float(is_down))
        yield down

    def _gauges(self) -> Iterator[Metric]:
        for name, said in SAID:
            yield GaugeMetricFamily(PREFIX + name, said, value=getattr(self._found, name))
        for name, called, said in AGES:
            yield GaugeMetricFamily(PREFIX + called, said, value=getattr(self._found, name))


def _word(word: str, status: int = 200) -> Response:
    answer = Response(f"{word}\n", status=status, content_type=PLAIN)
    answer.headers["Cache-Control"] = "no-store"
    return answer
