"""Two owners press "Send invitations" in the same moment, each on a connection of their own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import OperationalError, connection

from hexad_web.accounts.access import Actor
from hexad_web.outbox.models import OutboxMessage
from hexad_web.scheduling.actions.booking import Confirmed, confirm_run
from hexad_web.scheduling.models import GroupPlan, Meeting
from hexad_web.scheduling.queries import plans
from hexad_web.scheduling.refusals import Refused
from tests.examples import NOW


@pytest.mark.django_db(transaction=True)
def test_one_set_of_invitations_and_one_clear_message(owner: Actor, plan: GroupPlan) -> None:
    seen, together = plans.fingerprint([plan]), Barrier(2)

    def press() -> Confirmed | str:
        together.wait(timeout=30)
        try:
            return confirm_run(actor=owner, run_id=plan.run_id, seen=seen, now=NOW)
        except Refused as refusal:
            return str(refusal)
        except OperationalError as error:  # SQLite in memory does not wait for the other; a file does
            return str(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = [one.result() for one in [pool.submit(press), pool.submit(press)]]
    assert sum(isinstance(answer, Confirmed) for answer in answers) == 1
    assert (Meeting.objects.count(), OutboxMessage.objects.count()) == (2, 12)
    said = next(answer for answer in answers if isinstance(answer, str))
    assert "invitations" in said or "locked" in said
