"""Forms of lists within a module: strategies, tips and sources; and which form belongs to which part."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hexad_web.challenges.module_forms import (
    LINE,
    TEXT,
    CardForm,
    CasesForm,
    Content,
    Kept,
    PagesForm,
    PartForm,
    PurposeForm,
    QuestionsForm,
    StatementsForm,
    WantedChoice,
    WantedNumber,
    WorksheetForm,
)

MOST_STRATEGIES, LEAST_STRATEGIES, PLANS = 5, 3, 2
MOST_SOURCES, LEAST_SOURCES = 6, 2
STRATEGY_TEXTS = ("title", "text", "first_step", "knows")
PLAN_TEXTS = ("situation", "behaviour", "occasion")


class RowsForm(PartForm):
    """A list of like things, with an empty row for one more; a row without words is left out."""

    name: ClassVar[str]

    def count(self) -> int:
        raise NotImplementedError

    @property
    def listed(self) -> Sequence[Mapping[str, Any]]:
        found: Sequence[Mapping[str, Any]] = self.content.get(self.name, [])
        return found

    def row(self, number: int) -> dict[str, Any]:
        """What was typed there; empty where nothing was."""
        raise NotImplementedError

    def put(self, content: Content) -> Content:
        rows = {number: row for number in range(1, self.count() + 1) if (row := self.row(number))}
        self.rows[self.name] = list(rows)
        return {**content, self.name: list(rows.values())}


class StrategiesForm(RowsForm):
    name = "strategies"

    def count(self) -> int:
        return max(len(self.listed), min(MOST_STRATEGIES, max(LEAST_STRATEGIES, len(self.listed) + 1)))

    def plans(self, number: int) -> int:
        known = self.listed[number - 1]["if_then"] if number <= len(self.listed) else []
        return max(PLANS, len(known))

    def add_fields(self) -> None:
        labels = {
            "title": (_("Title"), LINE, 0),
            "text": (_("What to do"), TEXT, 4),
            "first_step": (_("First step"), TEXT, 2),
            "knows": (_("How one knows that it worked"), TEXT, 2),
        }
        difficulties = [
            ("easy", _("Easy")),
            ("moderate", _("Takes some courage")),
            ("demanding", _("Demanding")),
        ]
        for number in range(1, self.count() + 1):
            for key, (label, limit, rows) in labels.items():
                self.fields[f"strategies-{number}-{key}"] = Kept(label=label, limit=limit, rows=rows)
            self.fields[f"strategies-{number}-difficulty"] = WantedChoice(label=_("Difficulty"), choices=difficulties)
            self._add_plans(number)
            hidden = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)
            self.fields[f"strategies-{number}-key"] = hidden

    def _add_plans(self, number: int) -> None:
        labels = {
            "situation": gettext("Example %(number)s: when …"),
            "behaviour": gettext("Example %(number)s: I …"),
            "occasion": gettext("Example %(number)s: first occasion"),
        }
        for plan in range(1, self.plans(number) + 1):
            for key, label in labels.items():
                name = f"strategies-{number}-if_then-{plan}-{key}"
                self.fields[name] = Kept(label=label % {"number": plan}, rows=2)

    def take(self, content: Content) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for number, one in enumerate(self.listed, start=1):
            found |= {f"strategies-{number}-{key}": one[key] for key in (*STRATEGY_TEXTS, "difficulty", "key")}
            for at, plan in enumerate(one["if_then"], start=1):
                found |= {f"strategies-{number}-if_then-{at}-{key}": plan[key] for key in PLAN_TEXTS}
        return found

    def row(self, number: int) -> dict[str, Any]:
        start = f"strategies-{number}"
        texts = {key: " ".join(self.typed(f"{start}-{key}").split()) for key in STRATEGY_TEXTS}
        plans = [
            {key: " ".join(self.typed(f"{start}-if_then-{plan}-{key}").split()) for key in PLAN_TEXTS}
            for plan in range(1, self.plans(number) + 1)
        ]
        plans = [plan for plan in plans if any(plan.values())]
        if not plans and not any(texts.values()):
            return {}
        difficulty = self.typed(f"{start}-difficulty") or "easy"
        return {"key": self.typed(f"{start}-key"), **texts, "difficulty": difficulty, "if_then": plans}

    def put(self, content: Content) -> Content:
        """A key stays, whatever becomes of the title: plans name it. A new strategy gets one of its own."""
        found = super().put(content)
        taken = {one["key"] for one in found["strategies"]}
        for one in found["strategies"]:
            one["key"] = one["key"] or _free_key(one["title"], taken)
            taken.add(one["key"])
        return found

    def groups(self) -> Iterator[tuple[Any, list[BoundField]]]:
        for number in range(1, self.count() + 1):
            fields = [self[name] for name in self.fields if name.startswith(f"strategies-{number}-")]
            yield _("Strategy %(number)s") % {"number": number}, fields


def _free_key(title: str, taken: set[str]) -> str:
    base = slugify(title).replace("_", "-").strip("-")[:50].strip("-") or "strategy"
    names = (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


class TipsForm(RowsForm):
    name = "tips"
    days: ClassVar[Sequence[int]] = (2, 9, 16, 35)  # as the linter wants them

    def count(self) -> int:
        return max(len(self.days), len(self.listed))

    def add_fields(self) -> None:
        for number in range(1, self.count() + 1):
            self.fields[f"tips-{number}-day"] = WantedNumber(label=_("Day after explore"), min_value=1, max_value=999)
            self.fields[f"tips-{number}-text"] = Kept(label=_("Tip"), limit=TEXT, rows=3)

    def take(self, content: Content) -> dict[str, Any]:
        days = {f"tips-{number}-day": day for number, day in enumerate(self.days, start=1)}
        rows = enumerate(self.listed, start=1)
        return days | {f"tips-{number}-{key}": one[key] for number, one in rows for key in ("day", "text")}

    def row(self, number: int) -> dict[str, Any]:
        day, text = self.cleaned_data.get(f"tips-{number}-day"), " ".join(self.typed(f"tips-{number}-text").split())
        return {"day": day or 0, "text": text} if text or day else {}

    def groups(self) -> Iterator[tuple[Any, list[BoundField]]]:
        for number in range(1, self.count() + 1):
            yield _("Tip %(number)s") % {"number": number}, [self[f"tips-{number}-{key}"] for key in ("day", "text")]


class SourcesForm(RowsForm):
    name = "sources"

    def count(self) -> int:
        return max(len(self.listed), min(MOST_SOURCES, max(LEAST_SOURCES, len(self.listed) + 1)))

    def add_fields(self) -> None:
        strengths = [
            ("strong", _("Evidence: strong")),
            ("mixed", _("Evidence: mixed")),
            ("practice wisdom", _("Practice wisdom")),
        ]
        for number in range(1, self.count() + 1):
            self.fields[f"sources-{number}-text"] = Kept(label=_("The work, and what it says"), limit=TEXT, rows=3)
            self.fields[f"sources-{number}-strength"] = WantedChoice(label=_("How strong it is"), choices=strengths)

    def take(self, content: Content) -> dict[str, Any]:
        rows = enumerate(self.listed, start=1)
        return {f"sources-{number}-{key}": one[key] for number, one in rows for key in ("text", "strength")}

    def row(self, number: int) -> dict[str, Any]:
        text = " ".join(self.typed(f"sources-{number}-text").split())
        strength = self.typed(f"sources-{number}-strength") or "practice wisdom"
        return {"text": text, "strength": strength} if text else {}

    def groups(self) -> Iterator[tuple[Any, list[BoundField]]]:
        for number in range(1, self.count() + 1):
            fields = [self[f"sources-{number}-{key}"] for key in ("text", "strength")]
            yield _("Source %(number)s") % {"number": number}, fields


FORMS: Mapping[str, type[PartForm]] = {
    "purpose": PurposeForm,
    "statements": StatementsForm,
    "pages": PagesForm,
    "card": CardForm,
    "worksheet": WorksheetForm,
    "cases": CasesForm,
    "strategies": StrategiesForm,
    "tips": TipsForm,
    "questions": QuestionsForm,
    "sources": SourcesForm,
}
