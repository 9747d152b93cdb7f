from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hexad_web.people.keeping import LARGEST_FILE
from hexad_web.people.models import Consent, Participation

FIELD_LABELS = {
    "email": _("E-mail"),
    "name": _("Name"),
    "given_name": _("First name"),
    "family_name": _("Last name"),
    "boss_email": _("Boss's e-mail"),
    "level": _("Level"),
    "department": _("Department"),
    "site": _("Site"),
    "time_zone": _("Time zone"),
    "country": _("Country"),
    "start_date": _("Start date"),
    "languages": _("Languages"),
    "weekly_hours": _("Hours a week"),
    "topics": _("Topics"),
    "attributes": _("Further columns"),
}
MATCHED = tuple(name for name in FIELD_LABELS if name != "attributes")


class FileForm(forms.Form):
    use_required_attribute = False  # pasted rows stand in for a file

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,  # reading it says more than Django would
        error_messages={"required": _("Choose a file, or paste rows.")},
        help_text=_("CSV from a spreadsheet or personnel system, up to 20 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv,text/plain"}),
    )
    text = forms.CharField(
        label=_("Or paste rows"),
        required=False,
        strip=False,
        help_text=_("Copy the cells in your spreadsheet with their headings, and paste them here."),
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off"}),
    )

    def __init__(self, *arguments: Any, refused: str = "") -> None:  # noqa: ANN401  # data and files, as Django's
        super().__init__(*arguments)
        self.refused = refused

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.refused:
            self.errors.pop("file", None)
            self.add_error("file", self.refused)
            return given
        file, text = given.get("file"), given.get("text", "")
        if file and file.size > LARGEST_FILE:
            self.add_error("file", _("This file is larger than 20 MB. Export only the columns that are needed."))
        elif not file and text.strip():
            self.errors.pop("file", None)
            given["file"] = None
        return given

    @property
    def name(self) -> str:
        file = self.cleaned_data["file"]
        return str(file.name) if file else str(_("Pasted rows"))

    @property
    def content(self) -> bytes:
        file = self.cleaned_data["file"]
        return bytes(file.read()) if file else str(self.cleaned_data["text"]).encode()


class ColumnsForm(forms.Form):
    """For each field the column that holds it."""

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, headings: list[str], initial: dict[str, str] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        choices = [("", _("No column")), *((str(index), heading) for index, heading in enumerate(headings))]
        for name in MATCHED:
            self.fields[name] = forms.ChoiceField(label=FIELD_LABELS[name], choices=choices, required=False)
        self.fields["email"].required = True

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        chosen = [given[name] for name in MATCHED if given.get(name)]
        for name in MATCHED:
            if given.get(name) and chosen.count(given[name]) > 1:
                self.add_error(name, _("Choose each column once."))
        if not any(given.get(name) for name in ("name", "given_name", "family_name")):
            self.add_error("name", _("Choose the column of names."))
        return given

    @property
    def columns(self) -> dict[str, int]:
        return {name: int(self.cleaned_data[name]) for name in MATCHED if self.cleaned_data.get(name)}


class FilterForm(forms.Form):
    q = forms.CharField(label=_("Name or e-mail"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("Answer"), required=False, choices=[("", _("All answers")), *Participation.choices]
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, departments: list[str]) -> None:
        super().__init__(data)
        choices = [("", _("All departments")), *((name, name) for name in departments)]
        self.fields["department"] = forms.ChoiceField(label=_("Department"), required=False, choices=choices)

    @property
    def chosen(self) -> dict[str, str]:
        """What can be used of the filters; an address bar may hold anything."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("Do you take part?"),
        choices=[
            (Consent.Answer.JOIN, _("Yes, I join")),
            (Consent.Answer.DECLINE, _("No, not this time")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no.")},
    )
