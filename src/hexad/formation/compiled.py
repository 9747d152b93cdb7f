"""How loops are compiled: kept on disk, without the interpreter's lock, without counting references."""

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
from numba import njit

Function = TypeVar("Function", bound=Callable[..., Any])
LOGS = 4096

# No loop allocates: counting references to arrays, at every one taken out of a tuple, would take most of the time.
OPTIONS: dict[str, Any] = {"cache": True, "nogil": True, "_nrt": False}
INSIDE: dict[str, Any] = {**OPTIONS, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}


def logarithms() -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return logarithms of uniform numbers, by table: the same on every machine."""
    return np.log((np.arange(LOGS) + 0.5) / LOGS)


def compiled(function: Function) -> Function:
    """Compile and keep on disk; the lock of the interpreter is let go, so that two searches run at once."""
    return njit(**OPTIONS)(function)  # type: ignore[no-any-return]


def inner(function: Function) -> Function:
    """Compile for use inside others only: without the wrappers for Python, which take longer than the code itself."""
    return njit(**INSIDE)(function)  # type: ignore[no-any-return]


def leaf(function: Function) -> Function:
    """Compile into the caller: handing over all arrays of a tuple takes longer than what a leaf does."""
    return njit(forceinline=True, **INSIDE)(function)  # type: ignore[no-any-return]
