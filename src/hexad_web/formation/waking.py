"""Telling a worker that there is something to form. Losing this call costs seconds, never a run."""

from django_tasks import task


@task()
def form(run_id: int) -> None:
    from hexad_web.formation.tasks import form_run  # late: actions import this module, tasks stand on actions

    form_run(run_id)
