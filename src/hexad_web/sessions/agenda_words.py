"""The words of the agendas that come with Hexad, so that they are collected for translation; said by ``_`` later."""

from django.utils.translation import gettext_noop

WORDS = (
    gettext_noop("Welcome"),
    gettext_noop("Why we are here."),
    gettext_noop(
        "Welcome. We meet as equals: no titles, no trainer, one challenge at a time. The system keeps "
        "the time and the order of turns."
    ),
    gettext_noop("Who we are"),
    gettext_noop("Your name, your work in a sentence, and something that went well this month."),
    gettext_noop("One after the other: your name, your work in a sentence, and something that went well this month."),
    gettext_noop("Hopes"),
    gettext_noop("What would make these sessions worth your time?"),
    gettext_noop("Write first, each alone. Then we read what is there."),
    gettext_noop("Group agreement"),
    gettext_noop("Read the agreement. What would you add or ask?"),
    gettext_noop("Read the agreement on your phone. Who has a question about it?"),
    gettext_noop("What comes next"),
    gettext_noop("Explore, three to four weeks of practice, Reflect."),
    gettext_noop("Next we explore one challenge, practise in our own jobs, and meet again to reflect."),
    gettext_noop("Takeaways"),
    gettext_noop("One line from each."),
    gettext_noop("Each says one thing they take away."),
    gettext_noop("What today is for, and how it goes."),
    gettext_noop(
        "Welcome. In 90 minutes each of us tells one story, we look for causes and options, and each "
        "leaves with one plan. The system keeps the time and the order of turns. What is said here stays"
        " here."
    ),
    gettext_noop("Stories"),
    gettext_noop("One story about this challenge: your own, or one you saw."),
    gettext_noop(
        "Write a few words first, each alone. Then everybody tells their story, one after the other, without comments."
    ),
    gettext_noop("Causes"),
    gettext_noop("What lies behind these stories? Say whether it is within our control."),
    gettext_noop("Write causes, one on each card. Then we look at what lies within our control, and what does not."),
    gettext_noop("Options"),
    gettext_noop("Read a page, then say what of it would work in your job."),
    gettext_noop("Read the first page alone for three minutes. Then: who has tried something like it? What happened?"),
    gettext_noop("Plan"),
    gettext_noop("One situation, one thing you will do, one first occasion."),
    gettext_noop("Quiet time: everybody prepares one plan. Then each says in a sentence what they will try."),
    gettext_noop("What to bring"),
    gettext_noop("This is what you will be asked next time."),
    gettext_noop("Look at the questions for next time. Two taps are enough while you practise."),
    gettext_noop("Five questions, then one line from each."),
    gettext_noop("Five questions first, about two minutes. Then each says one thing they take away."),
    gettext_noop("Back together: what today is for."),
    gettext_noop(
        "Welcome back. Each tells what became of the plan, then we look for patterns, and each decides "
        "what stays. What did not work is as useful as what did."
    ),
    gettext_noop("Reports"),
    gettext_noop("What did you try, and what happened?"),
    gettext_noop(
        "Look at your report for a moment. Then one after the other: what you tried, what happened, what surprised you."
    ),
    gettext_noop("Patterns"),
    gettext_noop("What did you hear more than once?"),
    gettext_noop("Write what you heard more than once, one thing on each card. Then we read them together."),
    gettext_noop("Adapt"),
    gettext_noop("Keep it, adapt it, or drop it: decide for your own plan."),
    gettext_noop("Quiet time: decide what becomes of your plan. Then each says it in a sentence."),
    gettext_noop("Rating"),
    gettext_noop("How well do you deal with this challenge now?"),
    gettext_noop("The same questions as before Explore. Only totals leave this room, and only for enough people."),
    gettext_noop("Write one thing that you take away. Then each says it."),
)
