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
