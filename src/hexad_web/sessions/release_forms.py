import uuid

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from hexad_web.sessions.models import Release
from hexad_web.sessions.queries.releases import Offered

LONGEST = 2000


class ReleaseForm(forms.Form):
    """The words as they would leave. ``cards``: of which cards they are made, whose authors are then asked."""

    cards = forms.MultipleChoiceField(
        label=_("Made from these cards"), required=False, widget=forms.CheckboxSelectMultiple
    )
    text = forms.CharField(
        label=_("The words that leave the group"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6})
    )

    def __init__(self, data: QueryDict | None = None, *, offered: list[Offered], chosen: str = "") -> None:
        """``chosen``: the card that was tapped, whose words are a beginning."""
        first = [card for card in offered if str(card.id) == chosen]
        super().__init__(data, initial={"cards": [chosen], "text": first[0].text} if first else {})
        if offered:
            self.fields["cards"].choices = [  # type: ignore[attr-defined]
                (str(card.id), f"{card.author}: {card.text}" if card.author else card.text) for card in offered
            ]
        else:
            del self.fields["cards"]

    def card_ids(self) -> list[int]:
        return [int(pk) for pk in self.cleaned_data.get("cards", [])]


class StoryForm(forms.Form):
    text = forms.CharField(label=_("My story"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6}))
    key = forms.CharField(max_length=64, widget=forms.HiddenInput, initial=lambda: uuid.uuid4().hex)


KINDS = {Release.Kind.STORY, Release.Kind.OBSTACLE}  # a brief is proposed by itself
