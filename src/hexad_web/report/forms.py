from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hexad_web.report.models import Reply


class ReplyForm(forms.Form):
    choice = forms.ChoiceField(label=_("Your answer"), choices=Reply.Choice.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("In a few words"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    by_date = forms.DateField(
        label=_("By when"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("choice") == Reply.Choice.WILL_DO and not values.get("by_date") and "date" not in self.errors:
            self.add_error("by_date", _("Say by when."))
        if values.get("choice") in (Reply.Choice.CANNOT, Reply.Choice.NEED_MORE) and not values.get("text"):
            self.add_error("text", _("Say why, or what more you need."))
        return values


class CloseForm(forms.Form):
    """``start_date`` comes back as it was shown: a page that lay open while somebody else closed says so."""

    name = forms.CharField(label=_("Name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    start_date = forms.DateField(widget=forms.HiddenInput)
    last_date = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    threshold = forms.IntegerField(
        label=_("Least number of people behind a figure"),
        min_value=8,
        max_value=1000,
        help_text=_("Eight or more. It can be raised, never lowered."),
    )
