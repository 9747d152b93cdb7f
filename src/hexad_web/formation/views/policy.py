from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.formation import access
from hexad_web.formation.actions import running
from hexad_web.formation.actions.policy import Rules, RuleSetting, save_policy
from hexad_web.formation.forms import PolicyForm, RuleForm
from hexad_web.formation.models import Policy
from hexad_web.formation.queries import policy as queries
from hexad_web.frontend.moments import time_text


@requires(Role.OWNER)
@require_http_methods(["GET", "POST"])
def policy(request: ActorRequest) -> HttpResponse:
    chosen = access.policy_of(request.actor)
    form, rules = _forms(request, chosen)
    # Every form is asked, so that all mistakes show at once.
    if request.method == "POST" and all([form.is_valid(), *(rule.is_valid() for rule in rules)]):
        return _saved(request, form, rules)
    status = 422 if request.method == "POST" else 200
    return render(request, "formation/policy.html", _context(request, chosen, form, rules), status=status)


def _forms(request: ActorRequest, chosen: Policy) -> tuple[PolicyForm, list[RuleForm]]:
    data = request.POST if request.method == "POST" else None
    current = queries.rules_of(chosen)
    sets = {name: queries.sets_as_text(getattr(current, name)) for name in ("apart", "together")}
    known = queries.addresses_of(request.actor) if data is not None else ()
    form = PolicyForm(data, instance=chosen, initial=sets, known=known)
    return form, [RuleForm(data, rule=row, initial=row.initial) for row in queries.rule_rows(chosen)]


def _saved(request: ActorRequest, form: PolicyForm, rules: list[RuleForm]) -> HttpResponse:
    now = timezone.now()
    settings = [
        RuleSetting(
            key=one.rule.key,
            mode=one.cleaned_data["mode"],
            weight=one.cleaned_data["weight"],
            gives_way=one.cleaned_data["gives_way"],
            options=one.settings(),
        )
        for one in rules
    ]
    sets = Rules(settings, form.cleaned_data["apart"], form.cleaned_data["together"])
    saved = save_policy(actor=request.actor, policy=form.save(commit=False), rules=sets, now=now)
    if request.POST.get("act") == "save":
        messages.success(request, _("Saved %(time)s") % {"time": time_text(now)})
        return redirect("formation:policy")
    rolling = request.POST.get("act") == "rolling"
    run = running.start_run(actor=request.actor, policy=saved, now=now, rolling=rolling)
    return redirect("formation:run", run.pk)


def _context(request: ActorRequest, chosen: Policy, form: PolicyForm, rules: list[RuleForm]) -> dict[str, Any]:
    return {
        "form": form,
        "rules": rules,
        "pool": queries.pool_of(request.actor, chosen),
        "runs": queries.recent_runs(request.actor),
        "has_rule_errors": any(rule.errors for rule in rules),
    }
