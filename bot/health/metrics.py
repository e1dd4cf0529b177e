"""What Prometheus is told. No label names a server, a channel or a member."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.client import Understudy
from bot.domain.timing import BUCKETS, Times
from bot.health.state import Status, shards_of
from bot.interactions.workload import Workload
from bot.store.database import Database


class BotCollector(Collector):
    """Reads the bot's numbers when Prometheus asks; until then nothing is spent on them."""

    def __init__(self, bot: Understudy, database: Database) -> None:
        self._bot = bot
        self._database = database

    def text(self) -> bytes:
        """All numbers in Prometheus's text format."""
        registry = CollectorRegistry(auto_describe=False)
        registry.register(self)
        return generate_latest(registry)

    def collect(self) -> Iterator[Metric]:
        """The numbers. Called by prometheus-client."""
        yield from self._of_shards()
        yield from _of_answers(self._bot.router.workload)
        yield from self._of_queues()

    def _of_shards(self) -> Iterator[Metric]:
        up = GaugeMetricFamily("understudy_shard_up", "1 if the shard hears Discord", labels=["shard"])
        silence = GaugeMetricFamily(
            "understudy_shard_silence_seconds", "Since the shard heard anything", labels=["shard"]
        )
        latency = GaugeMetricFamily(
            "understudy_shard_latency_seconds", "From a heartbeat to its answer", labels=["shard"]
        )
        reconnects = CounterMetricFamily(
            "understudy_shard_reconnects", "Connections that ended", labels=["shard"]
        )
        for shard in shards_of(self._bot):
            label = [str(shard.number)]
            up.add_metric(label, shard.status is Status.OK)
            reconnects.add_metric(label, shard.reconnects)
            if shard.silence is not None:
                silence.add_metric(label, shard.silence)
            if shard.latency is not None:
                latency.add_metric(label, shard.latency)
        yield from (up, silence, latency, reconnects)
        yield CounterMetricFamily(
            "understudy_events_skipped", "Events that could not be read", value=self._bot.skipped
        )
        yield GaugeMetricFamily("understudy_servers", "Servers that have the bot", len(self._bot.guilds))

    def _of_queues(self) -> Iterator[Metric]:
        load = self._bot.router.workload
        for name, what, value in (
            ("interactions_running", "Interactions that have a turn", load.running),
            ("interactions_waiting", "Interactions that wait for a turn", load.waiting),
            ("imports_running", "Files that are read", load.imports.running),
            ("imports_waiting", "Files that wait to be read", load.imports.waiting),
        ):
            yield GaugeMetricFamily(f"understudy_{name}", what, value)
        waits = HistogramMetricFamily(
            "understudy_database_wait_seconds", "Waiting for the database", labels=["for"]
        )
        for name, waited in self._database.waits.items():
            _add(waits, name, waited)
        yield waits


def _of_answers(load: Workload) -> Iterator[Metric]:
    answers = CounterMetricFamily(
        "understudy_answers", "Answers by command and how they ended", labels=["command", "outcome"]
    )
    seconds = HistogramMetricFamily(
        "understudy_answer_seconds", "From a question's arrival to its answer", labels=["command"]
    )
    for command, answered in sorted(load.answers.items()):
        for outcome, count in sorted(answered.outcomes.items()):
            answers.add_metric([command, outcome], count)
        _add(seconds, command, answered.times)
    yield from (answers, seconds)


def _add(family: HistogramMetricFamily, label: str, times: Times) -> None:
    """Add times. Prometheus wants the count of each bound to include those before it."""
    so_far, buckets = 0, list[tuple[str, float]]()
    for bound in BUCKETS:
        so_far += times.within[bound]
        buckets.append(("+Inf" if bound == float("inf") else str(bound), so_far))
    family.add_metric([label], buckets, times.seconds)
