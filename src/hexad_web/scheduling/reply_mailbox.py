"""What is kept of the mailbox to which calendars answer: that it was read, or why not."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MailboxProblem(models.TextChoices):
    """Why the mailbox of replies could not be read: a kind, never a piece of its address."""

    DENIED = "denied", _("sign-in refused")
    FOLDER = "folder", _("folder not found")
    UNREACHABLE = "unreachable", _("no connection")
    PROTOCOL = "protocol", _("answers are not understood")


class ReplyMailbox(models.Model):
    """What came of reading the mailbox of replies: one row for the installation, taken by a conditional update."""

    name = models.CharField(max_length=20, unique=True)
    next_try_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=20, choices=MailboxProblem.choices, blank=True)
    set_aside = models.PositiveIntegerField(default=0)  # mails in it that wait for a person

    class Meta:
        verbose_name_plural = "reply mailboxes"

    def __str__(self) -> str:
        return f"{self.name}: {self.problem or 'read'}"
