"""What a plan lacks, in words, by the field it belongs to; the keys are those of the library."""

from django.utils.translation import gettext_lazy as _

PROBLEMS = {
    "no_situation": ("situation", _("Say in which situation you will do it.")),
    "no_behaviour": ("behaviour", _("Say what you will do, so that somebody else could see it.")),
    "no_date": ("occasion_date", _("A plan needs a date. Choose the first occasion.")),
    "date_too_early": ("occasion_date", _("Choose a day from today's session on.")),
    "date_too_late": ("occasion_date", _("Choose a day before your next session.")),
}
