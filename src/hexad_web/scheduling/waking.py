"""Telling a worker that something waits here. Losing this call costs seconds, never a plan."""

from django_tasks import task


@task()
def plan_groups() -> int:
    from hexad_web.scheduling.actions.planning import work_off  # late: that module imports this one

    return work_off()


def wake() -> None:
    plan_groups.enqueue()
