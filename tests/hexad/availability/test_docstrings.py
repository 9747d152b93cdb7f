"""The examples in the docstrings of availability, scheduling and the demo are true."""

import doctest
import importlib
import pkgutil

import pytest

import hexad.availability
import hexad.demo
import hexad.scheduling

MODULES = [
    module.name
    for package in (hexad.availability, hexad.scheduling, hexad.demo)
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}.")
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_are_true(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name), optionflags=doctest.IGNORE_EXCEPTION_DETAIL).failed == 0
