"""Fields, problems and people as the components draw them."""

from pathlib import Path

import pytest
from django import forms
from django.template import Context, Template
from django.utils.safestring import SafeString
from django_cotton.compiler_regex import CottonCompiler


class Invitation(forms.Form):
    email = forms.EmailField(help_text="We send a link.")
    name = forms.CharField(required=False)
    answer = forms.ChoiceField(choices=[("yes", "Yes"), ("no", "No")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="I agree")


def drawn(source: str, **context: object) -> SafeString:
    return Template(CottonCompiler().process("{% load hexad %}" + source)).render(Context(context))


@pytest.fixture
def faulty() -> Invitation:
    form = Invitation({"email": "ben"})
    form.is_valid()
    return form


def test_a_field_ties_label_hint_and_error_to_its_control(faulty: Invitation) -> None:
    found = drawn('<c-field :field="field" />', field=faulty["email"])
    assert '<label class="field-label" for="id_email">' in found
    assert 'aria-describedby="id_email_hint id_email_error"' in found
    assert 'aria-invalid="true"' in found
    assert 'id="id_email_hint">We send a link.' in found
    assert "Enter a valid email address." in found.split('id="id_email_error"')[1]


def test_a_sound_field_says_nothing_about_errors() -> None:
    found = drawn('<c-field :field="field" />', field=Invitation()["name"])
    assert "aria-invalid" not in found
    assert "field-error" not in found
    assert "(optional)" in found


def test_several_choices_stand_in_a_named_fieldset(faulty: Invitation) -> None:
    found = drawn('<c-field :field="field" />', field=faulty["answer"])
    assert '<legend class="field-label">Answer' in found
    assert 'aria-describedby="id_answer_error"' in found
    assert found.count('id="id_answer"') == 1


def test_every_problem_leads_to_the_control_that_repairs_it(faulty: Invitation) -> None:
    found = drawn('<c-problems :form="form" />', form=faulty)
    assert [anchor for anchor in ("#id_email", "#id_answer_0", "#id_agreed") if f'href="{anchor}"' in found] == [
        "#id_email",
        "#id_answer_0",
        "#id_agreed",
    ]


def test_without_problems_there_is_no_summary() -> None:
    assert drawn('<c-problems :form="form" />', form=Invitation()).strip() == ""


def test_a_name_is_isolated_from_the_direction_of_the_text_around_it() -> None:
    assert "<bdi>محمد الأحمد</bdi>" in drawn('<c-person name="{{ name }}" />', name="محمد الأحمد")


def test_what_people_typed_is_shown_and_never_run() -> None:
    found = drawn('<c-person name="{{ name }}" note="{{ name }}" />', name="<script>alert(1)</script>")
    assert "<script>" not in found
    assert found.count("&lt;script&gt;") == 2


@pytest.mark.parametrize(
    ("variant", "expected"),
    [("primary", "btn-primary"), ("danger", "btn-error"), ("quiet", "btn-ghost")],
)
def test_a_button_with_an_address_is_a_link_and_others_send_their_form(variant: str, expected: str) -> None:
    link = drawn(f'<c-button variant="{variant}" href="/people/">Go</c-button>')
    button = drawn(f'<c-button variant="{variant}" name="act" value="save">Save</c-button>')
    assert link.startswith('<a href="/people/"')
    assert expected in link
    assert button.startswith('<button type="submit"')
    assert 'name="act" value="save"' in button


def test_only_private_audiences_are_violet() -> None:
    private = [
        who
        for who in ("only-you", "group", "programme", "owner", "everyone")
        if "audience-private" in drawn(f'<c-audience who="{who}" />')
    ]
    assert private == ["only-you", "group"]


def test_a_fact_of_zero_is_shown() -> None:
    assert "<dd>0" in drawn('<c-fact label="Rules relaxed" value="{{ count }}" />', count=0)


COMPONENTS = Path(__file__).parents[3] / "src/hexad_web/frontend/templates/cotton"
DOCUMENT = Path(__file__).parents[3] / "docs/design-system.md"


def test_every_component_is_in_the_document() -> None:
    documented = DOCUMENT.read_text()
    missing = [path.stem for path in COMPONENTS.glob("*.html") if f"`c-{path.stem}`" not in documented]
    assert missing == []
