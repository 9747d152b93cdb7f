from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Protocol

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hexad_web.evidence.models import Observer

MOST_MONEY = 1e12
LARGEST_RESULTS = 2 * 2**20  # bytes


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
        help_text=_("What is compared. All of them are asked of managers and of those who work with them."),
    )
    waves = forms.TypedChoiceField(label=_("Waves"), coerce=int)
    first_date = forms.DateField(label=_("First day of the first wave"), widget=DateInput())
    weeks = forms.IntegerField(
        label=_("Weeks from one wave to the next"),
        min_value=4,
        max_value=26,
        help_text=_("At least as long as a cycle, which takes about five weeks."),
    )

    def __init__(
        self, *args: object, waves: list[tuple[int, str]], scales: list[tuple[str, str]], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["scale"].choices = scales  # type: ignore[attr-defined]
        choices = [
            (number, _("%(n)d waves, sees effects above %(mde)s") % {"n": number, "mde": mde}) for number, mde in waves
        ]
        self.fields["waves"].choices = choices  # type: ignore[attr-defined]


class ObserverForm(forms.Form):
    email = forms.EmailField(label=_("Address"), max_length=254)
    category = forms.ChoiceField(label=_("This person"), choices=Observer.Category.choices)


class SheetForm(forms.Form):
    """One group of answers for each item; ``own``: in the manager's own wording, and without a comment."""

    def __init__(
        self,
        data: QueryDict | None,
        *,
        items: Sequence[Item],
        choices: Mapping[str, Sequence[tuple[str, str]]],
        own: bool,
        **kwargs: object,
    ) -> None:
        super().__init__(data, **kwargs)  # type: ignore[arg-type]
        for item in items:
            text = gettext(item.own if own else item.other)
            self.fields[item.key] = forms.ChoiceField(label=text, choices=choices[item.key], widget=forms.RadioSelect)
        if not own:
            self.fields["comment"] = forms.CharField(
                label=_("In your own words, if you like"),
                required=False,
                max_length=500,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=_("Read by this manager alone, among those of three and more. Your way of writing may show."),
            )


class ScaleForm(forms.Form):
    """Two to four questions, each as managers read it and as somebody reads it who works with them."""

    title = forms.CharField(label=_("Name"), max_length=60)

    def __init__(self, data: QueryDict | None, *, least: int, most: int) -> None:
        super().__init__(data)
        for place in range(1, most + 1):
            is_required = place <= least
            self.fields[f"own_{place}"] = forms.CharField(
                label=_("Question %(n)d, of oneself") % {"n": place}, max_length=200, required=is_required
            )
            self.fields[f"other_{place}"] = forms.CharField(
                label=_("Question %(n)d, of a manager") % {"n": place}, max_length=200, required=is_required
            )
        self.most = most

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        for place in range(1, self.most + 1):
            own, other = found.get(f"own_{place}"), found.get(f"other_{place}")
            if bool(own) != bool(other) and not self.errors:
                self.add_error(f"{'other' if own else 'own'}_{place}", _("Give both wordings, or neither."))
        return found

    @property
    def items(self) -> list[tuple[str, str]]:
        rows = ((self.cleaned_data[f"own_{n}"], self.cleaned_data[f"other_{n}"]) for n in range(1, self.most + 1))
        return [row for row in rows if all(row)]

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"own_{n}"], self[f"other_{n}"]) for n in range(1, self.most + 1)]


class ReturnForm(forms.Form):
    """One side of the return; subclasses say which."""

    kind: ClassVar[str]
    title: ClassVar[str | Promise]
    hint: ClassVar[str | Promise]
    name = forms.CharField(label=_("What"), max_length=80)
    source = forms.CharField(
        label=_("Where the figure comes from"), max_length=200, help_text=_("A report and its date, or who says so.")
    )

    def __init__(self, data: QueryDict | None = None, files: MultiValueDict[str, Any] | None = None) -> None:
        super().__init__(data, files, prefix=self.kind)

    @property
    def given(self) -> dict[str, Any]:
        """As it is kept: shares from 0 to 1."""
        found = {key: value for key, value in self.cleaned_data.items() if key != "file"}
        return {key: value / 100 if key in ("share", "confidence") else value for key, value in found.items()}

    @property
    def upload(self) -> UploadedFile[Any] | None:
        return self.cleaned_data.get("file")


def _amount(label: Any, help_text: Any = "", least: float = 0.0) -> forms.FloatField:  # noqa: ANN401  # words, said later
    return forms.FloatField(label=label, min_value=least, max_value=MOST_MONEY, help_text=help_text)


class MeasuredForm(ReturnForm):
    kind = "measured"
    title = _("A figure by group")
    hint = _(
        "Such as days of absence in the teams of a group's managers, month by month. Groups that began are compared"
        " with groups that waited, so that no share has to be guessed."
    )
    unit = forms.CharField(label=_("Unit"), max_length=40, help_text=_("Such as days of absence a month."))
    amount = _amount(
        _("What one unit more is worth"), _("Negative, where less is better: −250 for a day of absence."), -MOST_MONEY
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV with the columns group, date and value: a row for each group and period, also from before."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv,text/plain"}),
    )
    field_order = ("name", "unit", "amount", "source", "file")

    def clean_file(self) -> UploadedFile[Any]:
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_RESULTS:
            raise forms.ValidationError(_("This file is larger than 2 MB. Keep the three columns that are needed."))
        return file


class StatedForm(ReturnForm):
    kind = "stated"
    title = _("A stated benefit")
    hint = _("Where nothing can be compared. It is labelled as stated wherever it is read.")
    amount = _amount(_("Worth a year"))
    share = forms.FloatField(label=_("Share due to the programme, per cent"), min_value=0, max_value=100)
    confidence = forms.FloatField(label=_("How sure whoever says so is, per cent"), min_value=0, max_value=100)
    field_order = ("name", "amount", "share", "confidence", "source")


class CostForm(ReturnForm):
    kind = "cost"
    title = _("A cost")
    hint = _("What the calculator does not hold. All costs belong in.")
    amount = _amount(_("Amount in the first year"))
    field_order = ("name", "amount", "source")


class IntangibleForm(ReturnForm):
    kind = "intangible"
    title = _("Something without a price")
    hint = _("Listed, and never added up.")
    source = forms.CharField(label=_("Where it was seen"), max_length=200, required=False)


RETURN_FORMS: dict[str, type[ReturnForm]] = {
    form.kind: form for form in (MeasuredForm, StatedForm, CostForm, IntangibleForm)
}
