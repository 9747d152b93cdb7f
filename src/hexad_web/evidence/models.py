from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hexad_web.accounts.models import OrganisationModel


class Response(OrganisationModel):
    """One person's answer to one item of one session. Nobody reads a single answer; figures come from many."""

    class Measure(models.TextChoices):
        RATING = "rating", _("Self-rating")
        QUESTIONS = "questions", _("Five questions")

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    session = models.ForeignKey("learning.Session", on_delete=models.CASCADE, related_name="+")
    measure = models.CharField(max_length=12, choices=Measure.choices)
    item = models.CharField(max_length=20)
    value = models.PositiveSmallIntegerField()
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "session", "measure", "item"], name="one_response_an_item")
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.item} in session {self.session_id}"


class Study(OrganisationModel):
    """A rollout as an experiment: groups begin in waves, in an order that was drawn. Frozen, it never changes."""

    class State(models.TextChoices):
        DRAFT = "draft", _("being planned")
        FROZEN = "frozen", _("frozen")

    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    scale = models.CharField(max_length=24, default="communication")  # of the library, or of the organisation's own
    asked = models.JSONField(default=list)  # frozen: every item with its wording and scale, in order
    first_date = models.DateField()
    weeks = models.PositiveSmallIntegerField(default=8)  # from one wave to the next
    waves = models.PositiveSmallIntegerField(default=2)
    seed = models.PositiveBigIntegerField()
    draws = models.PositiveSmallIntegerField(default=1)  # how often an order was drawn; it stands in the plan
    imbalance = models.FloatField(default=0)
    usual_imbalance = models.FloatField(default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True)
    plan_text = models.TextField(blank=True)
    plan_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(state="draft"), name="one_draft_study_an_organisation"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | (Q(frozen_at__isnull=False) & ~Q(plan_hash="")),
                name="frozen_study_has_a_plan",
            ),
        ]

    def __str__(self) -> str:
        return f"study of {self.scale}"

    @property
    def is_frozen(self) -> bool:
        return self.state == self.State.FROZEN


class StudyGroup(OrganisationModel):
    """The wave in which a group begins, from 0 on."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="groups")
    group = models.ForeignKey("formation.Group", on_delete=models.CASCADE, related_name="+")
    wave = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["study", "group"], name="one_wave_a_group")]

    def __str__(self) -> str:
        return f"group {self.group_id} in wave {self.wave}"


class OwnScale(OrganisationModel):
    """Questions of an organisation's own, asked beside the twelve in the next study. A study keeps their wording."""

    title = models.CharField(max_length=60)
    items = models.JSONField(default=list)  # pairs of wordings: the manager's own, and the observer's
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def key(self) -> str:
        return f"own-{self.pk}"


class Taking(OrganisationModel):
    """A manager lets others be asked: in a study, or, without one, after each practice. Without it nobody is."""

    study = models.ForeignKey(Study, null=True, on_delete=models.CASCADE, related_name="takings")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    agreed_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["study", "person"], name="one_taking_a_person"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(study=None), name="one_taking_a_person_without_a_study"
            ),
        ]

    def __str__(self) -> str:
        return f"person {self.person_id} in {self.study_id}"


class Observer(OrganisationModel):
    """Somebody who works with a manager, named by the manager. An address of a third party: asked, and nothing else."""

    class Category(models.TextChoices):
        REPORT = "report", _("Reports to me")
        PEER = "peer", _("Works beside me")
        BOSS = "boss", _("My boss")

    study = models.ForeignKey(Study, null=True, on_delete=models.CASCADE, related_name="observers")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")  # whom they observe
    email = models.EmailField(max_length=254)
    category = models.CharField(max_length=8, choices=Category.choices)
    named_at = models.DateTimeField()
    declined_at = models.DateTimeField(null=True)  # for good; the manager never reads it
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["study", "person", "email"], name="one_observer_a_manager"),
            models.UniqueConstraint(
                fields=["person", "email"], condition=Q(study=None), name="one_observer_a_manager_without_a_study"
            ),
        ]

    def __str__(self) -> str:
        return f"observer {self.pk}"


class Decline(OrganisationModel):
    """That somebody does not want to be asked about a manager, in this study or any other: a keyed hash, no address."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    fingerprint = models.CharField(max_length=64)
    declined_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "fingerprint"], name="one_decline_an_address")]

    def __str__(self) -> str:
        return f"decline {self.pk}"


class Asking(OrganisationModel):
    """One time at which those around a manager are asked the two questions, after a practice that ended in reflect."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    session = models.ForeignKey("learning.Session", on_delete=models.CASCADE, related_name="+")
    opens = models.DateField()
    closes = models.DateField()  # the first day on which nothing is taken any more

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "session"], name="one_asking_a_practice")]

    def __str__(self) -> str:
        return f"asking {self.pk}"

    def is_open(self, today: date) -> bool:
        return self.opens <= today < self.closes


