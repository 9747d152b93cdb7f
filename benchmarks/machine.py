"""On what was measured: without it no figure can be compared with another."""

import os
import platform
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = ("hexad", "numpy", "numba", "icalendar", "recurring-ical-events", "django", "aiosmtpd")


def describe() -> str:
    """Return machine, cores, load, Python and versions in two lines."""
    load = f", load {os.getloadavg()[0]:.1f} before it began" if hasattr(os, "getloadavg") else ""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    machine = f"{_processor()} ({platform.machine()}), {cores} cores{load}; {platform.system()} {platform.release()}"
    return f"{machine}\n{platform.python_implementation()} {platform.python_version()}, {', '.join(_versions())}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or "unknown processor")


def _versions() -> Iterator[str]:
    for package in PACKAGES:
        try:
            yield f"{package} {version(package)}"
        except PackageNotFoundError:
            yield f"no {package}"
