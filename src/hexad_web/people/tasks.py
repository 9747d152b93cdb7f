"""Reading long files, writing the mails of many invitations, putting old files away."""

import logging
from datetime import datetime

from django.utils import timezone

from hexad_web.people.actions import reading
from hexad_web.people.actions.inviting import write_batch
from hexad_web.people.actions.uploading import discard_old

logger = logging.getLogger(__name__)


def reconcile(now: datetime) -> None:
    """Do what no worker has taken, or what a worker left behind when it died."""
    discard_old(now=now)
    for import_id in reading.imports_to_read(now=now):
        read_one(import_id)
    write_waiting_invitations()


def read_one(import_id: int) -> None:
    """Read one file into its preview; one that another worker holds is left alone."""
    import_ = reading.claim(import_id=import_id, now=timezone.now())
    if import_ is None:
        return
    try:
        reading.fill(import_, lambda done, total: reading.note_progress(import_, done, total))
        reading.keep_preview(import_)
    except reading.LostClaimError:
        logger.info("import %s was put away while it was read", import_id)


def write_waiting_invitations() -> None:
    while write_batch(now=timezone.now()):
        pass
