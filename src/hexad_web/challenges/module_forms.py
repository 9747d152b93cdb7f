"""A form for each part of a module. Fields are named as the linter names places, so that its messages find them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from hexad_web.challenges.forms import TOO_LONG

Content = Mapping[str, Any]
LINE, TEXT, PAGE = 300, 2000, 10_000  # characters that are kept; the linter counts words
MOST_LINES = 200


class AboutAPlace(Protocol):
    """What a form needs of a message of the linter."""

    @property
    def place(self) -> str: ...


@dataclass(frozen=True, slots=True)
class LaidOut:
    """``groups``: a heading, and its fields with their messages."""

    of_all: list[AboutAPlace]
    groups: list[tuple[Any, list[tuple[BoundField, list[AboutAPlace]]]]]


class Wanted:
    """Drawn as needed, yet taken empty: half a module is kept as a draft, and the check says what it lacks."""

    def validate(self, value: Any) -> None:  # noqa: ANN401  # as Django's
        if value not in ("", None):
            super().validate(value)  # type: ignore[misc]  # the field's own


class WantedNumber(Wanted, forms.IntegerField):
    pass


class WantedChoice(Wanted, forms.ChoiceField):
    pass


class Kept(Wanted, forms.CharField):
    """A text of a draft: may be empty, and says by how much it is too long instead of being cut off."""

    def __init__(self, *, label: Any, limit: int = LINE, rows: int = 0, help_text: Any = "") -> None:  # noqa: ANN401  # lazy texts
        widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
        super().__init__(label=label, widget=widget, help_text=help_text)
        self.limit = limit

    def to_python(self, value: object) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > self.limit:
            raise ValidationError(TOO_LONG, params={"limit": self.limit, "over": len(value) - self.limit})


class Lines(Kept):
    """A list, one of it a line."""

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(lines_of(value)) > MOST_LINES:
            raise ValidationError(_("At most 200 lines."))


def lines_of(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


class PartForm(forms.Form):
    """``take`` makes the fields' values of a module's content, ``put`` the content of what was typed."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, content: Content) -> None:  # noqa: ANN401  # as Django's
        super().__init__(data)
        self.content = content
        self.rows: dict[str, list[int]] = {}  # which row on the page the first, second, ... of what is kept stands in
        self.add_fields()
        self.initial = self.take(content)
        for name, field in self.fields.items():
            field.widget.attrs["aria-describedby"] = f"id_{name}_notes"
            if isinstance(field, Kept):
                field.widget.attrs["lang"] = content.get("language") or "en"

    def add_fields(self) -> None:
        """Where their number depends on the content."""

    def take(self, content: Content) -> dict[str, Any]:
        raise NotImplementedError

    def put(self, content: Content) -> Content:
        raise NotImplementedError

    def field_of(self, place: str) -> str:
        """The field beside which a message stands; empty for one about the whole part."""
        name = place.removeprefix("module.toml: ").replace(".md: ", ".md-").removesuffix(".md")
        name = re.sub(r"\[(\d+)\]", r"-\1", name).replace(".md-text", "-body").replace(".md-", "-").replace(".", "-")
        name = self._as_on_the_page(name)
        while name:
            for candidate in (name, f"{name}-body"):
                if candidate in self.fields and not self[candidate].is_hidden:
                    return candidate
            if first := next((one for one in self.fields if one.startswith(f"{name}-") and "-" in name), ""):
                return first
            name = name.rpartition("-")[0]
        return ""

    def _as_on_the_page(self, name: str) -> str:
        """Rows that were left empty are not counted by the linter."""
        list_name, _dash, rest = name.partition("-")
        number, dash, more = rest.partition("-")
        rows = self.rows.get(list_name, [])
        if number.isdecimal() and 0 < int(number) <= len(rows):
            return f"{list_name}-{rows[int(number) - 1]}{dash}{more}"
        return name

    def groups(self) -> Iterator[tuple[Any, list[BoundField]]]:
        """Fields that stand together, with a heading."""
        yield "", [self[name] for name in self.fields]

    def laid_out(self, notes: Iterable[AboutAPlace]) -> "LaidOut":
        """Each field with what the linter says about it, and what it says about all of them."""
        beside: dict[str, list[AboutAPlace]] = {}
        for note in notes:
            beside.setdefault(self.field_of(note.place), []).append(note)
        groups = [(heading, [(one, beside.get(one.name, [])) for one in fields]) for heading, fields in self.groups()]
        return LaidOut(beside.get("", []), groups)

    def typed(self, name: str) -> str:
        return str(self.cleaned_data.get(name) or "")


