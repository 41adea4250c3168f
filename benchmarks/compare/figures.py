"""From runs to a table. Pure: values in, text out."""

import statistics
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Run:
    """One run of one system: rows a second, and whether the far end has what was acknowledged.

    What had no answer when the waiting was over may be stored or not.
    """

    per_second: float
    acknowledged: int
    stored: int
    unanswered: int = 0
    p50: float | None = None
    p99: float | None = None
    cpu_micros_per_row: float | None = None
    details: dict = field(default_factory=dict)

    @property
    def is_right(self):
        return 0 < self.acknowledged <= self.stored <= self.acknowledged + self.unanswered


@dataclass(frozen=True)
class Comparison:
    """All pairs of one peer, each (ours, peer)."""

    title: str
    what: str
    ours_means: str
    peer_means: str
    pairs: list

    @property
    def is_right(self):
        return all(run.is_right for pair in self.pairs for run in pair)


def table(comparisons):
    lines = [
        "| beside | measured | ratio: median (min – max) | pairs | Airlog, rows/s | peer, rows/s |"
        " Airlog p50 · p99 ms | peer p50 · p99 ms | Airlog CPU µs/row | peer CPU µs/row | counts |",
        "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|---|",
    ]
    for comparison in comparisons:
        ratios = sorted(ours.per_second / peer.per_second for ours, peer in comparison.pairs)
        ours, peers = zip(*comparison.pairs)
        cells = [
            comparison.title,
            comparison.what,
            f"**{statistics.median(ratios):.2f}** ({ratios[0]:.2f} – {ratios[-1]:.2f})",
            str(len(ratios)),
            spread(ours),
            spread(peers),
            latencies(ours),
            latencies(peers),
            cpu(ours),
            cpu(peers),
            "right" if comparison.is_right else "**WRONG**",
        ]
        lines.append("| " + " | ".join(cells) + " |")
    lines += ["", "| | what an acknowledgement of it means |", "|---|---|"]
    for comparison in comparisons:
        lines.append(f"| Airlog beside {comparison.title} | {comparison.ours_means} |")
        lines.append(f"| {comparison.title} | {comparison.peer_means} |")
    for comparison in comparisons:
        for number, pair in enumerate(comparison.pairs, 1):
            for name, run in zip(("Airlog", comparison.title), pair):
                if not run.is_right:
                    lines.append(
                        f"\nWRONG: {name}, pair {number}: {run.acknowledged} acknowledged, {run.unanswered} unanswered, "
                        f"{run.stored} at the far end."
                    )
    return "\n".join(lines) + "\n"


def spread(runs):
    speeds = [run.per_second for run in runs]
    return f"{statistics.median(speeds):,.0f} ({min(speeds):,.0f} – {max(speeds):,.0f})"


def latencies(runs):
    if any(run.p50 is None or run.p99 is None for run in runs):
        return "–"
    return f"{statistics.median(run.p50 for run in runs):.1f} · {statistics.median(run.p99 for run in runs):.1f}"


def cpu(runs):
    known = [run.cpu_micros_per_row for run in runs if run.cpu_micros_per_row is not None]
    return f"{statistics.median(known):.1f}" if known else "–"
