"""The library's sentences about modules once more, so that they are collected; a test keeps the lists equal."""

from django.utils.translation import gettext_noop, ngettext_lazy

REMEDIES = (
    gettext_noop("Write a text here."),
    gettext_noop("Take the control character out."),
    gettext_noop("Write a whole number from 1."),
    gettext_noop("Choose one of: %(words)s."),
    gettext_noop("Write a list of texts, none of them empty."),
    gettext_noop("Write at least one [[%(key)s]] table."),
    gettext_noop("Take the key out, or spell it as one of: %(words)s."),
    gettext_noop("Begin with a line such as: # What to hand over"),
    gettext_noop("Write the text below the title."),
    gettext_noop("Add the file %(name)s."),
    gettext_noop("Save it as a text file in UTF-8."),
    gettext_noop("Mend the TOML at that line."),
    gettext_noop("Cut it to %(most)s characters."),
    gettext_noop("Cut it to %(most)s %(what)s."),
    gettext_noop("Make it %(wanted)s %(what)s."),
    gettext_noop("Give the module the name of its folder: %(folder)s."),
    gettext_noop("Use small letters, digits and single hyphens, %(most)s at most."),
    gettext_noop("Give each strategy a key of its own."),
    gettext_noop("Write the language's code, such as en, de or pt-BR."),
    gettext_noop("Say it without the words of the title: people do not know the title yet."),
    gettext_noop("Write each statement once."),
    gettext_noop("Add two ## sections: how it goes wrong, and when not to do it."),
    gettext_noop("End the case with a question, not with a moral."),
    gettext_noop("Write a tip for each of the days %(wanted)s, in this order."),
    gettext_noop("Ask a question about what happened."),
    gettext_noop("Take the picture out: a module is read as text."),
    gettext_noop("Link to https:// or to a file of this module."),
    gettext_noop("Write Markdown: HTML is shown as it stands."),
    gettext_noop("Add a section ## When not to."),
    gettext_noop("Use shorter words and sentences, up to %(most)s."),
    gettext_noop("Split it: %(most)s words are much for a phone."),
    gettext_noop("This is %(kind)s: use a word of every day."),
    gettext_noop("Name the work under sources and say how strong it is."),
    gettext_noop("Name an occasion within five working days."),
    gettext_noop("Choose a .zip file."),
    gettext_noop("Choose a smaller file: a module is text."),
    gettext_noop("Leave only the %(count)s files of the module in it."),
    gettext_noop("Put the files of one module into one folder."),
    gettext_noop("Keep one file of this name."),
    gettext_noop("Pack this file again: it is damaged."),
    gettext_noop("Cut this file: it is too long for a module."),
    gettext_noop("Give this file a plain name."),
    gettext_noop("Take this out: a module is one folder with %(files)s."),
    gettext_noop("Put the file itself here, not a link to it."),
    gettext_noop("Pack it without a password."),
    gettext_noop("Pack it the usual way (deflate)."),
)
# What was found, where the library says it in words of its own.
FOUND = (
    gettext_noop("reading ease %(ease)s"),
    gettext_noop("the same twice"),
)
# What stands for a placeholder of the above.
UNITS = (
    gettext_noop("characters"),
    gettext_noop("sentences"),
    gettext_noop("words"),
    gettext_noop("statements"),
    gettext_noop("prompts"),
    gettext_noop("strategies"),
    gettext_noop("examples"),
    gettext_noop("questions"),
    gettext_noop("sources"),
    gettext_noop("minutes of reading"),
    gettext_noop("days"),
    gettext_noop("jargon"),
    gettext_noop("a picture from war or sport"),
)
# What was counted, in the number that the reader's language wants; the library says it in English.
COUNTED = {
    ("character", "characters"): ngettext_lazy("%(count)d character", "%(count)d characters", "count"),
    ("sentence", "sentences"): ngettext_lazy("%(count)d sentence", "%(count)d sentences", "count"),
    ("word", "words"): ngettext_lazy("%(count)d word", "%(count)d words", "count"),
    ("statement", "statements"): ngettext_lazy("%(count)d statement", "%(count)d statements", "count"),
    ("prompt", "prompts"): ngettext_lazy("%(count)d prompt", "%(count)d prompts", "count"),
    ("strategy", "strategies"): ngettext_lazy("%(count)d strategy", "%(count)d strategies", "count"),
    ("example", "examples"): ngettext_lazy("%(count)d example", "%(count)d examples", "count"),
    ("question", "questions"): ngettext_lazy("%(count)d question", "%(count)d questions", "count"),
    ("source", "sources"): ngettext_lazy("%(count)d source", "%(count)d sources", "count"),
    ("minute of reading", "minutes of reading"): ngettext_lazy(
        "%(count)d minute of reading", "%(count)d minutes of reading", "count"
    ),
    ("day", "days"): ngettext_lazy("%(count)d day", "%(count)d days", "count"),
}
