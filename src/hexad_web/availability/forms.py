from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from hexad_web.availability import caldav, fetching, weeks

MOST_BYTES = 10 * 2**20
WEEKDAYS = (
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
)
BRUSHES = (("busy", _("Busy")), ("not", _("Prefer not")), ("free", _("Free")))
Choices = list[tuple[str, str]]


class SecretInput(forms.TextInput):
    """A field whose value never comes back in a page."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:  # noqa: ANN401  # Django's
        return super().get_context(name, None, attrs)


def name_field() -> forms.CharField:
    return forms.CharField(
        label=_("Name"), max_length=80, required=False, help_text=_("For you alone, such as Work or Family.")
    )


class FeedForm(forms.Form):
    address = forms.CharField(
        label=_("Secret address of the calendar"),
        max_length=2000,
        help_text=_("Google, Outlook and iCloud publish one that ends in .ics. It is kept encrypted and never shown."),
        widget=SecretInput(attrs={"autocomplete": "off", "inputmode": "url", "spellcheck": "false"}),
        error_messages={"required": _("Paste the calendar's address.")},
    )
    name = name_field()

    def clean_address(self) -> str:
        address = fetching.address_of(self.cleaned_data["address"])
        if not address:
            raise forms.ValidationError(_("Paste an address that begins with https:// or webcal://."))
        return address


class AccountForm(forms.Form):
    server = forms.CharField(
        label=_("Server"),
        max_length=500,
        help_text=_("Such as caldav.icloud.com, caldav.fastmail.com, or the address of your Nextcloud."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "url", "spellcheck": "false"}),
        error_messages={"required": _("Write the name of the server.")},
    )
    user = forms.CharField(
        label=_("User name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": _("Write your user name at this server, often your address.")},
    )
    password = forms.CharField(
        label=_("App password"),
        max_length=500,
        strip=False,
        help_text=_("Made in your account for this purpose alone, never your usual one. Kept encrypted, never shown."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Paste the app password.")},
    )

    def clean_server(self) -> str:
        server = caldav.server_of(self.cleaned_data["server"])
        if not server:
            raise forms.ValidationError(_("Write a server such as caldav.icloud.com."))
        if caldav.in_the_open(server, settings.FEED_ALLOWED_HOSTS):
            raise forms.ValidationError(_("Begin with https://, so that nobody on the way reads the password."))
        return server

    def account(self) -> caldav.Account:
        given = self.cleaned_data
        return caldav.Account(given["server"], given["user"], given["password"])


class CalendarsForm(forms.Form):
    calendars = forms.TypedMultipleChoiceField(
        label=_("Calendars to read"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick a calendar at least.")},
    )

    def __init__(self, *args: Any, names: Sequence[str], **kwargs: Any) -> None:  # noqa: ANN401  # Django's
        super().__init__(*args, **kwargs)
        field = self.fields["calendars"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # declared above
        field.choices = list(enumerate(names))


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Calendar file (.ics)"),
        help_text=_("Busy times are kept, the file is not. Upload again when much has changed."),
        widget=forms.ClearableFileInput(attrs={"accept": ".ics,text/calendar"}),
        error_messages={
            "required": _("Choose a file that ends in .ics."),
            "empty": _("The file is empty. Save your calendar again."),
        },
    )
    name = name_field()

    def clean_file(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 10 MB. Export a shorter period."))
        return file


class ClockField(forms.CharField):
    """A time of day as a minute, on a quarter hour."""

    def __init__(self, *, label: Any, is_end: bool = False) -> None:  # noqa: ANN401  # a lazy text
        super().__init__(label=label, widget=forms.TimeInput(attrs={"type": "time", "step": "900"}))
        self.is_end = is_end

    def clean(self, value: Any) -> int:  # noqa: ANN401  # Django's
        text = super().clean(value)
        hour, _colon, minute = text.partition(":")
        if not (
            hour.isdecimal() and len(hour) <= 2 and minute[:2].isdecimal() and int(hour) <= 24 and int(minute[:2]) < 60
        ):
            raise forms.ValidationError(_("Write a time such as 09:00."))
        found = int(hour) * 60 + int(minute[:2])
        return weeks.DAY_MINUTES if self.is_end and found == 0 else min(found, weeks.DAY_MINUTES)


class StrokeForm(forms.Form):
    """One stroke over a weekday: the plain form and the painted grid send the same."""

    weekday = forms.TypedChoiceField(label=_("Weekday"), choices=WEEKDAYS, coerce=int)
    start = ClockField(label=_("From"))
    end = ClockField(label=_("To"), is_end=True)
    brush = forms.ChoiceField(label=_("Mark as"), choices=BRUSHES, initial="busy")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        start, end = values.get("start"), values.get("end")
        if start is not None and end is not None and start >= end:
            self.add_error("end", _("End after the start."))
        return values


MOST_STROKES = 2000


class WeekForm(forms.Form):
    """The whole week from the grid: rows of [weekday, start minute, end minute, brush], later over earlier."""

    base = forms.JSONField(required=False)  # an empty list is a week without a mark; a missing one is refused
    strokes = forms.JSONField(required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        rows = [values.get("base"), values.get("strokes") or []]
        if not all(isinstance(each, list) and len(each) <= MOST_STROKES and all(map(is_stroke, each)) for each in rows):
            raise forms.ValidationError("no rows of a week", code="rows")  # the view says it in words
        return values

    def rows(self) -> list[list[Any]]:
        return [*self.cleaned_data["base"], *(self.cleaned_data["strokes"] or [])]


def is_stroke(row: object) -> bool:
    if not (isinstance(row, list) and len(row) == 4 and all(type(number) is int for number in row[:3])):
        return False
    weekday, start, end, brush = row
    return 0 <= weekday < 7 and 0 <= start < end <= weeks.DAY_MINUTES and brush in dict(BRUSHES)


class DayField(forms.CharField):
    """A day's hours, such as 9:00-12:30, 13:00-17:00; an empty one is an answer too, so it is never "optional"."""

    def __init__(self, **arguments: Any) -> None:  # noqa: ANN401  # Django's
        super().__init__(max_length=100, **arguments)

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401  # Django's
        return weeks.write_day(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[list[int]]:  # noqa: ANN401  # Django's
        text = self.to_python(value) or ""
        self.run_validators(text)
        try:
            return weeks.read_day(text)
        except weeks.UnreadableHoursError as error:
            raise forms.ValidationError(_("Write hours such as 9:00-12:30, 13:00-17:00.")) from error
