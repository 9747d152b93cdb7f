from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from hexad_web.challenges.models import MOST_CHOICES, MOST_VOTES

LONGEST, LONGEST_OFFER, LONGEST_TITLE = 600, 300, 120
TOO_LONG = ngettext_lazy(
    "At most %(limit)d characters: take %(over)d away.", "At most %(limit)d characters: take %(over)d away.", "over"
)


class Words(forms.CharField):
    """Text with a limit that is said, not enforced by the browser, which would cut off what was pasted."""

    def __init__(self, *, label: Any, limit: int, rows: int, placeholder: Any = "") -> None:  # noqa: ANN401  # lazy texts
        attrs = {"rows": rows, "placeholder": placeholder}
        super().__init__(label=label, required=False, widget=forms.Textarea(attrs=attrs))
        self.limit = limit

    def validate(self, value: str) -> None:
        super().validate(value)
        over = len(value) - self.limit
        if over > 0:
            raise ValidationError(TOO_LONG, params={"limit": self.limit, "over": over})


class StruggleForm(forms.Form):
    statement = Words(label=_("What is hard for you right now?"), limit=LONGEST, rows=5)


class GiveForm(forms.Form):
    gives = Words(label=_("What can you give?"), limit=LONGEST_OFFER, rows=3)


class WantForm(forms.Form):
    wants = Words(label=_("What do you want?"), limit=LONGEST_OFFER, rows=3)
    online = forms.TypedChoiceField(
        label=_("How used are you to meeting online?"),
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        choices=[
            (0, _("Not at all: I have hardly ever done it")),
            (1, _("A little: I need help with it")),
            (2, _("Somewhat: I do it now and then")),
            (3, _("Used to it: I do it every week")),
            (4, _("Very: I prefer it")),
        ],
    )


class TopicField(forms.ChoiceField):
    """A place in the ranking. What was chosen but is gone since gets its sentence from the action."""

    def valid_value(self, value: object) -> bool:
        return str(value).isdecimal() or super().valid_value(value)


class ChoicesForm(forms.Form):
    def __init__(
        self, data: QueryDict | None = None, *, topics: Sequence[tuple[int, str]], ranked: Sequence[int]
    ) -> None:
        super().__init__(data)
        labels = (_("First choice"), _("Second choice"), _("Third choice"))
        for place, label in enumerate(labels[:MOST_CHOICES]):
            initial = ranked[place] if place < len(ranked) else ""
            choices = [("", gettext("None")), *topics]
            field = TopicField(label=label, choices=choices, required=place == 0, initial=initial)
            field.error_messages["required"] = _("Choose at least one topic.")
            self.fields[f"rank_{place + 1}"] = field

    def ranked(self) -> list[int]:
        return [int(value) for name in self.fields if (value := self.cleaned_data.get(name))]


class VotesForm(forms.Form):
    """One number a topic. Topics that are gone since are read as well: the action says where they went."""

    def __init__(self, data: QueryDict | None = None, *, topics: Mapping[int, tuple[str, int]]) -> None:
        super().__init__(data)
        for key, (title, own) in topics.items():
            number = forms.NumberInput(
                attrs={"min": 0, "max": MOST_VOTES, "inputmode": "numeric", "x-on:input": "count"}
            )
            field = forms.IntegerField(
                label=title, min_value=0, max_value=MOST_VOTES, required=False, initial=own, widget=number
            )
            outside = _("Give a topic 0 to 3 votes.")
            field.error_messages |= {"invalid": outside}
            field.validators = [Within(outside)]
            self.fields[f"topic_{key}"] = field

    def counts(self) -> dict[int, int]:
        gone = [name for name in self.data if name.startswith("topic_") and name not in self.fields]
        known = {_key(name): self.cleaned_data.get(name) or 0 for name in self.fields}
        return {**known, **{_key(name): _number(self.data[name]) for name in gone}}


class Within:
    """Between no vote and all three, in one sentence instead of Django's two."""

    def __init__(self, sentence: Any) -> None:  # noqa: ANN401  # a lazy text
        self.sentence = sentence

    def __call__(self, value: int) -> None:
        if not 0 <= value <= MOST_VOTES:
            raise ValidationError(self.sentence)


def _key(name: str) -> int:
    return _number(name.removeprefix("topic_"))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 18 else 0  # longer ones are no key of ours


class TitleForm(forms.Form):
    title = forms.CharField(
        label=_("Title"),
        max_length=LONGEST_TITLE,
        error_messages={
            "required": _("Give the topic a title."),
            "max_length": _("A title has at most 120 characters."),
        },
    )


class SplitForm(TitleForm):
    title = forms.CharField(
        label=_("Title of the new topic"),
        max_length=LONGEST_TITLE,
        error_messages={
            "required": _("Give the new topic a title."),
            "max_length": _("A title has at most 120 characters."),
        },
    )
    statements = forms.TypedMultipleChoiceField(
        label=_("Statements for the new topic"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose the statements that belong to the new topic."),
            "invalid_choice": _("A statement that you chose is gone. Choose again."),
        },
    )
    field_order = ("statements", "title")

    def __init__(self, data: QueryDict | None = None, *, statements: Sequence[tuple[str, str]]) -> None:
        super().__init__(data, auto_id="split_%s")
        self.fields["statements"].choices = statements  # type: ignore[attr-defined]


class MergeForm(forms.Form):
    into = forms.TypedChoiceField(
        label=_("Merge into"),
        coerce=int,
        error_messages={
            "required": _("Choose a topic."),
            "invalid_choice": _("This topic is gone. Choose another."),
        },
    )

    def __init__(self, data: QueryDict | None = None, *, topics: Sequence[tuple[int, str]]) -> None:
        super().__init__(data, auto_id="merge_%s")
        self.fields["into"].choices = [("", gettext("Choose a topic")), *topics]  # type: ignore[attr-defined]


class VotingForm(forms.Form):
    closes_date = forms.DateField(
        label=_("Last day to vote"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Choose the last day to vote."), "invalid": _("Choose a day.")},
    )


class FindForm(forms.Form):
    """``name``: a part of the rival's name, which is looked for and not kept."""

    name = forms.CharField(label=_("Name"), max_length=100, required=False)


class NewModuleForm(forms.Form):
    title = forms.CharField(
        label=_("Title"),
        max_length=80,
        error_messages={
            "required": _("Give the module a title."),
            "max_length": _("A title has at most 80 characters."),
        },
    )

    def __init__(self, data: QueryDict | None = None, *, start: str = "new") -> None:
        super().__init__(data, auto_id=f"{start}_%s")


class ArchiveForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,  # reading it says more than Django would
        error_messages={"required": _("Choose a .zip file.")},
        help_text=_("A .zip with the folder of one module, up to 1 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".zip,application/zip"}),
    )
