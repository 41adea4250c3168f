"""The design of the co2logserver: POST /upload with a JSON object of columns, a row for each of their cells, committed to
SQLite before the answer.

Smaller than the original, so faster: SQLite by hand, no forms, no CSV, no hashes. Its database stays as SQLite makes one, a
rollback journal and an fsync for each commit (synchronous=FULL); BENCHMARK_SQLITE_WAL=1 takes a write-ahead log instead, with
an fsync for each commit as well. Workers wait for each other's transactions, however long it takes.
"""

import os
import sqlite3
import threading
import time

from flask import Flask, jsonify, request

app = Flask(__name__)
local = threading.local()


def connection():
    if not hasattr(local, "connection"):
        local.connection = sqlite3.connect(os.environ["BENCHMARK_SQLITE"], timeout=600, isolation_level=None)
        local.columns = {row[1] for row in local.connection.execute("PRAGMA table_info(data)")}
    return local.connection


def create(path):
    with sqlite3.connect(path) as made:
        if os.environ.get("BENCHMARK_SQLITE_WAL"):
            made.execute("PRAGMA journal_mode=WAL")
        made.execute("CREATE TABLE data (id INTEGER PRIMARY KEY, time_upload_utc REAL, time_utc REAL)")


@app.post("/upload")
def upload():
    columns = {
        name.lower(): cells if isinstance(cells, list) else [cells] for name, cells in request.get_json(force=True).items()
    }
    database = connection()
    length = max(map(len, columns.values()))
    now = time.time()
    rows = [
        (now, *(cells[row] if row < len(cells) else None for cells in columns.values())) for row in range(length)
    ]
    database.execute("BEGIN IMMEDIATE")
    try:
        for name in columns.keys() - local.columns:
            if not name.isidentifier():
                raise ValueError(name)
            local.columns = {row[1] for row in database.execute("PRAGMA table_info(data)")}
            if name not in local.columns:
                database.execute(f"ALTER TABLE data ADD COLUMN {name}")
                local.columns.add(name)
        names = ", ".join(["time_upload_utc", *columns])
        marks = ", ".join("?" * (len(columns) + 1))
        database.executemany(f"INSERT INTO data ({names}) VALUES ({marks})", rows)
        database.execute("COMMIT")
    except BaseException:
        database.execute("ROLLBACK")
        raise
    return jsonify({"saved-in-db": len(rows)})
