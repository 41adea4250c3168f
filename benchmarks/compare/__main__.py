"""The command line of compare.sh."""

import argparse
import json
import os
import platform
import resource
import shutil
import signal
import sys
import tempfile
from dataclasses import asdict
from datetime import datetime, timezone
from pathlib import Path

from compare import artemis, connect, flask, hivemq, mosquitto
from compare.figures import Comparison, table
from compare.processes import Failed, Processes
from compare.workbench import Workbench, seconds_of

PEERS = {
    "mosquitto": lambda bench: mosquitto.Mosquitto(bench),
    "artemis": lambda bench: artemis.Artemis(bench),
    "hivemq": lambda bench: hivemq.HiveMq(bench),
    "connect": lambda bench: connect.Connect(bench),
    "flask": lambda bench: flask.Flask(bench, is_wal=False),
    "flask-wal": lambda bench: flask.Flask(bench, is_wal=True),
}
USUAL = "mosquitto,hivemq,artemis,connect,flask"


def main(arguments):
    options = parse(arguments)
    # The folders beside this package must not pass for modules of the programs that it starts.
    os.environ.pop("PYTHONPATH", None)
    if options.out:
        options.out.mkdir(parents=True, exist_ok=True)
    raise_open_files()
    processes = Processes()
    # An order to stop becomes an exception, so that everything on the way is stopped and removed.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(143))
    directory = Path(tempfile.mkdtemp(prefix="airlog-compare-", dir=options.directory))
    directory.chmod(0o755)
    try:
        return compare(Workbench(directory, processes, options))
    except Failed as failure:
        print(f"compare: {failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        processes.stop_all()
        if options.keep:
            print(f"compare: kept {directory}", file=sys.stderr)
        else:
            shutil.rmtree(directory, ignore_errors=True)


def compare(bench):
    options = bench.options
    # All tools are looked for before the first run.
    peers = {name: PEERS[name](bench) for name in options.peers}
    bench.build()
    comparisons = []
    broken_off = []
    for name, peer in peers.items():
        pairs = []
        for number in range(options.pairs):
            # A B, B A, A B: whoever is second finds the machine as the other one left it, in turn.
            systems = ("ours", "peer") if number % 2 == 0 else ("peer", "ours")
            try:
                runs = {system: timed(bench, name, number, system, getattr(peer, system)) for system in systems}
                pairs.append((runs["ours"], runs["peer"]))
            except Failed as failure:
                # What others have come to is not lost by it.
                print(f"compare: {name}, pair {number + 1}: {failure}", file=sys.stderr)
                broken_off.append(f"\nBROKEN OFF: {peer.title}, pair {number + 1}: {str(failure).splitlines()[0]}\n")
        if pairs:
            comparisons.append(Comparison(peer.title, peer.what, peer.ours_means, peer.peer_means, pairs))
        if options.out:
            keep(options.out, heading(options) + table(comparisons) + "".join(broken_off), comparisons)
    print(heading(options) + table(comparisons) + "".join(broken_off))
    return 0 if all(each.is_right for each in comparisons) and not broken_off else 1


def keep(directory, report, comparisons):
    (directory / "comparison.md").write_text(report)
    (directory / "comparison.json").write_text(json.dumps([asdict(each) for each in comparisons], indent=1))


def timed(bench, name, number, system, measure):
    load = os.getloadavg()[0]
    told = "Airlog" if system == "ours" else name
    print(f"compare: {name}, pair {number + 1} of {bench.options.pairs}: {told} ...", file=sys.stderr, flush=True)
    try:
        run = measure()
    finally:
        bench.processes.stop_all()
    run.details["loadAverageBefore"] = load
    print(
        f"compare: {name}, pair {number + 1} of {bench.options.pairs}: {told} {run.per_second:,.0f} rows/s, "
        f"{run.acknowledged} acknowledged, {run.stored} at the far end; load average before it {load:.1f}",
        file=sys.stderr,
        flush=True,
    )
    return run


def heading(options):
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    return (
        f"{datetime.now(timezone.utc):%Y-%m-%d %H:%M} UTC, {len(os.sched_getaffinity(0))} processors, {memory:.0f} GiB, "
        f"{platform.system()} {platform.release()}; {options.clients} MQTT clients, {options.http_clients} HTTP clients, "
        f"{options.batch} observation(s) a publish of {options.readings} reading(s), {options.duration} after a warm-up of "
        f"{options.warmup}; load generator on the same machine; load average now {os.getloadavg()[0]:.1f}\n\n"
    )


def raise_open_files():
    """A connection is an open file, here and in the servers, which inherit it."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def parse(arguments):
    parser = argparse.ArgumentParser(
        prog="compare.sh",
        description="Airlog and others under the same load on this machine, in turn: ratios of rows a second with their spread, "
        "counts at the far end, and what each acknowledgement means. Ends with 1 where a count is wrong, never for a figure.",
    )
    parser.add_argument("--peers", default=USUAL, help=f"from {', '.join(PEERS)}; default {USUAL}")
    parser.add_argument("--pairs", type=int, default=3, help="of one run of each, in turn A B, B A, A B; default 3")
    parser.add_argument("--duration", default="20s", help="of the counted load; default 20s")
    parser.add_argument("--warmup", default="60s", help="of the same load before it, which is how long Java compiles; default 60s")
    parser.add_argument("--clients", type=int, default=2000, help="MQTT connections; default 2000")
    parser.add_argument("--http-clients", type=int, default=200, help="HTTP connections; default 200")
    parser.add_argument("--batch", type=int, default=1, help="observations a publish; default 1")
    parser.add_argument("--readings", type=int, default=1, help="readings an observation, 1 to 10; default 1")
    parser.add_argument("--flask-threads", type=int, default=4, help="threads of each gunicorn worker; default 4")
    parser.add_argument("--out", type=Path, help="directory for comparison.md and comparison.json, with every run's figures")
    parser.add_argument("--directory", help="where the temporary directory goes; on the disk to be measured, not in memory")
    parser.add_argument("--keep", action="store_true", help="keep the temporary directory, logs and data")
    options = parser.parse_args(arguments)
    options.peers = [name.strip() for name in options.peers.split(",") if name.strip()]
    for name in options.peers:
        if name not in PEERS:
            parser.error(f"no such peer: {name}; there are {', '.join(PEERS)}")
    if options.pairs < 1 or not options.peers:
        parser.error("at least one peer and one pair")
    try:
        seconds_of(options.duration), seconds_of(options.warmup)
    except Failed as failure:
        parser.error(str(failure))
    return options


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
