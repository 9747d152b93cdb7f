"""The product's demo organisation, brought to published and planned groups by the product's own actions."""

from datetime import datetime

from hexad.formation.solve import form_groups
from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import Membership, Organisation, Role
from hexad_web.formation.actions import claiming, running
from hexad_web.formation.actions.publishing import Draft, publish
from hexad_web.formation.inputs import read_problem
from hexad_web.formation.models import Policy, Run
from hexad_web.home import demo
from hexad_web.scheduling.actions import places, planning
from hexad_web.scheduling.models import PlanRun
from hexad_web.scheduling.queries import plans

SWEEPS = 300  # of the search: enough for groups to which every page has something to say
SIZES = {"smallest": 4, "largest": 6, "preferred": 5}  # of those who joined: more than twenty groups
WEEKS = 12
LINK = "https://meet.example/{group}/{meeting}"


def planned(*, now: datetime) -> PlanRun:
    """Return the plan of the demo organisation's published groups; what is there already is not made again.

    A second run of formation stays a draft, and no invitation is sent yet.
    """
    demo.load(now=now, say=lambda _text: None)
    actor = actor_in(Role.OWNER)
    plan = plans.latest_run(actor)
    if plan is not None:
        return plan
    policy = Policy.objects.create(organisation=actor.organisation, **SIZES)
    first, second = (formed(actor, policy, seed=seed, now=now) for seed in (1, 2))
    publish(actor=actor, draft=Draft(first.pk, first.revision), now=now)
    assert second.has_groups
    places.save_link_template(actor=actor, template=LINK, now=now)
    wish = planning.Wish(first_date=demo.coming_monday(now), weeks=WEEKS)
    run = planning.start_planning(actor=actor, wish=wish, now=now)
    planning.work_off()
    return run


def actor_in(role: Role) -> Actor:
    """Return somebody of the demo organisation who has this role."""
    organisation = Organisation.objects.get(slug=demo.SLUG)
    membership = Membership.objects.select_related("user").filter(organisation=organisation, role=role)[0]
    return Actor(organisation=organisation, role=role, user=membership.user)


def formed(actor: Actor, policy: Policy, *, seed: int, now: datetime) -> Run:
    """Form groups as the worker does, but in this process."""
    policy.seed = seed
    run = claiming.claim(run_id=running.start_run(actor=actor, policy=policy, now=now).pk, now=now)
    assert run is not None
    found = form_groups(read_problem(running.prepare(run=run)), seed=seed, sweeps=SWEEPS)
    running.keep_result(run=run, formation=found.as_json(), now=now)
    run.refresh_from_db()
    return run
