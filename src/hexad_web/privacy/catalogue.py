"""Which rows are somebody's own: what an export holds and what an erasure deletes. A test walks every model."""

from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model, QuerySet

from hexad_web.accounts.private_text import PrivateText


@dataclass(frozen=True, slots=True)
class Own:
    """Rows of ``model`` that are one person's own.

    ``by`` leads to the person, or, where it begins with ``user``, to the login. ``fields`` may reach into other rows
    for when and what it was, never for who else was there. ``stays``: kept by an erasure, with nothing in it that says
    who it was, since others' groups and meetings hang on it.
    """

    model: str
    by: str
    fields: tuple[str, ...]
    stays: bool = False


WORDS_OF_A_PERSON = ("email", "name", "boss_email", "level", "department", "site", "time_zone", "country")
FACTS_OF_A_PERSON = ("start_date", "languages", "weekly_hours", "topics", "attributes")
STANDING = ("participation", "invited_at", "answered_at", "left_at")
SESSION = ("session__kind", "session__starts_at")
MEETING = ("meeting__kind", "meeting__start", "meeting__end", "meeting__state")

OWN = (
    Own("people.Person", "pk", (*WORDS_OF_A_PERSON, *FACTS_OF_A_PERSON, *STANDING), stays=True),
    Own("people.Invitation", "person", ("invited_at",)),
    Own("people.Consent", "person", ("answer", "wording", "at")),
    Own("accounts.User", "user", ("email", "name", "language", "time_zone", "clock", "date_joined", "last_login")),
    Own("accounts.Membership", "user:user", ("role",)),
    Own("accounts.AuditEntry", "user:user", ("action", "target", "at"), stays=True),
    Own("outbox.OutboxMessage", "user:recipient", ("subject", "kind", "queued_at", "sent_at")),
    Own("challenges.Challenge", "person", ("state", "statement", "gives", "wants", "shared", "online", "made_at")),
    Own("challenges.Vote", "person", ("topic__title", "count")),
    Own("challenges.TopicChoice", "person", ("topic__title", "rank")),
    Own("challenges.Rival", "person", ("made_at",)),
    Own("availability.Source", "person", ("kind", "name", "busy", "pattern", "created_at", "read_at", "removed_at")),
    Own(
        "availability.Hours",
        "person",
        (
            "zone",
            "weekly",
            "stretch",
            "in_person_days",
            "holidays_of_site",
            "country",
            "region",
            "days_off",
            "days_worked",
        ),
    ),
    Own("formation.GroupMember", "person", ("group__number", "group__topic", "is_active"), stays=True),
    Own("evidence.Taking", "person", ("agreed_at", "stopped_at")),
    Own("evidence.Observer", "person", ("category", "named_at")),  # not who: an address of somebody else
    Own("evidence.Asking", "person", ("opens", "closes")),
    Own("evidence.OwnSheet", "person", ("round", "answers", "answered_at")),
    Own("evidence.TiesSheet", "person", ("round__opens", "answered_at", "declined_at")),
    Own("evidence.Tie", "sheet__person", ("sheet__round__opens",)),  # not whom: others' names
    Own("scheduling.Attendance", "person", (*MEETING, "answer", "answered_at", "proposed_start"), stays=True),
    Own("scheduling.Choice", "person", ("words", "answered_at")),
    Own("scheduling.SessionFeed", "person", ("made_at", "revoked_at")),
    Own("scheduling.MoveConsent", "person", ("agreed_at",)),
    Own("learning.Card", "person", (*SESSION, "step", "pad", "text", "side", "written_at")),
    Own("learning.RoomEvent", "person", (*SESSION, "kind", "at"), stays=True),
    Own("learning.Agreement", "person", ("wording", "accepted_at")),
    Own("learning.Release", "proposed_by", ("kind", "state", "proposed_at", "released_at", "withdrawn_at"), stays=True),
    Own("learning.ReleaseConsent", "person", ("release__kind", "answer", "answered_at"), stays=True),
    Own(
        "practice.Plan",
        "person",
        (*SESSION, "situation", "behaviour", "technique", "strategy", "occasion_date", "decision", "made_at"),
    ),
    Own("practice.Report", "person", ("outcome", "text", "made_at")),
    Own("practice.JournalEntry", "person", ("text", "written_at", "changed_at", "deleted_at")),
    Own("practice.BuddyCheck", "pair__person", ("answer", "text", "asked_at", "answered_at")),
    Own("practice.Nudge", "person", ("kind", "number", "due_at")),
    Own("practice.FollowUp", "person", ("months", "answer", "asked_at", "answered_at")),
    Own("evidence.Response", "person", (*SESSION, "measure", "item", "value", "answered_at")),
    Own("report.Reply", "user:given_by", ("choice", "text", "by_date", "given_at"), stays=True),
    Own("privacy.Erasure", "person", ("asked_at", "due_at", "taken_back_at"), stays=True),
)

# Rows that name a person or a login and are nobody's own, each with its reason.
NOBODYS_OWN = {
    "accounts.SignInLink": "hashes that let in once and are thrown away after a day",
    "accounts.PrivateText": "exported with the row that it belongs to, deleted with its author",
    "challenges.PersonSpace": "the key of somebody's statement, deleted with the person's texts",
    "challenges.ModuleVersion": "the owner's act",
    "formation.Run": "the owner's act",
    "evidence.Study": "the owner's act",
    "evidence.Decline": "somebody else's wish, which the manager must not learn; an erasure deletes it all the same",
    "evidence.TiesRound": "the owner's act",
    "formation.Edit": "the owner's act on a draft, deleted with the person",
    "scheduling.PlanRun": "the owner's act",
    "scheduling.Meeting": "the group's; who facilitated is left out when somebody is erased",
    "people.Import": "the owner's file, thrown away after a week",
    "learning.Presence": "an open connection, swept in seconds",
    "practice.BuddyPair": "names another member",
    "economics.Assumptions": "the organisation's",
    "report.Period": "the organisation's",
}


def rows(label: str) -> QuerySet[Model]:
    """Every row of a model named here: this package alone reaches into all stages, and by these lists."""
    return QuerySet(apps.get_model(label))


def texts_of(model: type[Model]) -> list[str]:
    """The columns of a model that hold a private text."""
    fields = model._meta.get_fields()  # noqa: SLF001  # Django's documented interface
    return [one.name for one in fields if one.concrete and one.related_model is PrivateText]
