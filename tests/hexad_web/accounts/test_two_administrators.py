"""The two last administrators give up their role in the same moment, each on a connection of their own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection

from hexad_web.accounts.access import Actor
from hexad_web.accounts.actions import take_role
from hexad_web.accounts.models import Membership, Role
from tests.examples import NOW
from tests.hexad_web.conftest import actor_of


@pytest.mark.django_db(transaction=True)
def test_one_of_them_stays(administrator: Actor) -> None:
    other = actor_of(administrator.organisation, Role.ADMINISTRATOR, "Sue")
    together = Barrier(2)

    def give_up(actor: Actor) -> str:
        own = Membership.objects.get(user=actor.user)
        together.wait(timeout=30)
        try:
            take_role(actor=actor, membership_id=own.pk, now=NOW)
        except ValidationError as refusal:
            return refusal.messages[0]
        except OperationalError as error:  # SQLite in memory does not wait for the other; a file does
            return str(error)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(give_up, [administrator, other]))

    assert sorted(bool(answer) for answer in answers) == [False, True]
    assert Membership.objects.filter(role=Role.ADMINISTRATOR).count() == 1
    assert "Somebody has to keep this role." in "".join(answers) or "locked" in "".join(answers)
