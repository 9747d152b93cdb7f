"""How the loops of planning are compiled: kept on disk, without the interpreter's lock."""

from collections.abc import Callable
from typing import Any, TypeVar

from numba import njit

Function = TypeVar("Function", bound=Callable[..., Any])
OPTIONS: dict[str, Any] = {"cache": True, "nogil": True}
INSIDE: dict[str, Any] = {**OPTIONS, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}


def compiled(function: Function) -> Function:
    """Compile at the first call and keep on disk."""
    return njit(**OPTIONS)(function)  # type: ignore[no-any-return]


def inner(function: Function) -> Function:
    """Compile for use inside others only: without the wrappers for Python, which take longer than the code itself."""
    return njit(**INSIDE)(function)  # type: ignore[no-any-return]
