"""Retention clocks: what is thrown away, and when, without anybody's doing."""

from datetime import datetime, timedelta

from django.db.models import Max, OuterRef, Q, Subquery

from hexad_web.accounts.private_text import PrivateText
from hexad_web.evidence.queries import studies
from hexad_web.privacy.catalogue import rows, texts_of
from hexad_web.report.models import Period
from hexad_web.scheduling.models import Meeting

NOTES_KEPT = timedelta(days=90)
PRACTICE_KEPT = timedelta(days=365)
RATINGS_KEPT = timedelta(days=183)
LONGEST = timedelta(days=730)  # of a rating that no period ever counted


def forget_old(*, now: datetime) -> None:
    """Notes of sessions, the practice log, and ratings that were counted; releases and frozen figures stay."""
    forget_notes(now)
    forget_practice(now)
    forget_ratings(now)
    forget_ties(now)
    forget_studies(now)
    forget_askings(now)


def forget_notes(now: datetime) -> None:
    """Cards and their texts, ninety days after the session."""
    old = rows("learning.Card").filter(session__ends_at__lt=now - NOTES_KEPT)
    PrivateText.objects.filter(pk__in=old.values("text")).delete()


def forget_practice(now: datetime) -> None:
    """Plans, reports, journal, buddies and follow-ups, a year after they were written."""
    before = now - PRACTICE_KEPT
    old = {
        "practice.Report": Q(made_at__lt=before),
        "practice.JournalEntry": Q(changed_at__lt=before),
        "practice.BuddyCheck": Q(asked_at__lt=before),
        "practice.FollowUp": Q(asked_at__lt=before),
        "practice.Plan": Q(changed_at__lt=before, session__ends_at__lt=before),
    }
    for label, is_old in old.items():
        for name in texts_of(rows(label).model):
            PrivateText.objects.filter(pk__in=rows(label).filter(is_old).values(name)).delete()
        rows(label).filter(is_old).delete()


def forget_ratings(now: datetime) -> None:
    """Half a year after the period that counted a cycle was closed: both ratings of it, and its questions."""
    closed = Period.objects.filter(organisation=OuterRef("organisation"), closed_at__lt=now - RATINGS_KEPT)
    until = closed.order_by("-end_date").values("end_date")[:1]
    counted = (
        Meeting.objects.filter(group=OuterRef("session__group"), cycle=OuterRef("session__cycle"))
        .values("group")
        .annotate(last=Max("start"))
        .values("last")[:1]
    )
    rated = rows("evidence.Response").annotate(counted_at=Subquery(counted), until=Subquery(until))
    old = Q(until__isnull=False, counted_at__date__lt=Subquery(until)) | Q(answered_at__lt=now - LONGEST)
    rated.filter(old).delete()


def forget_ties(now: datetime) -> None:
    """Who named whom, half a year after the last day of asking; the frozen map stays."""
    rows("evidence.TiesSheet").filter(
        round__closes__lt=(now - RATINGS_KEPT).date(), round__made_at__isnull=False
    ).delete()


def forget_studies(now: datetime) -> None:
    """Who observed whom and every sheet, half a year after a study's last round; plan and results stay."""
    old = [study.pk for study in studies.over(now - RATINGS_KEPT)]
    for label in ("evidence.Observer", "evidence.OwnSheet", "evidence.Taking"):
        rows(label).filter(study__in=old).delete()
    rows("evidence.Result").filter(study__in=old).update(behind={})


def forget_askings(now: datetime) -> None:
    """What was answered without a study, half a year later; addresses, half a year after the manager stopped."""
    before = now - RATINGS_KEPT
    rows("evidence.Asking").filter(closes__lt=before.date()).delete()  # and the sheets with it
    left = rows("evidence.Taking").filter(study=None, stopped_at__lt=before)
    rows("evidence.Observer").filter(study=None, person__in=left.values("person")).delete()
    left.delete()
