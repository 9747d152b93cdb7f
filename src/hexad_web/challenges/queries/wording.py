"""Why statements stand together, in the reader's language: the kept words of theirs, in a sentence of ours."""

from django.utils.translation import gettext as _

from hexad_web.challenges.models import Topic

WORDS_SHOWN = 5


def reason_of(topic: Topic) -> str:
    words = [str(term) for term in topic.terms][:WORDS_SHOWN]
    if not words and topic.module and not topic.is_held:
        return _("Said in different words: the same module fits all of it.")
    if not words:
        return _("The programme owner put these statements together.")
    return _("Words in common: %(words)s.") % {"words": ", ".join(words)}
