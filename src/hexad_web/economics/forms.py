from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

AT_MOST = _("Give %(limit_value)s or less.")
WEAKEST_RATE = 100_000.0  # as the library takes it where a currency has no rate


@dataclass(frozen=True, slots=True)
class FigureSpec:
    """What a field needs to know of an assumption; ``most`` of an amount is in US dollars."""

    key: str
    label: str
    least: float
    most: float
    is_whole: bool
    is_money: bool
    is_default_money: bool  # an amount that is not nil by default


class ScenarioForm(forms.Form):
    """One field an assumption. Left empty, the default holds."""

    currency = forms.RegexField(
        label=_("Currency"),
        regex=r"\A[A-Za-z]{3}\Z",
        max_length=3,
        error_messages={"invalid": _("Write the currency as three letters, like EUR.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    usd_rate = forms.FloatField(
        label=_("What one US dollar costs"),
        required=False,
        min_value=1e-6,
        max_value=999_999,
        help_text=_("Converts the defaults, which are in US dollars. Empty where every amount is your own."),
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
    )

    def __init__(self, specs: Iterable[FigureSpec], data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:  # noqa: ANN401  # what every form takes
        super().__init__(data, **kwargs)
        self.specs = {spec.key: spec for spec in specs}
        for spec in self.specs.values():
            self.fields[spec.key] = _field_of(spec)

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        dollar = 1.0 if values.get("currency") == "USD" else values.get("usd_rate") or WEAKEST_RATE
        for spec in self.specs.values():
            most = spec.most * max(dollar, 1.0)
            if spec.is_money and (values.get(spec.key) or 0) > most:
                self.add_error(spec.key, AT_MOST % {"limit_value": f"{most:g}"})
        needs_rate = values.get("currency", "USD") != "USD" and values.get("usd_rate") is None
        left = [spec.label for spec in self.specs.values() if spec.is_default_money and values.get(spec.key) is None]
        if needs_rate and left and "usd_rate" not in self.errors:
            text = _("Two currencies would be mixed: %(labels)s are still in US dollars. Say what one US dollar costs.")
            self.add_error("usd_rate", text % {"labels": ", ".join(left)})
        return values

    @property
    def given(self) -> dict[str, float]:
        """Figures that were typed."""
        return {key: float(value) for key in self.specs if (value := self.cleaned_data.get(key)) is not None}


def _field_of(spec: FigureSpec) -> forms.Field:
    messages = {
        "invalid": _("Give a whole number.") if spec.is_whole else _("Give a number, like 12 or 12.5."),
        "min_value": _("Give %(limit_value)s or more."),
        "max_value": AT_MOST,
    }
    attributes = {"step": "1" if spec.is_whole else "any", "inputmode": "numeric" if spec.is_whole else "decimal"}
    common: dict[str, Any] = {
        "label": spec.label,
        "required": False,
        "error_messages": messages,
        "widget": forms.NumberInput(attrs=attributes),
    }
    if spec.is_whole:
        return forms.IntegerField(min_value=int(spec.least), max_value=int(spec.most), **common)
    most = None if spec.is_money else spec.most  # of an amount it hangs on the currency
    return forms.FloatField(min_value=spec.least, max_value=most, **common)
