from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hexad_web.accounts.models import OrganisationModel

MOST_VOTES = 3
MOST_CHOICES = 3


class PersonSpace(OrganisationModel):
    """The key of one person's private texts: a challenge is written before there is any group."""

    person = models.OneToOneField("people.Person", on_delete=models.CASCADE, related_name="+")
    space = models.OneToOneField("accounts.PrivateSpace", on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"space of {self.person_id}"


class TopicList(OrganisationModel):
    """One row an organisation: whether topics are up to date, and the voting about them."""

    # Statements changed after they were last grouped: a worker looks at them once nobody has shared for a moment.
    changed_at = models.DateTimeField(null=True)
    grouped_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    closes_date = models.DateField(null=True)  # the last day on which one can vote, in the organisation's zone
    closed_at = models.DateTimeField(null=True)  # closed by the owner, before that day

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation"], name="one_topic_list")]

    def __str__(self) -> str:
        return f"topics of {self.organisation_id}"


class Topic(OrganisationModel):
    """What a group can meet about: similar statements, a title, and why they stand together."""

    title = models.CharField(max_length=120)
    # Words that the statements share, for the reason in the reader's language; empty where the owner put them together.
    terms = models.JSONField(default=list, blank=True)
    module = models.CharField(max_length=80, blank=True)  # the module that fits best, by id
    # The owner renamed, merged or split it: no later grouping changes what belongs to it, only adds to it.
    is_held = models.BooleanField(default=False)
    merged_into = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="merged")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["title", "pk"]
        indexes = [models.Index(fields=["organisation", "merged_into"])]

    def __str__(self) -> str:
        return self.title


class OwnModule(OrganisationModel):
    """A learning module that the organisation wrote, changed, or does not offer. With the key of one that comes with
    Hexad it stands in its place. Content is kept as ``hexad.challenges.packing.parts_of`` has it.
    """

    key = models.CharField(max_length=80)
    draft = models.JSONField(null=True)  # what is being edited, apart from what managers read
    put_away = models.JSONField(null=True)  # the draft that was put away last, so that it can be taken back
    retired_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["key"]
        constraints = [models.UniqueConstraint(fields=["organisation", "key"], name="one_own_module_a_key")]

    def __str__(self) -> str:
        return self.key


class ModuleVersion(OrganisationModel):
    """What was published once. Rows are added, never changed: the latest one holds."""

    module = models.ForeignKey(OwnModule, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)  # of the content: what was read under it is read once in a process
    brought_back = models.PositiveIntegerField(null=True)  # the number of the version whose words these are again
    user = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["module", "number"], name="one_module_version_a_number")]

    def __str__(self) -> str:
        return f"{self.module_id}, version {self.number}"


class Challenge(OrganisationModel):
    """What one person finds hard, gives and wants: the author's alone. Sharing makes a copy without a name."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        KEPT = "kept", _("Kept private")
        SHARED = "shared", _("Shared")

    person = models.OneToOneField("people.Person", on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    statement = models.ForeignKey("accounts.PrivateText", on_delete=models.SET_NULL, null=True, related_name="+")
    gives = models.ForeignKey("accounts.PrivateText", on_delete=models.SET_NULL, null=True, related_name="+")
    wants = models.ForeignKey("accounts.PrivateText", on_delete=models.SET_NULL, null=True, related_name="+")
    # The statement as others may read it. Going on writing changes nothing for them until it is shared again.
    shared = models.OneToOneField("accounts.PrivateText", on_delete=models.SET_NULL, null=True, related_name="+")
    online = models.PositiveSmallIntegerField(null=True)  # 0: never meets online, 4: always
    topic = models.ForeignKey(Topic, on_delete=models.SET_NULL, null=True, related_name="challenges")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(online__isnull=True) | Q(online__lte=4), name="online_0_to_4"),
            models.CheckConstraint(condition=Q(topic=None) | Q(state="shared"), name="only_shared_has_topic"),
        ]
        indexes = [models.Index(fields=["organisation", "state"])]

    def __str__(self) -> str:
        return f"challenge {self.pk}"


class TopicChange(OrganisationModel):
    """What the owner did to topics, as far as undoing needs it. ``moved``: keys of challenges."""

    class Kind(models.TextChoices):
        MERGE = "merge", _("Merged")
        SPLIT = "split", _("Split")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+")  # merged away, or split from
    other = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+")  # merged into, or newly made
    moved = models.JSONField(default=list)
    made_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Vote(OrganisationModel):
    """How many of a person's three votes a topic has. Read by the person, and counted in total."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="votes")
    count = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "topic"], name="one_vote_row_a_topic"),
            models.CheckConstraint(condition=Q(count__gte=1, count__lte=MOST_VOTES), name="one_to_three_votes"),
        ]

    def __str__(self) -> str:
        return f"vote {self.pk}"


class TopicChoice(OrganisationModel):
    """A topic that somebody accepts for a group; formation chooses among a person's three."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="choices")
    rank = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["person", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["person", "rank"], name="one_topic_a_rank"),
            models.UniqueConstraint(fields=["person", "topic"], name="one_rank_a_topic"),
            models.CheckConstraint(condition=Q(rank__gte=1, rank__lte=MOST_CHOICES), name="rank_1_to_3"),
        ]

    def __str__(self) -> str:
        return f"choice {self.pk}"


class Rival(OrganisationModel):
    """Somebody who goes for the same post. Its author sees it, formation keeps the two apart, nobody else reads it."""

    person = models.OneToOneField("people.Person", on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(person=F("other")), name="rival_is_somebody_else")]

    def __str__(self) -> str:
        return f"rival {self.pk}"
