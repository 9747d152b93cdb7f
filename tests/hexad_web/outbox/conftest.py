from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from pytest_django import Settings

from tests.hexad_web.outbox.sink import DifficultSink
from tests.mail_sink import running_sink

StartSink = Callable[..., DifficultSink]


@pytest.fixture
def start_sink(settings: Settings) -> Iterator[StartSink]:
    """``start_sink(refuse=...)`` starts a mail server and points the outbox to it."""
    with ExitStack() as stack:

        def start(**habits: object) -> DifficultSink:
            sink = DifficultSink(**habits)  # type: ignore[arg-type]  # a test's shorthand
            _sink, port = stack.enter_context(running_sink(sink))
            settings.OUTBOX_EMAIL_BACKEND = "hexad_web.outbox.smtp.SmtpBackend"
            settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
            return sink

        yield start
