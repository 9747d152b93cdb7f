"""What the design system page shows: every state of a form and a few moments."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

EXPLORE = datetime(2026, 6, 4, 12, 0, tzinfo=UTC)
LENGTH = timedelta(minutes=90)

COLOURS = (
    # name, text, ground, the ratio that must be reached
    ("Text", "base-content", "base-100", 7.0),
    ("Text on the page", "base-content", "base-200", 7.0),
    ("Text on chips", "base-content", "base-300", 7.0),
    ("Secondary text", "muted", "base-200", 4.5),
    ("Control line", "line", "base-200", 3.0),
    ("Primary", "primary", "base-100", 4.5),
    ("On primary", "primary-content", "primary", 4.5),
    ("Success", "success", "success-tint", 4.5),
    ("Warning", "warning", "warning-tint", 4.5),
    ("Error", "error", "error-tint", 4.5),
    ("Info", "info", "info-tint", 4.5),
    ("Private", "accent", "accent-tint", 4.5),
    ("Focus ring", "focus", "base-100", 3.0),
    ("Second series", "series", "base-100", 3.0),
)

# Weekday, start minute, end minute and brush of each stroke.
PATTERN = [[0, 540, 720, "busy"], [0, 960, 1020, "not"], [3, 780, 900, "busy"], [4, 840, 1020, "not"]]
# Seconds, best score and bound, as a search reports them.
POINTS = [
    [0.2, 61.0, None], [0.5, 70.4, 88.0], [1.1, 77.9, 87.2], [2.0, 81.3, 86.1], [3.4, 83.0, 85.9], [6.0, 84.1, 85.7],
]  # fmt: skip


class SampleForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"), help_text=_("We send a link and a six-digit code."))
    story = forms.CharField(label=_("What is hard about it?"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    site = forms.ChoiceField(label=_("Site"), choices=[("berlin", "Berlin"), ("leeds", "Leeds")])
    day = forms.DateField(label=_("Not before"), widget=forms.DateInput(attrs={"type": "date"}))
    file = forms.FileField(label=_("Calendar file"), required=False)
    answer = forms.ChoiceField(
        label=_("Thu 4 June, 14:00–15:30 (Berlin)"),
        choices=[("works", _("Works")), ("if-needed", _("If needed")), ("cannot", _("Cannot"))],
        widget=forms.RadioSelect,
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=[("en", _("English")), ("de", _("German"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    in_person = forms.BooleanField(label=_("I can come in person"), required=False)


def sample_context() -> dict[str, Any]:
    faulty = SampleForm({"faulty-email": "robin", "faulty-site": "berlin"}, prefix="faulty")
    faulty.is_valid()
    return {
        "plain": SampleForm(initial={"site": "leeds", "answer": "works"}),
        "faulty": faulty,
        "dropped": SampleForm(prefix="dropped"),
        "colours": COLOURS,
        "pattern": PATTERN,
        "hours": [[day, 9 * 60, 17 * 60] for day in range(5)],
        "points": POINTS,
        "start": EXPLORE,
        "end": EXPLORE + LENGTH,
        "late": EXPLORE + timedelta(hours=9, minutes=30),
        "late_end": EXPLORE + timedelta(hours=11),
        "length": LENGTH,
    }
