"""A server in a process of its own, on a port of its own, ended with the benchmark; what it has used so far."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import AF_INET, SOCK_STREAM, create_connection, socket
from time import monotonic, sleep

PATIENCE = 120.0
HOST = "127.0.0.1"


def free_port() -> int:
    with socket(AF_INET, SOCK_STREAM) as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True, slots=True)
class Running:
    """A server that answers. What it started (its worker) counts as its own work, not as its memory."""

    port: int
    pid: int

    def cpu_seconds(self) -> float:
        """Its own and those of the children that run, whichever of its threads started them."""
        started = Path(f"/proc/{self.pid}/task").glob("*/children")
        pids = [self.pid, *(int(pid) for of_thread in started for pid in of_thread.read_text().split())]
        ticks = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13] for pid in pids]
        return sum(int(tick) for both in ticks for tick in both) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> int:
        """Bytes that it holds now."""
        return int(Path(f"/proc/{self.pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@contextmanager
def running(*module: str, environment: dict[str, str] | None = None) -> Iterator[Running]:
    """Run ``python -m MODULE ... --port N`` until the block ends; yields it once it answers."""
    port = free_port()
    command = [sys.executable, "-m", *module, "--port", str(port)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        try:
            wait_for(process, port)
            yield Running(port, process.pid)
        finally:
            process.terminate()
            process.wait(60)


def wait_for(process: "subprocess.Popen[bytes]", port: int) -> None:
    until = monotonic() + PATIENCE
    while monotonic() < until and process.poll() is None:
        try:
            create_connection((HOST, port)).close()
        except OSError:
            sleep(0.05)
        else:
            return
    raise RuntimeError(f"{' '.join(map(str, process.args))} does not answer")  # type: ignore[arg-type]
