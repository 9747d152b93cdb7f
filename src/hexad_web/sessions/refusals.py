"""What cannot be done, as a sentence for the person who tried; nothing is written."""


class Refused(Exception):  # noqa: N818  # nothing failed: it is an answer
    """Its text is the sentence."""