class PurposeForm(PartForm):
    title = Kept(label=_("Title"), help_text=_("What a topic with this module is called."))
    purpose = Kept(
        label=_("Purpose"), limit=TEXT, rows=3, help_text=_("What will be different in the job in four weeks.")
    )
    language = Kept(label=_("Language"), help_text=_("Its code, such as en, de or pt-BR."))

    def add_fields(self) -> None:
        self.fields["timing-practice_days"] = WantedNumber(label=_("Days to practise"), min_value=1, max_value=999)

    def take(self, content: Content) -> dict[str, Any]:
        timing = {f"timing-{key}": value for key, value in content["timing"].items()}
        return {**{key: content.get(key, "") for key in ("title", "purpose", "language")}, **timing}

    def put(self, content: Content) -> Content:
        texts = {key: " ".join(self.typed(key).split()) for key in ("title", "purpose", "language")}
        return {**content, **texts, "timing": {"practice_days": self.cleaned_data.get("timing-practice_days") or 0}}


class StatementsForm(PartForm):
    statements = Lines(
        label=_("What managers really say"),
        limit=PAGE,
        rows=10,
        help_text=_("Six to ten, each on a line of its own, without the words of the title."),
    )
    words = Lines(
        label=_("Further words"),
        limit=PAGE,
        rows=5,
        help_text=_("Words that point to this module, in any language, each on a line of its own."),
    )

    def add_fields(self) -> None:
        self.fields["words"].required = False

    def take(self, content: Content) -> dict[str, Any]:
        return {key: "\n".join(content.get(key, [])) for key in ("statements", "words")}

    def put(self, content: Content) -> Content:
        return {**content, **{key: lines_of(self.typed(key)) for key in ("statements", "words")}}


class QuestionsForm(PartForm):
    reflect_questions = Lines(
        label=_("Questions for reflect"),
        limit=PAGE,
        rows=8,
        help_text=_("Five, each on a line of its own, about what happened."),
    )

    def take(self, content: Content) -> dict[str, Any]:
        return {"reflect_questions": "\n".join(content.get("reflect_questions", []))}

    def put(self, content: Content) -> Content:
        return {**content, "reflect_questions": lines_of(self.typed("reflect_questions"))}


class DocumentsForm(PartForm):
    keys: ClassVar[Mapping[str, tuple[Any, Any]]] = {}  # key of a document: its heading, and what is good for it

    def add_fields(self) -> None:
        for key, (_heading, hint) in self.keys.items():
            self.fields[f"{key}-title"] = Kept(label=_("Title"))
            self.fields[f"{key}-body"] = Kept(label=_("Text"), limit=PAGE, rows=16, help_text=hint)

    def take(self, content: Content) -> dict[str, Any]:
        texts = content.get("documents", {})
        return {f"{key}-{part}": texts.get(key, {}).get(part, "") for key in self.keys for part in ("title", "body")}

    def put(self, content: Content) -> Content:
        own = {key: {part: self.typed(f"{key}-{part}") for part in ("title", "body")} for key in self.keys}
        return {**content, "documents": {**content.get("documents", {}), **own}}

    def groups(self) -> Iterator[tuple[Any, list[BoundField]]]:
        for key, (heading, _hint) in self.keys.items():
            yield heading if len(self.keys) > 1 else "", [self[f"{key}-title"], self[f"{key}-body"]]


class PagesForm(DocumentsForm):
    keys = {
        "page-1": (_("Page 1"), _("One idea in 350 words. Begin sections with ##, one of them “When not to”.")),
        "page-2": (_("Page 2"), _("One idea in 350 words. Begin sections with ##, one of them “When not to”.")),
    }


class CardForm(DocumentsForm):
    keys = {"card": (_("Card"), _("For the moment itself, standing, on a phone: 90 words."))}


class WorksheetForm(DocumentsForm):
    keys = {"worksheet": (_("Worksheet"), _("Six numbered prompts, from the own story to causes within control."))}


class CasesForm(DocumentsForm):
    keys = {
        "case-1": (_("Case 1"), _("150 words, no villain, no moral; it ends with a question.")),
        "case-2": (_("Case 2"), _("150 words, no villain, no moral; it ends with a question.")),
    }
