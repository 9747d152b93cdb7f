from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hexad_web.accounts.models import Organisation, Role, User


def zones() -> list[tuple[str, str]]:
    """Zones named after a place; abbreviations such as CST mean several things."""
    places = sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "posix/")))
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in places if not name.startswith("right/"))]


class EmailForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Type your e-mail address."),
            "invalid": _("This is not an e-mail address. Example: ana@firm.com"),
        },
    )


class PasswordForm(EmailForm):
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Type your password, or ask for a link above.")},
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Six-digit code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": _("Type the six digits from the mail.")},
    )

    def clean_code(self) -> str:
        digits = "".join(self.cleaned_data["code"].split())
        if len(digits) != 6 or not digits.isascii() or not digits.isdigit():
            raise forms.ValidationError(_("The code has six digits. Type it as it stands in the mail."))
        return digits


class ProfileForm(forms.ModelForm[User]):
    class Meta:
        model = User
        fields = ["name", "language", "time_zone", "clock"]
        labels = {
            "name": _("Name"),
            "language": _("Language"),
            "time_zone": _("Time zone"),
            "clock": _("Times of day"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # what Django hands to any form
        super().__init__(*args, **kwargs)
        languages = [("", _("As my browser says")), *settings.LANGUAGES]
        self.fields["language"] = forms.ChoiceField(choices=languages, label=_("Language"), required=False)
        self.fields["time_zone"] = forms.ChoiceField(choices=zones, label=_("Time zone"))
        self.fields["name"].required = True
        self.fields["name"].error_messages["required"] = _("Type the name that others know you by.")


class OrganisationForm(forms.ModelForm[Organisation]):
    time_zone = forms.ChoiceField(
        choices=zones, label=_("Time zone"), help_text=_("For people whose own zone is not known.")
    )

    class Meta:
        model = Organisation
        fields = ["name", "time_zone"]
        labels = {"name": _("Name")}
        error_messages = {"name": {"required": _("Type the organisation's name.")}}


class RoleForm(EmailForm):
    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(role.value, role.label) for role in (Role.OWNER, Role.SPONSOR, Role.ADMINISTRATOR)],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what this person may do.")},
    )

    field_order = ["email", "name", "role"]
