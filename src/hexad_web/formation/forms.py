"""What an owner can set: sizes, rules, seed, limit. The rules' own checks are the library's."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hexad_web.formation.models import Policy

MODES = [("must", _("Must")), ("wish", _("Wish")), ("off", _("Off"))]
LARGEST_GROUP, LONGEST_LIMIT, LONGEST_HORIZON = 12, 600, 52
HEAVIEST = 100.0


class PolicyForm(forms.ModelForm[Policy]):
    """The fixed part of a policy. Its rules are one RuleForm each."""

    class Meta:
        model = Policy
        fields: ClassVar = [
            "smallest",
            "preferred",
            "largest",
            "with_invited",
            "horizon_start_date",
            "horizon_weeks",
            "seed",
            "limit_seconds",
        ]
        labels: ClassVar = {
            "smallest": _("Smallest group"),
            "preferred": _("Preferred size"),
            "largest": _("Largest group"),
            "with_invited": _("Also give places to people who have not answered yet"),
            "horizon_start_date": _("Calendars count from"),
            "horizon_weeks": _("Calendars count for (weeks)"),
            "seed": _("Seed"),
            "limit_seconds": _("Search for at most (seconds)"),
        }
        help_texts: ClassVar = {
            "with_invited": _("They must join before you publish; otherwise their seats stay empty."),
            "horizon_start_date": _("Empty: the Monday after the search starts."),
            "seed": _("The same people, rules and seed give the same groups."),
        }
        widgets: ClassVar = {"horizon_start_date": forms.DateInput(attrs={"type": "date"})}

    apart = forms.CharField(
        label=_("Keep apart"),
        help_text=_("One line for each set of people: their addresses, with commas between them."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    together = forms.CharField(
        label=_("Keep together"),
        help_text=_("As above. They share one group."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    def __init__(self, *args: Any, known: Iterable[str] = (), **options: Any) -> None:  # noqa: ANN401  # Django's own
        super().__init__(*args, **options)
        self.known = set(known)
        for name, highest in (
            ("largest", LARGEST_GROUP),
            ("limit_seconds", LONGEST_LIMIT),
            ("horizon_weeks", LONGEST_HORIZON),
        ):
            self.fields[name].widget.attrs.update(min=1, max=highest)

    def clean_apart(self) -> list[list[str]]:
        return self._sets_of_people("apart")

    def clean_together(self) -> list[list[str]]:
        return self._sets_of_people("together")

    def _sets_of_people(self, name: str) -> list[list[str]]:
        lines = [line for line in self.cleaned_data[name].splitlines() if line.strip()]
        sets = [[key.strip().lower() for key in line.replace(";", ",").split(",") if key.strip()] for line in lines]
        strangers = [key for people in sets for key in people if key not in self.known]
        if strangers:
            raise ValidationError(gettext("Not among your people: %(who)s.") % {"who": ", ".join(strangers[:5])})
        if any(len(set(people)) < 2 for people in sets):  # one person is no pair
            raise ValidationError(gettext("Write at least two addresses on each line."))
        return [list(dict.fromkeys(people)) for people in sets]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        sizes = [cleaned.get(name) for name in ("smallest", "preferred", "largest")]
        if None not in sizes and not 2 <= sizes[0] <= sizes[1] <= sizes[2] <= LARGEST_GROUP:  # type: ignore[operator]  # None is excluded
            sentence = gettext("Sizes run smallest, preferred, largest, between 2 and %(most)d.")
            self.add_error("preferred", sentence % {"most": LARGEST_GROUP})
        self._at_most("limit_seconds", LONGEST_LIMIT)
        self._at_most("horizon_weeks", LONGEST_HORIZON)
        return cleaned

    def _at_most(self, name: str, highest: int) -> None:
        value = self.cleaned_data.get(name)
        if value is not None and not 1 <= value <= highest:
            self.add_error(name, gettext("Give a number between 1 and %(most)d.") % {"most": highest})


class RuleForm(forms.Form):
    """One rule as a sentence with Must, Wish or Off; weight and options stand behind it."""

    mode = forms.ChoiceField(choices=MODES, widget=forms.RadioSelect)
    weight = forms.FloatField(
        label=_("Weight as a wish"),
        min_value=0.1,
        max_value=HEAVIEST,
        required=False,
        widget=forms.NumberInput(attrs={"step": "0.1"}),
    )
    gives_way = forms.BooleanField(label=_("May give way where not all rules can be kept"), required=False)

    def __init__(self, *args: Any, rule: Any, **options: Any) -> None:  # noqa: ANN401  # Django's own
        super().__init__(*args, **{**options, "prefix": f"rule-{rule.key}"})
        self.rule = rule
        self.fields["mode"].label = rule.sentence
        for name, (label, value) in rule.settings.items():
            self.fields[name] = _field_of(label, value)

    def settings(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.rule.settings}


def _field_of(label: str, value: bool | int | str) -> forms.Field:
    if isinstance(value, bool):
        return forms.BooleanField(label=label, required=False)
    if isinstance(value, int):
        return forms.IntegerField(label=label, min_value=0, max_value=1440)
    return forms.ChoiceField(label=label, choices=[("different", _("Different")), ("same", _("The same"))])


class MoveForm(forms.Form):
    choice = forms.RegexField(
        r"^[0-9]{1,18}:[0-9]{0,18}$", error_messages={"required": _("Choose a group."), "invalid": _("Choose a group.")}
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Needed where the move breaks a rule that must hold. Kept with the run."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def chosen(self) -> tuple[int, int | None]:
        group, _colon, swap = self.cleaned_data["choice"].partition(":")
        return int(group), int(swap) if swap else None
