"""Telling a worker that there is something to read or to write. Losing this call costs seconds, never an import."""

from django_tasks import task


@task()
def read_import(import_id: int) -> None:
    from hexad_web.people.tasks import read_one  # late: actions import this module, tasks stand on actions

    read_one(import_id)


@task()
def write_invitations() -> None:
    from hexad_web.people.tasks import write_waiting_invitations  # late, as above

    write_waiting_invitations()
