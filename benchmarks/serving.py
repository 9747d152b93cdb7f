"""A server in a process of its own, on a port of its own, ended with the benchmark."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from socket import AF_INET, SOCK_STREAM, create_connection, socket
from time import monotonic, sleep

PATIENCE = 120.0
HOST = "127.0.0.1"


def free_port() -> int:
    with socket(AF_INET, SOCK_STREAM) as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(*module: str, **environment: str) -> Iterator[int]:
    """Run ``python -m MODULE ... --port N`` until the block ends; yields the port once it answers."""
    port = free_port()
    command = [sys.executable, "-m", *module, "--port", str(port)]
    with subprocess.Popen(command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL) as process:
        try:
            wait_for(process, port)
            yield port
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