class OwnSheet(OrganisationModel):
    """What a manager answered about the own behaviour in one round. Nobody else reads it; figures come from many."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="+")
    round = models.PositiveSmallIntegerField()
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    answers = models.JSONField(default=dict)  # item to 0..4, or null: could not observe
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["study", "round", "person"], name="one_own_sheet_a_round")]

    def __str__(self) -> str:
        return f"own sheet of round {self.round}"


class ObserverSheet(OrganisationModel):
    """What an observer answered in one round. No page shows it; a manager reads means of three and more."""

    round = models.PositiveSmallIntegerField(default=0)  # of the study; 0 where there is none
    asking = models.ForeignKey(Asking, null=True, on_delete=models.CASCADE, related_name="sheets")
    observer = models.ForeignKey(Observer, on_delete=models.CASCADE, related_name="sheets")
    answers = models.JSONField(default=dict)
    comment = models.BinaryField(default=bytes)  # sealed; the manager alone reads it, from three raters on
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "observer"], condition=Q(asking=None), name="one_sheet_an_observer_and_round"
            ),
            models.UniqueConstraint(fields=["asking", "observer"], name="one_sheet_an_observer_and_asking"),
        ]

    def __str__(self) -> str:
        return f"sheet of round {self.round}"


class Result(OrganisationModel):
    """What could be claimed when a round closed. Frozen: later answers and leavers change nothing of it."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="results")
    round = models.PositiveSmallIntegerField()
    claim = models.JSONField(default=dict)
    behind = models.JSONField(default=dict)  # by round, of whom own means were said; to hold later ones against it
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-round"]
        constraints = [models.UniqueConstraint(fields=["study", "round"], name="one_result_a_round")]

    def __str__(self) -> str:
        return f"result of round {self.round}"


class ReturnItem(OrganisationModel):
    """What the return is reckoned from: a benefit with its source, a cost beside the usual, or what has no price."""

    class Kind(models.TextChoices):
        MEASURED = "measured", _("Measured by group")
        STATED = "stated", _("Stated")
        COST = "cost", _("Cost")
        INTANGIBLE = "intangible", _("Without a price")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=80)
    source = models.CharField(max_length=200, blank=True)
    amount = models.FloatField(null=True)  # a year, in ``currency``; measured: what one unit more is worth
    share = models.FloatField(null=True)  # of a stated benefit, said to be due to the programme
    confidence = models.FloatField(null=True)  # of whoever says so
    currency = models.CharField(max_length=3, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    study = models.ForeignKey(Study, null=True, on_delete=models.CASCADE, related_name="+")  # whose waves are compared
    estimate = models.JSONField(default=dict)  # made once, when the file came: the effect, or why there is none
    periods = models.FloatField(null=True)  # of the file, in a year
    groups = models.PositiveIntegerField(null=True)  # of the study
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="intangible") | (Q(amount__isnull=False) & ~Q(source="")),
                name="money_has_a_source",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TiesRound(OrganisationModel):
    """One time at which managers are asked whose help they used. Once closed, what may be shown is frozen in it."""

    number = models.PositiveSmallIntegerField()
    opens = models.DateField()
    closes = models.DateField()  # the first day on which nothing is taken any more
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    result = models.JSONField(null=True)
    made_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="one_ties_round_a_number"),
            models.CheckConstraint(condition=Q(closes__gt=models.F("opens")), name="ties_round_closes_after_it_opens"),
        ]

    def __str__(self) -> str:
        return f"round {self.number} of ties"

    @property
    def last_date(self) -> date:
        return self.closes - timedelta(days=1)


class TiesSheet(OrganisationModel):
    """Who is asked in a round, with the unit of that day. Only the person reads it; figures come from many."""

    round = models.ForeignKey(TiesRound, on_delete=models.CASCADE, related_name="sheets")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    unit = models.CharField(max_length=200)
    answered_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)  # would rather not, this time

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "person"], name="one_ties_sheet_a_round")]

    def __str__(self) -> str:
        return f"sheet of {self.round_id}"


class Tie(OrganisationModel):
    """Whose help somebody used. It names a third person: nobody but who wrote it reads it, and it is soon deleted."""

    sheet = models.ForeignKey(TiesSheet, on_delete=models.CASCADE, related_name="ties")
    named = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "named"], name="one_tie_a_pair")]

    def __str__(self) -> str:
        return f"tie of sheet {self.sheet_id}"
