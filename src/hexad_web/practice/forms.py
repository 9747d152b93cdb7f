from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from hexad_web.practice.models import BuddyCheck, FollowUp, Outcome, Plan

Choices = list[tuple[str, str]]
LONGEST = 1000


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class Wanted:
    """Drawn as needed, yet taken empty: half a plan is kept, and the action says what it lacks."""

    def validate(self, value: object) -> None:
        pass


class WantedText(Wanted, forms.CharField):
    pass


class WantedDate(Wanted, forms.DateField):
    pass


class StrategySelect(forms.Select):
    """The module's titles in its language; the first choice is ours."""

    module_language = ""

    def create_option(self, name: str, value: Any, *more: Any, **named: Any) -> dict[str, Any]:  # noqa: ANN401  # as Django's
        option = super().create_option(name, value, *more, **named)
        if value and self.module_language:
            option["attrs"]["lang"] = self.module_language
        return option


class PlanForm(forms.Form):
    situation = WantedText(label=_("When …"), max_length=LONGEST, widget=lines(2))
    behaviour = WantedText(label=_("I will …"), max_length=LONGEST, widget=lines(2))
    occasion_date = WantedDate(label=_("First occasion"), widget=DateInput())
    strategy = forms.ChoiceField(label=_("Strategy of the module"), required=False, widget=StrategySelect)

    def __init__(
        self, data: QueryDict | None = None, *, initial: dict[str, object], strategies: Choices, language: str
    ) -> None:
        super().__init__(data, initial=initial)
        if strategies:
            self.fields["strategy"].choices = [("", _("None of them")), *strategies]  # type: ignore[attr-defined]
            self.fields["strategy"].widget.module_language = language
        else:
            del self.fields["strategy"]

    def occasion(self) -> date | None:
        found: date | None = self.cleaned_data.get("occasion_date")
        return found


class DecisionForm(PlanForm):
    decision = forms.ChoiceField(
        label=_("What do you do with your plan?"),
        choices=[choice for choice in Plan.Decision.choices if choice[0]],
        widget=forms.RadioSelect,
        error_messages={"required": _("Keep it, adapt it or drop it.")},
    )
    field_order = ("decision", "situation", "behaviour", "occasion_date", "strategy")

    def __init__(
        self, data: QueryDict | None = None, *, initial: dict[str, object], strategies: Choices, language: str
    ) -> None:
        super().__init__(data, initial=initial, strategies=strategies, language=language)
        for name in ("situation", "behaviour", "occasion_date"):  # whoever keeps the plan needs no new words
            self.fields[name].required = False


class ReportForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("What became of it?"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what became of your plan.")},
    )
    text = forms.CharField(label=_("What happened?"), required=False, max_length=LONGEST, widget=lines(3))


class LogForm(ReportForm):
    text = forms.CharField(label=_("One line"), required=False, max_length=300)


class JournalForm(forms.Form):
    text = forms.CharField(
        label=_("Note to yourself"),
        max_length=20_000,
        widget=lines(4),
        error_messages={"required": _("Write something first.")},
    )


class CheckForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("Did you do what you planned?"),
        choices=[choice for choice in BuddyCheck.Answer.choices if choice[0]],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the answers.")},
    )
    text = forms.CharField(label=_("One line"), required=False, max_length=300)


class FollowUpForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("Do you still do what you planned?"),
        choices=[choice for choice in FollowUp.Answer.choices if choice[0]],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the answers.")},
    )
