from datetime import datetime

from django.utils.translation import gettext as _

from hexad_web.frontend.moments import time_text


def saved(now: datetime) -> str:
    return _("Saved %(time)s") % {"time": time_text(now)}
