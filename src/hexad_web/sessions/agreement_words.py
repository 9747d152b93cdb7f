"""The group agreement: short, the same for every group, shown at each start and accepted once in this wording."""

from django.utils.translation import gettext_lazy as _

WORDING = "2026-1"  # another wording is accepted anew
POINTS = (
    _("What is said here stays here. Anybody may repeat what they learned, never who said it."),
    _("Everyone speaks before anyone speaks twice."),
    _("We tell what happened to us. We do not advise before we have asked."),
    _("Rank and years in the job do not count here."),
    _("Nobody has to answer. Passing needs no reason."),
    _("We start and end on time. Whoever cannot come says so."),
)
