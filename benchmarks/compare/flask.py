"""Flask, gunicorn and SQLite: the design of the co2logserver, whose uploads Airlog takes."""

import os
import sqlite3

from compare.processes import Failed, free_port, run, wait_for_port
from compare.workbench import BENCHMARKS, ON_THE_DISK

PYTHON = "/usr/bin/python3"


class Flask:
    what = "HTTP POST /upload → 200"
    ours_means = ON_THE_DISK

    def __init__(self, workbench, is_wal):
        self.workbench = workbench
        self.is_wal = is_wal
        try:
            run([PYTHON, "-c", "import flask, gunicorn"], "")
        except Failed as failure:
            raise Failed("Flask or gunicorn is missing: apt-get install python3-flask gunicorn") from failure

    @property
    def title(self):
        return "Flask + gunicorn + SQLite" + (" (WAL)" if self.is_wal else "")

    @property
    def peer_means(self):
        how = "write-ahead log" if self.is_wal else "rollback journal, as SQLite makes one"
        return f"fsync: the row is committed to SQLite ({how}, `synchronous=FULL`)"

    def load(self):
        return ["--upload", "--unsigned", "--clients", self.workbench.options.http_clients, "--batch", "1"]

    def ours(self):
        return self.workbench.airlog("post", self.load(), "acknowledgedPerSecond")

    def peer(self):
        bench = self.workbench
        directory = bench.fresh("flask")
        database = directory / "data.sqlite"
        port = free_port()
        environment = {"BENCHMARK_SQLITE": str(database), "BENCHMARK_SQLITE_WAL": "1" if self.is_wal else ""}
        application = BENCHMARKS / "flask"
        run([PYTHON, "-c", f"import app; app.create({str(database)!r})"], "making the SQLite database",
            cwd=application, env={**os.environ, **environment, "PYTHONDONTWRITEBYTECODE": "1"})
        server = bench.processes.start(
            "gunicorn",
            [PYTHON, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", len(os.sched_getaffinity(0)),
             "--worker-class", "gthread", "--threads", bench.options.flask_threads, "--worker-connections", "4000",
             "--keep-alive", "75", "--backlog", "4096", "--timeout", "600", "--log-level", "warning", "app:app"],
            bench.logs,
            {**environment, "PYTHONDONTWRITEBYTECODE": "1"},
            application,
        )
        wait_for_port(server, port)
        load = ["--http", f"http://127.0.0.1:{port}", *self.load(), "--process", f"gunicorn={server.pid}"]
        bench.generate("flask-warmup", "post", *load, duration=bench.options.warmup, warmup="0s")
        before = self.count(database)
        figures = bench.generate("flask", "post", *load, warmup="0s")
        stored = self.count(database) - before
        bench.processes.stop(server)
        bench.discard(directory)
        return bench.result(figures, stored, "acknowledgedPerSecond")

    @staticmethod
    def count(database):
        with sqlite3.connect(database) as connection:
            return connection.execute("SELECT count(*) FROM data").fetchone()[0]
