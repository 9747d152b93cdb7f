"""The forms behind the holidays of a site."""

from datetime import date

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hexad_web.frontend.countries import countries


class SiteForm(forms.Form):
    country = forms.ChoiceField(label=_("Public holidays of"), required=False)
    region = forms.CharField(
        label=_("Region"), max_length=10, required=False, help_text=_("Its code, such as BE for Berlin.")
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's
        field = self.fields["country"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # declared above
        field.choices = [("", gettext("No public holidays")), *countries()]

    def clean_region(self) -> str:
        return str(self.cleaned_data["region"]).strip().upper()


def is_near(day: date) -> None:
    if not 2000 <= day.year <= 2100:
        raise forms.ValidationError(_("Choose a day of this century."))


class DayForm(forms.Form):
    day = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), validators=[is_near]
    )
    name = forms.CharField(
        label=_("Name of the day"), max_length=80, help_text=_("A day that is there already takes this name.")
    )


class SwitchForm(forms.Form):
    """Whether work goes on: sent by the two buttons beside a day."""

    day = forms.DateField(validators=[is_near])
    is_off = forms.TypedChoiceField(choices=((0, 0), (1, 1)), coerce=lambda text: text == "1")
