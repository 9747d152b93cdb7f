from collections.abc import Sequence
from typing import Protocol

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hexad_web.evidence.models import Observer, Study


class Item(Protocol):
    """What a form needs to know of an item."""

    @property
    def key(self) -> str: ...

    @property
    def own(self) -> str: ...

    @property
    def other(self) -> str: ...


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class StudyForm(forms.Form):
    scale = forms.ChoiceField(
        label=_("What should change"),
        choices=Study.Scale.choices,
        help_text=_(
            "What is compared. All three are asked of managers and of those who work with them: twelve questions."
        ),
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


class ObserverForm(forms.Form):
    email = forms.EmailField(label=_("Address"), max_length=254)
    category = forms.ChoiceField(label=_("This person"), choices=Observer.Category.choices)


class SheetForm(forms.Form):
    """One group of answers for each item; ``own``: in the manager's own wording."""

    def __init__(
        self,
        data: QueryDict | None,
        *,
        items: Sequence[Item],
        steps: Sequence[tuple[str, str]],
        own: bool,
        **kwargs: object,
    ) -> None:
        super().__init__(data, **kwargs)  # type: ignore[arg-type]
        for item in items:
            text = gettext(item.own if own else item.other)
            self.fields[item.key] = forms.ChoiceField(label=text, choices=steps, widget=forms.RadioSelect)
