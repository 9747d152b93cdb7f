"""How a bound form field is drawn: daisyUI's class, 44 px, and the ids that tie hint and error to the control."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)
CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.RadioSelect, ""),  # Django gives the class to the list around the choices too: the style sheet does it
    (forms.CheckboxSelectMultiple, ""),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (forms.FileInput, "file-input"),
    (forms.Textarea, "textarea"),
    (forms.Widget, "input"),
)


def kind_of(field: BoundField) -> str:
    """``group`` (radio buttons or several checkboxes), ``checkbox`` or ``line``: each is laid out differently."""
    widget = field.field.widget
    if isinstance(widget, GROUPS):
        return "group"
    return "checkbox" if isinstance(widget, forms.CheckboxInput) else "line"


def class_of(field: BoundField) -> str:
    widget = field.field.widget
    own: str = widget.attrs.get("class", "")
    standard = next(name for kind, name in CLASSES if isinstance(widget, kind))
    return f"{standard} {own}".strip()


def described_by(field: BoundField, hint: str) -> str:
    parts = [f"{field.auto_id}_hint"] if hint or field.help_text else []
    own = field.field.widget.attrs.get("aria-describedby")  # what a page puts beside it
    return " ".join([*parts, *([f"{field.auto_id}_error"] if field.errors else []), *([own] if own else [])])


def control_attributes(field: BoundField, hint: str = "") -> dict[str, Any]:
    attributes: dict[str, Any] = {"class": class_of(field)}
    if kind_of(field) != "group":
        attributes["aria-describedby"] = described_by(field, hint) or None
        attributes["aria-invalid"] = "true" if field.errors else None
    return {key: value for key, value in attributes.items() if value}


def anchor_of(field: BoundField) -> str:
    """The id that takes the focus when somebody follows an error's link."""
    return f"{field.auto_id}_0" if kind_of(field) == "group" else field.id_for_label or str(field.auto_id)


def draw_control(field: BoundField, hint: str = "") -> SafeString:
    return field.as_widget(attrs=control_attributes(field, hint))
