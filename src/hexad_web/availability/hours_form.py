"""The form behind zone, working hours, stretch hours, days at the site and days off."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hexad_web.availability.forms import WEEKDAYS, Choices, DayField

MOST_DAYS_OFF = 100


@dataclass(frozen=True, slots=True)
class HoursChoices:
    """What there is to choose from; ``site`` is empty where nobody has set its holidays."""

    zones: Choices
    countries: Choices
    holidays: Choices
    site: str


class HoursForm(forms.Form):
    use_required_attribute = False  # an empty day is a day without work

    zone = forms.ChoiceField(label=_("Time zone"))
    in_person_days = forms.TypedMultipleChoiceField(
        label=_("At the site on"),
        choices=WEEKDAYS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Sessions face to face are planned on these days. None ticked: any day."),
    )
    holidays_of_site = forms.BooleanField(label=_("Holidays as my site has them"), required=False)
    country = forms.ChoiceField(label=_("Public holidays of"), required=False)
    region = forms.CharField(
        label=_("Region"), max_length=10, required=False, help_text=_("Its code, such as BE for Berlin.")
    )
    days_off = forms.CharField(
        label=_("Further days off"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One date a line, such as 2026-12-24."),
    )
    days_worked = forms.MultipleChoiceField(
        label=_("Holidays on which I work"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, choices: HoursChoices, **kwargs: Any) -> None:  # noqa: ANN401  # Django's
        super().__init__(*args, **kwargs)
        for weekday, day in WEEKDAYS:
            self.fields[f"work_{weekday}"] = DayField(label=_("%(day)s, work") % {"day": day})
            self.fields[f"stretch_{weekday}"] = DayField(label=_("%(day)s, if need be") % {"day": day})
        self._choices("zone", choices.zones)
        self._choices("country", [("", gettext("No public holidays")), *choices.countries])
        self._choices("days_worked", choices.holidays)
        if not choices.holidays:
            del self.fields["days_worked"]
        self.fields["holidays_of_site"].help_text = gettext("%(site)s. Then the country below does not count.") % {
            "site": choices.site
        }
        if not choices.site:
            del self.fields["holidays_of_site"]

    def _choices(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # declared above
        field.choices = choices

    def days(self) -> Iterator[tuple[Any, BoundField, BoundField]]:
        """Each weekday with its two fields, for the template."""
        for weekday, day in WEEKDAYS:
            yield day, self[f"work_{weekday}"], self[f"stretch_{weekday}"]

    def clean_days_off(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["days_off"].splitlines() if line.strip()]
        try:
            days = sorted({date.fromisoformat(line).isoformat() for line in lines})
        except ValueError as error:
            raise forms.ValidationError(_("Write each date as year-month-day, such as 2026-12-24.")) from error
        if len(days) > MOST_DAYS_OFF:
            raise forms.ValidationError(_("A hundred days off are the most."))
        return days

    def week(self, name: str) -> list[list[list[int]]]:
        return [self.cleaned_data[f"{name}_{weekday}"] for weekday, _day in WEEKDAYS]
