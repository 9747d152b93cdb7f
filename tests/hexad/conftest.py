"""Timings are no assertions: a slow machine must not fail a property."""

from hypothesis import settings

settings.register_profile("hexad", deadline=None)
settings.load_profile("hexad")
