import subprocess
import sys

from pytest_django import Settings

from hexad_web.accounts.models import Organisation
from hexad_web.outbox import claims, presence
from hexad_web.outbox.models import OutboxMessage
from tests.examples import NOW
from tests.hexad_web.outbox.mails import queued, states

HOLD = """
import sys
from django.conf import settings
settings.configure(DATA_DIR=sys.argv[1])
from hexad_web.outbox import presence
print(presence.own_name(), flush=True)
sys.stdin.read()
"""


def another_process(settings: Settings) -> tuple[subprocess.Popen[str], str]:
    command = [sys.executable, "-c", HOLD, str(settings.DATA_DIR)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, process.stdout.readline().strip()


def test_a_process_is_there_until_it_is_killed(settings: Settings) -> None:
    process, name = another_process(settings)
    assert not presence.is_gone(name)
    process.kill()
    process.communicate()
    assert presence.is_gone(name)


def test_one_self_is_there() -> None:
    assert not presence.is_gone(presence.own_name())


def test_of_a_name_from_another_machine_nothing_is_known() -> None:
    assert not presence.is_gone("f" * 16)


def test_mails_of_a_dead_worker_are_free_at_once(organisation: Organisation, settings: Settings) -> None:
    process, name = another_process(settings)
    queued(organisation, "ben")
    OutboxMessage.objects.update(state="claimed", claimed_by=f"{name}.1", lease_until=NOW + claims.LEASE)
    assert claims.sweep(NOW) == 0
    process.kill()
    process.communicate()
    assert claims.sweep(NOW) == 1
    assert states() == {"ben": "queued"}
    claims.sweep(NOW)
    assert not presence.is_gone(name)  # its file is gone as well
