"""Formation: who meets whom.

A :class:`FormationProblem` (people, sizes, rules, calendars) goes into ``solve.form_groups`` and a :class:`Formation`
comes out: groups with reasons, a bound and a gap, and what gave way. ``explain.score`` judges a manual edit by the same
rules, ``explain.what_if`` tells what one move would do. Importing this package is cheap; numba is loaded by the search.
"""

from hexad.formation.errors import Conflict, FormationError, Impossible
from hexad.formation.problem import Candidate, FormationProblem, SizeRange, from_roster
from hexad.formation.results import Effect, Formation, FormedGroup, Progress
from hexad.formation.rules import Mode, Rule, RuleSet, read_rules

__all__ = [
    "Candidate",
    "Conflict",
    "Effect",
    "Formation",
    "FormationError",
    "FormationProblem",
    "FormedGroup",
    "Impossible",
    "Mode",
    "Progress",
    "Rule",
    "RuleSet",
    "SizeRange",
    "from_roster",
    "read_rules",
]
