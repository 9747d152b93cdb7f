"""Sentences of the library that a result may hold, collected for translation; a test keeps the two lists equal."""

from django.utils.translation import gettext_noop

NOTES = (
    gettext_noop(
        "Groups that wait may hear from those that began; then the effect is larger than the estimate, and the interval"
        " may miss it."
    ),
    gettext_noop("The questions do not measure one thing well enough to claim anything of them."),
    gettext_noop("The effect seems to grow with time; the constant model then says too little of it."),
    gettext_noop("Too few managers were observed to say anything."),
    gettext_noop("With %(groups)s groups only large effects can be seen, and the interval is uncertain."),
    gettext_noop("The outcome of group %(group)s in period %(period)s is no number."),
    gettext_noop("Group %(group)s is both begun and not begun in period %(period)s: keep one."),
    gettext_noop("There are no answers yet."),
    gettext_noop("There is one group: an effect needs groups that can be compared."),
    gettext_noop("There is one period: an effect needs answers before and after a start."),
    gettext_noop("No group has begun: the study has not started."),
    gettext_noop("Every group had begun in every period: there is nothing to compare with."),
    gettext_noop("Every group answered the same in every period: there is nothing to estimate."),
    gettext_noop("Cells of group and period without answers, left out: %(cells)s."),
    gettext_noop("Some groups gave many more answers than others; each group and period counts the same."),
    gettext_noop("Complete answers: %(answers)s. To judge a scale it takes %(least)s at least."),
    gettext_noop("A scale needs two items at least."),
    gettext_noop("Complete answers: %(answers)s. It takes three at least."),
    gettext_noop("Everybody answered the same: there is nothing to judge a scale by."),
    gettext_noop("The items may not measure one thing: alpha may lie under .60. No score is shown."),
    gettext_noop("The effect after so many periods rests on fewer than %(groups)s groups: %(periods)s."),
    gettext_noop("Only %(orders)s other orders were possible: no small p can be reached."),
    gettext_noop("Only %(orders)s other orders were possible: the interval by the lot is a cautious one."),
    gettext_noop("The interval rests on %(df)s degrees of freedom: read it as a rough one."),
    gettext_noop("A group stopped after it began: randomisation inference needs starts that last."),
    gettext_noop("All groups began at the same time: there is nothing to compare with."),
    gettext_noop(
        "All groups began at the same time, so that the effect and the passing of time are one: start in waves."
    ),
    gettext_noop("Nothing varies beyond groups and periods: no error can be estimated."),
    gettext_noop("The order in which groups began is not among those that the lot could have drawn."),
    gettext_noop("Too few groups differ in when they began: no error can be estimated."),
    gettext_noop("Groups without a first or a last answer, which do not count: %(lost)s of %(groups)s."),
    gettext_noop(
        "%(more)s of 100 more stopped answering in one arm than in the other (%(low)s to %(high)s):"
        " the estimate may be about who stayed."
    ),
    gettext_noop("A group had begun in the first period already: there is no answer before the start."),
    gettext_noop("Two arms need two groups each that answered in the first and in the last period."),
    gettext_noop("Every group of an arm answered the same: no error can be estimated."),
    gettext_noop("About as many stopped answering in both arms."),
    gettext_noop("Each arm needs people, and loses no more than it has."),
    gettext_noop("There is one unit: ties across units need two at least."),
    gettext_noop("Nobody named anybody: there are no ties to look at."),
    gettext_noop("Nobody answered: there is nothing to bound."),
    gettext_noop("Ties need two groups that began and two that wait, with answers before and after."),
    gettext_noop("Ties changed the same in every group: there is nothing to estimate."),
    gettext_noop("There are more than %(most)s ties."),
    gettext_noop("Fewer than %(least)s people answered, so nothing is shown of ties."),
    gettext_noop("All answered alike or too few did, so nothing is shown of ties."),
    gettext_noop("Fewer than seven in ten answered, so nothing is shown of ties."),
)
