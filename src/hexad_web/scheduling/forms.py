from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from hexad_web.scheduling.models import Attendance, Choice, PlanRun, Rhythm, Room

# What the links in mails say, and what is stored.
ANSWERS = {
    "accept": Attendance.Answer.ACCEPTED,
    "tentative": Attendance.Answer.TENTATIVE,
    "decline": Attendance.Answer.DECLINED,
}
LONGEST_WEEKS, WEEKS_WITH_ENGAGE = 26, 8
Initial = Mapping[str, object] | None


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class CeilingForm(forms.Form):
    percent = forms.FloatField(
        label=_("Per cent of work time in a year"),
        min_value=0.1,
        max_value=10,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
        help_text=_("Sessions, planned and held, without preparation. Nobody is planned past it."),
    )


class RhythmForm(forms.Form):
    cadence_weeks = forms.IntegerField(
        label=_("Weeks from one cycle to the next"),
        min_value=5,
        max_value=52,
        help_text=_("Seventeen make three cycles a year, nine a cycle every other month."),
    )
    practice_from = forms.IntegerField(label=_("Days of practice, at least"), min_value=7, max_value=60)
    practice_to = forms.IntegerField(label=_("Days of practice, at most"), min_value=7, max_value=60)

    def clean(self) -> dict[str, object]:
        found = super().clean() or {}
        low, high = found.get("practice_from"), found.get("practice_to")
        if isinstance(low, int) and isinstance(high, int) and high < low:
            self.add_error("practice_to", _("At most is less than at least. Exchange the two."))
        return found

    @classmethod
    def of(cls, rhythm: Rhythm) -> "RhythmForm":
        return cls(initial={name: getattr(rhythm, name) for name in cls.base_fields})


class PlanForm(forms.Form):
    first_date = forms.DateField(label=_("First day"), widget=DateInput())
    weeks = forms.IntegerField(
        label=_("Weeks to search"),
        min_value=6,
        max_value=LONGEST_WEEKS,
        help_text=_("Explore and Reflect lie three to four weeks apart, so six weeks are the least."),
    )

    rungs = forms.TypedChoiceField(
        label=_("How far planning may go"),
        coerce=int,
        choices=[
            (1, _("Free time alone")),
            (2, _("Also over tentative entries")),
            (3, _("Also over one-to-ones that can move")),
            (PlanRun.ALL_PRESENT, _("Also in stretch hours")),
            (PlanRun.ONE_MAY_MISS, _("Where nothing else is left, also without one member, who catches up")),
        ],
        help_text=_("Free time comes first in any case. Inconvenient hours go round: whoever bore them is spared."),
    )
    engage = forms.BooleanField(
        label=_("Begin with a get-together"),
        required=False,
        help_text=_("An hour in the first fortnight, for groups that never met. Explore comes two weeks later."),
    )
    together = forms.BooleanField(
        label=_("Groups of one site and level get together at once"),
        required=False,
        help_text=_(
            "One time and one room for two to four groups, 75 minutes; in between each turns to its own circle. "
            "A group that finds no common time with the others has its own."
        ),
    )
    next_cycles = forms.BooleanField(
        label=_("Also the next cycle of groups that have one ahead"),
        required=False,
        help_text=_(
            "Books half a year and more ahead: up to three cycles, each as long after the last as your rhythm says. "
            "Search as many weeks as that takes."
        ),
    )
    follow_ups = forms.BooleanField(
        label=_("Follow-ups as meetings"),
        required=False,
        help_text=_("Online, three and six months after Reflect, as far as the weeks reach."),
    )

    def __init__(self, data: QueryDict | None = None, *, initial: Initial = None, today: date) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.today = today

    def clean(self) -> dict[str, object]:
        found = super().clean() or {}
        found["engage"] = bool(found.get("engage") or found.get("together"))
        if found["engage"] and isinstance(weeks := found.get("weeks"), int) and weeks < WEEKS_WITH_ENGAGE:
            self.add_error("weeks", _("With a get-together before it, eight weeks are the least."))
        return found

    def clean_first_date(self) -> date:
        first: date = self.cleaned_data["first_date"]
        if first <= self.today:
            raise forms.ValidationError(_("Choose a day that lies ahead."))
        if first > self.today + timedelta(days=366):
            raise forms.ValidationError(_("Choose a day within a year."))
        return first


class GroupPlanForm(forms.Form):
    option = forms.TypedChoiceField(label=_("Time"), coerce=int, widget=forms.RadioSelect)
    room = forms.ModelChoiceField(
        label=_("Room"), queryset=Room.objects.none(), required=False, empty_label=_("No room")
    )
    link = forms.CharField(
        label=_("Link to the online meeting"),
        required=False,
        max_length=500,
        help_text=_("{group} and {meeting} are filled in, so that each meeting has its own address."),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        initial: Initial = None,
        options: list[tuple[int, str]],
        rooms: QuerySet[Room],
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.fields["option"].choices = options  # type: ignore[attr-defined]  # a choice field by its class above
        self.fields["room"].queryset = rooms  # type: ignore[attr-defined]


class PlaceForm(forms.Form):
    room = forms.ModelChoiceField(
        label=_("Room"), queryset=Room.objects.none(), required=False, empty_label=_("No room")
    )
    link = forms.CharField(label=_("Link to the online meeting"), required=False, max_length=500)

    def __init__(self, data: QueryDict | None = None, *, initial: Initial = None, rooms: QuerySet[Room]) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.fields["room"].queryset = rooms  # type: ignore[attr-defined]


class MoveForm(forms.Form):
    day = forms.DateField(label=_("Date"), widget=DateInput())
    time = forms.TimeField(label=_("Starts at"), widget=TimeInput())
    consent = forms.BooleanField(label=_("I asked the members, and they agree"), required=False)

    def wall(self) -> datetime:
        """Naive, as the clock at the host site shows it."""
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"])


class RoomForm(forms.Form):
    site = forms.CharField(label=_("Site"), max_length=200)
    name = forms.CharField(label=_("Room"), max_length=200)
    capacity = forms.IntegerField(label=_("Seats"), min_value=2, max_value=500)
    has_video = forms.BooleanField(
        label=_("Screen and camera for those who join online"),
        required=False,
        help_text=_("Groups that meet partly online get such a room, once a site has one."),
    )


class LinkForm(forms.Form):
    template = forms.CharField(
        label=_("Address of online meetings"),
        required=False,
        max_length=500,
        help_text=_("{group} becomes the group's number, {meeting} a code that nobody can guess."),
    )


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("Can you come?"),
        choices=[(word, answer.label) for word, answer in ANSWERS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three answers.")},
    )


class ChooseForm(forms.Form):
    """One question for each card: ``word_0``, ``word_1``, ``word_2``."""

    def __init__(self, data: QueryDict | None = None, *, initial: Initial = None, cards: list[str]) -> None:
        super().__init__(data, initial=dict(initial or {}))
        for number, label in enumerate(cards):
            self.fields[f"word_{number}"] = forms.ChoiceField(
                label=label,
                choices=Choice.Word.choices,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose an answer for this time.")},
            )

    def words(self) -> list[str]:
        return [self.cleaned_data[name] for name in self.fields]
