"""The editor of an agenda as forms: one for the whole, one for each step and each part; what is typed is kept."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from hexad_web.sessions.agenda_editing import MOST_PARTS, MOST_STEPS, Table
from hexad_web.sessions.models import AgendaKind

MOST_BYTES = 2**18
KINDS = (
    ("talk", _("Talk")),
    ("write", _("Everybody writes")),
    ("round", _("Round: one after the other")),
    ("panel", _("A form")),
    ("pages", _("Pages of the module")),
)
PADS = (
    ("", _("Nothing")),
    ("story", _("Stories")),
    ("cause", _("Causes")),
    ("hope", _("Hopes")),
    ("trust", _("What helps trust")),
    ("pattern", _("Patterns")),
    ("kept", _("What is kept")),
    ("fell-away", _("What fell away")),
    ("adjustment", _("One change")),
    ("topic", _("Next topics")),
    ("note", _("Notes")),
    ("takeaway", _("Takeaways")),
)
PANELS = (
    ("", _("None")),
    ("practice:plan_panel", _("The plan")),
    ("practice:report_panel", _("The practice report")),
    ("practice:report_preview", _("What to bring next time")),
    ("evidence:five_questions", _("The five questions")),
    ("evidence:self_rating", _("The self-rating")),
)
LOBBY = ("evidence:self_rating",)
AREA = {"rows": 2}
NUMBER = {"min": 0, "inputmode": "numeric"}
STEP_FLAGS, PART_FLAGS = ("is_protected",), ("is_named", "sides", "questions_first")


class HeadForm(forms.Form):
    needed = ("title", "minutes")
    title = forms.CharField(label=_("Name of the agenda"), required=False)
    minutes = forms.CharField(
        label=_("Minutes of the session"), required=False, widget=forms.NumberInput(attrs={**NUMBER, "min": 1})
    )
    lobby = forms.BooleanField(label=_("Self-rating before the start"), required=False)


class StepForm(forms.Form):
    needed = ("title", "minutes")
    title = forms.CharField(label=_("Name of the step"), required=False)
    minutes = forms.CharField(
        label=_("Minutes, for six"), required=False, widget=forms.NumberInput(attrs={**NUMBER, "data-minutes": ""})
    )
    each = forms.CharField(
        label=_("Of them for each member"),
        required=False,
        widget=forms.NumberInput(attrs=NUMBER),
        help_text=_("Fewer members then take less time."),
    )
    is_protected = forms.BooleanField(label=_("Begins on time, whatever runs over before it"), required=False)
    prompt = forms.CharField(
        label=_("What everybody reads"), required=False, widget=forms.Textarea(attrs={**AREA, "maxlength": 300})
    )
    script = forms.CharField(
        label=_("What whoever facilitates reads aloud"),
        required=False,
        widget=forms.Textarea(attrs={**AREA, "maxlength": 600}),
    )


class PartForm(forms.Form):
    needed = ("kind", "pad", "panel")
    kind = forms.CharField(label=_("What happens"), required=False, widget=forms.Select(choices=KINDS))
    minutes = forms.CharField(
        label=_("Minutes"),
        required=False,
        widget=forms.NumberInput(attrs=NUMBER),
        help_text=_("Empty: what the step has left."),
    )
    pad = forms.CharField(label=_("What is written"), required=False, widget=forms.Select(choices=PADS))
    is_named = forms.BooleanField(label=_("Cards carry their author's name"), required=False)
    sides = forms.BooleanField(label=_("A card says whether it lies within the group's control"), required=False)
    panel = forms.CharField(label=_("Which form"), required=False, widget=forms.Select(choices=PANELS))
    questions_first = forms.BooleanField(label=_("Questions come before advice"), required=False)


class ChoicesForm(forms.Form):
    """Which agenda each kind of session goes by."""

    def __init__(self, data: QueryDict | None = None, *, offered: Mapping[str, Sequence[tuple[str, str]]]) -> None:
        super().__init__(data)
        for kind, choices in offered.items():
            label = AgendaKind(kind).label
            self.fields[kind] = forms.ChoiceField(label=label, choices=choices)


class LengthForm(forms.Form):
    minutes = forms.TypedChoiceField(
        label=_("Explore and Reflect take"),
        coerce=int,
        choices=((90, _("90 minutes")), (60, _("60 minutes"))),
        widget=forms.RadioSelect,
        help_text=_("For meetings planned from now on."),
    )


class FileForm(forms.Form):
    kind = forms.ChoiceField(label=_("For which sessions"), choices=AgendaKind.choices)
    file = forms.FileField(
        label=_("Agenda (.toml)"),
        widget=forms.ClearableFileInput(attrs={"accept": ".toml,application/toml,text/plain"}),
        error_messages={
            "required": _("Choose a file that ends in .toml."),
            "empty": _("The file is empty. Download an agenda for an example."),
        },
    )

    def text(self) -> str:
        """What is no text becomes one that cannot be read as an agenda."""
        data: bytes = self.cleaned_data["file"].read(MOST_BYTES + 1)
        return data.decode("utf-8", "replace")

    def clean_file(self) -> Any:  # noqa: ANN401  # Django's uploaded file
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("This file is too large for an agenda."))
        return file


def typed(post: QueryDict) -> Table:
    """The agenda that a sent form holds."""
    steps = [_step(post, number) for number in range(MOST_STEPS) if f"s{number}-key" in post]
    lobby = list(LOBBY) if post.get("lobby") else []
    title, minutes = post.get("title", ""), _number(post.get("minutes", ""), empty="")
    return {"id": "own", "version": 1, "title": _line(title), "minutes": minutes, "lobby": lobby, "steps": steps}


def _step(post: QueryDict, number: int) -> Table:
    name = f"s{number}"
    step: Table = {word: _line(post.get(f"{name}-{word}", "")) for word in ("key", "title", "prompt", "script")}
    step |= {flag: bool(post.get(f"{name}-{flag}")) for flag in STEP_FLAGS}
    step |= {"minutes": _number(post.get(f"{name}-minutes", ""), empty="")}
    step |= {"each": _number(post.get(f"{name}-each", ""), empty=0)}
    parts = [f"{name}p{place}" for place in range(MOST_PARTS) if f"{name}p{place}-kind" in post]
    return {**step, "parts": [_part(post, part) for part in parts]}


def _part(post: QueryDict, name: str) -> Table:
    """What belongs to another kind of part is dropped: the page hides it, so nobody could mend it."""
    kind = _line(post.get(f"{name}-kind", ""))
    part: Table = {"kind": kind, "minutes": _number(post.get(f"{name}-minutes", ""), empty=0)}
    if kind == "write":
        part["pad"] = _line(post.get(f"{name}-pad", ""))
        part |= {flag: bool(post.get(f"{name}-{flag}")) for flag in ("is_named", "sides")}
    if kind == "panel":
        part["panel"] = _line(post.get(f"{name}-panel", ""))
    if kind in ("round", "talk", "pages"):
        part["questions_first"] = bool(post.get(f"{name}-questions_first"))
    return part


def _line(text: str) -> str:
    return " ".join(text.replace("\0", "").split())[:2000]


def _number(text: str, *, empty: str | int) -> str | int:
    text = _line(text)[:20]
    if not text:
        return empty
    return int(text) if text.isascii() and text.isdecimal() else text
