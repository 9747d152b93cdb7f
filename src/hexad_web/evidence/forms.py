from django import forms
from django.utils.translation import gettext_lazy as _

from hexad_web.evidence.models import Study


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class StudyForm(forms.Form):
    scale = forms.ChoiceField(
        label=_("What should change"),
        choices=Study.Scale.choices,
        help_text=_("Four questions on behaviour, asked of managers and of those who work with them."),
    )
    waves = forms.TypedChoiceField(label=_("Waves"), coerce=int)
    first_date = forms.DateField(label=_("First day of the first wave"), widget=DateInput())
    weeks = forms.IntegerField(
        label=_("Weeks from one wave to the next"),
        min_value=4,
        max_value=26,
        help_text=_("At least as long as a cycle, which takes about five weeks."),
    )

    def __init__(self, *args: object, waves: list[tuple[int, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [
            (number, _("%(n)d waves, sees effects above %(mde)s") % {"n": number, "mde": mde}) for number, mde in waves
        ]
        self.fields["waves"].choices = choices  # type: ignore[attr-defined]
