"""Programs that run beside this one and end with it."""

import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path

PATIENCE_SECONDS = 180


class Failed(Exception):
    """Something that a person can mend; its text says what."""


class Running:
    """One program, its output in files of its own. What it says on standard output can be waited for."""

    def __init__(self, name, process, errors, lines):
        self.name = name
        self.process = process
        self.errors = errors
        self._lines = lines
        self._seen = 0

    @property
    def pid(self):
        return self.process.pid

    def say(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def wait_for(self, word, seconds=PATIENCE_SECONDS):
        """The next line that begins with word."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            ended = self.process.poll() is not None
            while self._seen < len(self._lines):
                line = self._lines[self._seen]
                self._seen += 1
                if line.startswith(word):
                    return line
            if ended:
                raise Failed(f"{self.name} ended with {self.process.returncode} before it was ready:\n{self.tail()}")
            time.sleep(0.02)
        raise Failed(f"{self.name} said no {word} within {seconds} s:\n{self.tail()}")

    def tail(self):
        with open(self.errors, errors="replace") as file:
            return "".join(file.readlines()[-20:])

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                pass
        # What it had begun itself, too.
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()


class CpuClock:
    """Processor time of these processes and their children from now on."""

    def __init__(self, *pids):
        self._pids = pids
        self._start = self._now()

    def seconds(self):
        return self._now() - self._start

    def _now(self):
        ticks = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                text = stat.read_text()
            except OSError:
                continue
            fields = text[text.rindex(")") + 2 :].split()
            if int(stat.parent.name) in self._pids or int(fields[1]) in self._pids:
                # Children that have ended are in their parent's account.
                ticks += sum(map(int, fields[11:15]))
        return ticks / os.sysconf("SC_CLK_TCK")


class Processes:
    """All that runs, stopped last first."""

    def __init__(self):
        self._running = []

    def start(self, name, command, log_directory, environment=None, directory=None):
        """Starts it in a group of its own, so that a Ctrl-C reaches only this program, which stops it in order."""
        errors = Path(log_directory) / f"{name}.log"
        lines = []
        with open(errors, "ab") as log:
            process = subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
                cwd=directory,
                env={**os.environ, **(environment or {})},
            )
        threading.Thread(target=lambda: lines.extend(line.rstrip("\n") for line in process.stdout), daemon=True).start()
        running = Running(name, process, errors, lines)
        self._running.append(running)
        return running

    def stop(self, running):
        self._running.remove(running)
        running.stop()

    def stop_all(self):
        while self._running:
            self._running.pop().stop()

    def check(self):
        """Fails when one has ended that should run."""
        for running in self._running:
            if running.process.poll() is not None:
                raise Failed(f"{running.name} has ended with {running.process.returncode}:\n{running.tail()}")


def free_port():
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        return chosen.getsockname()[1]


def wait_for_port(running, port):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if running.process.poll() is not None:
            raise Failed(f"{running.name} ended with {running.process.returncode}:\n{running.tail()}")
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise Failed(f"{running.name} does not listen on port {port}:\n{running.tail()}")


def run(command, what, **options):
    """Runs it to its end and returns what it printed; fails with what it said."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, **options)
    if done.returncode != 0:
        raise Failed(f"{what} failed ({done.returncode}):\n{(done.stderr or done.stdout).strip()[-3000:]}")
    return done.stdout


def need(tool, package):
    """Where the program is."""
    found = shutil.which(tool) or next(
        (path for path in (f"/usr/sbin/{tool}", f"/usr/local/sbin/{tool}") if os.access(path, os.X_OK)), None
    )
    if found is None:
        raise Failed(f"{tool} is missing: apt-get install {package}")
    return found
