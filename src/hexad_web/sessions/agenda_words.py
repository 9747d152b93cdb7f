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
        "Look at your report for a moment. Then one after the other: what you tried, what happened, what "
        "surprised you. The others ask questions only, then each says one thing they would try."
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
    gettext_noop("Engage"),
    gettext_noop("Engage, several groups"),
    gettext_noop("All groups together"),
    gettext_noop("All groups together: why we are here."),
    gettext_noop(
        "Welcome, all groups. We meet as equals: no titles, no trainer, one challenge at a time. Soon "
        "each group turns to its own circle."
    ),
    gettext_noop("In your group: your name, your work in a sentence, and something that went well."),
    gettext_noop(
        "Turn to your own group. One after the other: your name, your work in a sentence, and something "
        "that went well this month."
    ),
    gettext_noop("Trust"),
    gettext_noop("What helps you to speak openly in a group?"),
    gettext_noop("Each says one thing they take away. Then choose one sentence for the other groups."),
    gettext_noop("All groups together: one sentence from each group."),
    gettext_noop("Turn back to all groups. Each group says one sentence that it takes along."),
    gettext_noop("Explore"),
    gettext_noop("Explore in an hour"),
    gettext_noop(
        "Welcome. In an hour each of us tells one short story, and each leaves with one plan. The system "
        "keeps the time and the order of turns. What is said here stays here."
    ),
    gettext_noop("One short story about this challenge: your own, or one you saw."),
    gettext_noop("Write a few words first, each alone. Then two minutes for each story, without comments."),
    gettext_noop("Read the first page alone for two minutes. Then: who has tried something like it? What happened?"),
    gettext_noop("Follow-up"),
    gettext_noop("Good to see each other again. What today is for."),
    gettext_noop(
        "Welcome back. We look at what stayed, what fell away, and what each of us changes. Nobody is graded here."
    ),
    gettext_noop("What I kept"),
    gettext_noop("What do you still do? When did you do it last?"),
    gettext_noop("Write a line first, each alone. Then one after the other: what you still do, and what came of it."),
    gettext_noop("What fell away"),
    gettext_noop("What did you stop doing, and what got in the way?"),
    gettext_noop("Write what fell away and why, one thing on each card, without names. Then we read them together."),
    gettext_noop("One change"),
    gettext_noop("One small change that makes it easier to keep."),
    gettext_noop("Quiet time: write one small change. Then each says it in a sentence."),
    gettext_noop("Next topic"),
    gettext_noop("What would you like to work on together next?"),
    gettext_noop("Write one topic each. Then we see what several of us want."),
    gettext_noop("Reflect"),
    gettext_noop("Reflect in an hour"),
    gettext_noop(
        "Welcome back. Each tells what became of the plan, then each decides what stays. What did not "
        "work is as useful as what did."
    ),
    gettext_noop(
        "Look at your report for a moment. Then four minutes each: what you tried, what happened, what surprised you."
    ),
)
