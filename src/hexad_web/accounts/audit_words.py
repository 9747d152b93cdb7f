"""The audit trail in the reader's words. Stored are codes, so that an old entry reads as a new one does."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hexad_web.accounts.models import Role

ACTIONS: Mapping[str, str | Promise] = {
    "accounts.change_password": _("Changed the password"),
    "accounts.create_organisation": _("Created the organisation"),
    "accounts.give_role": _("Gave a role"),
    "accounts.save_organisation": _("Changed the organisation"),
    "accounts.save_profile": _("Changed the own profile"),
    "accounts.sign_in": _("Signed in"),
    "accounts.take_role": _("Took a role away"),
    "availability.account_connected": _("Connected calendars of an account"),
    "availability.feed_added": _("Added a calendar address"),
    "availability.file_read": _("Uploaded a calendar"),
    "availability.hours_set": _("Changed the own hours"),
    "availability.site_holidays_set": _("Changed the holidays of a site"),
    "availability.source_removed": _("Removed a calendar"),
    "availability.source_restored": _("Took a calendar back"),
    "challenges.close_voting": _("Closed the voting on topics"),
    "challenges.merge": _("Merged two topics"),
    "challenges.open_voting": _("Opened the voting on topics"),
    "challenges.bring_back_module": _("Brought an earlier version of a module back"),
    "challenges.import_module": _("Imported a module"),
    "challenges.publish_module": _("Published a module"),
    "challenges.rename": _("Renamed a topic"),
    "challenges.restore_module": _("Offered a module again"),
    "challenges.retire_module": _("Took a module off the list"),
    "challenges.split": _("Split a topic"),
    "challenges.start_voting_anew": _("Deleted the votes on topics"),
    "challenges.undo": _("Took back a change of topics"),
    "economics.save": _("Changed the figures of the cost"),
    "formation.free_seat": _("Freed a seat"),
    "evidence.ask_ties": _("Asked whose help managers use"),
    "evidence.take_back_ties": _("Took back the question whose help managers use"),
    "evidence.add_scale": _("Added questions to what studies ask"),
    "evidence.take_out_scale": _("Took questions out of what studies ask"),
    "evidence.put_back_scale": _("Put questions back into what studies ask"),
    "evidence.add_return": _("Added to what the return is reckoned from"),
    "evidence.take_out_return": _("Took out of what the return is reckoned from"),
    "evidence.put_back_return": _("Put back into what the return is reckoned from"),
    "evidence.discard": _("Gave up the plan of an experiment"),
    "evidence.draw": _("Drew who begins when"),
    "evidence.freeze": _("Froze the plan of an experiment"),
    "formation.hold": _("Set when groups begin"),
    "formation.mend": _("Mended groups"),
    "formation.move": _("Moved a person"),
    "formation.publish": _("Published groups"),
    "formation.save_policy": _("Changed the policy"),
    "formation.start_run": _("Started a run"),
    "formation.stop_run": _("Stopped a run"),
    "formation.undo_move": _("Took a move back"),
    "outbox.mark_seen": _("Took a mail off the list"),
    "outbox.try_again": _("Sent a mail again"),
    "people.ask_again": _("Asked people again"),
    "people.decline": _("Declined"),
    "people.discard_file": _("Put a file away"),
    "people.import": _("Imported people"),
    "people.invite": _("Invited people"),
    "people.join": _("Joined"),
    "people.mark_left": _("Marked people as left"),
    "people.match_columns": _("Chose the columns of a file"),
    "people.take_back": _("Took people back"),
    "people.take_file": _("Chose a file of people"),
    "people.undo_import": _("Undid an import"),
    "privacy.ask_erasure": _("Asked to be erased"),
    "privacy.erase": _("Erased a person"),
    "privacy.take_back_erasure": _("Took the wish to be erased back"),
    "report.close": _("Closed a period"),
    "scheduling.allow": _("Applied a remedy to a group"),
    "scheduling.ask": _("Asked a group for a time"),
    "scheduling.cancel": _("Cancelled a meeting"),
    "scheduling.change_place": _("Changed room or link"),
    "scheduling.choose_time": _("Chose the time of a group"),
    "scheduling.confirm": _("Sent invitations"),
    "scheduling.correct": _("Said whether a meeting took place"),
    "scheduling.keep_times": _("Kept the times of a group"),
    "scheduling.move": _("Moved a meeting"),
    "scheduling.new_date": _("Got a new date for a session"),
    "scheduling.plan": _("Planned groups"),
    "scheduling.remove_room": _("Removed a room"),
    "sessions.write_agenda": _("Began an agenda"),
    "sessions.publish_agenda": _("Published an agenda"),
    "sessions.retire_agenda": _("Retired an agenda"),
    "sessions.take_back_agenda": _("Took an agenda back"),
    "sessions.choose_agendas": _("Chose which agendas are used"),
    "scheduling.reply": _("Took an answer from a mail"),
    "scheduling.doubt_reply": _("Set a mail aside whose sender is in doubt"),
    "scheduling.make_feed": _("Made an address to subscribe to the own sessions"),
    "scheduling.revoke_feed": _("Revoked the address of the own sessions"),
    "scheduling.restore_feed": _("Took the address of the own sessions back"),
    "scheduling.set_length": _("Changed the length of sessions"),
    "scheduling.set_ceiling": _("Changed the ceiling of work time"),
    "scheduling.save_link_template": _("Changed the address of online meetings"),
    "scheduling.set_rhythm": _("Changed the rhythm of cycles"),
    "scheduling.save_room": _("Added a room"),
}

# The small words of an entry: kinds of rows, names of counts, choices.
TERMS: Mapping[str, str | Promise] = {
    "Group": pgettext_lazy("audit", "Group"),
    "GroupMember": pgettext_lazy("audit", "Seat"),
    "Hours": pgettext_lazy("audit", "Hours"),
    "Import": pgettext_lazy("audit", "Import"),
    "Meeting": pgettext_lazy("audit", "Meeting"),
    "Module": pgettext_lazy("audit", "Module"),
    "Organisation": pgettext_lazy("audit", "Organisation"),
    "OutboxMessage": pgettext_lazy("audit", "Mail"),
    "OwnScale": pgettext_lazy("audit", "Scale"),
    "OwnAgenda": pgettext_lazy("audit", "Agenda"),
    "Period": pgettext_lazy("audit", "Period"),
    "Person": pgettext_lazy("audit", "Person"),
    "PlanRun": pgettext_lazy("audit", "Planning"),
    "Policy": pgettext_lazy("audit", "Policy"),
    "ReturnItem": pgettext_lazy("audit", "Side of the return"),
    "Room": pgettext_lazy("audit", "Room"),
    "Run": pgettext_lazy("audit", "Run"),
    "SiteHolidays": pgettext_lazy("audit", "Holidays"),
    "Source": pgettext_lazy("audit", "Calendar"),
    "Study": pgettext_lazy("audit", "Experiment"),
    "Topic": pgettext_lazy("audit", "Topic"),
    "User": pgettext_lazy("audit", "Account"),
    "changed": pgettext_lazy("audit", "changed"),
    "code": pgettext_lazy("audit", "code"),
    "columns": pgettext_lazy("audit", "columns"),
    "consent": pgettext_lazy("audit", "members agree"),
    "edit": pgettext_lazy("audit", "move"),
    "figures": pgettext_lazy("audit", "figures"),
    "given": pgettext_lazy("audit", "given"),
    "groups": pgettext_lazy("audit", "groups"),
    "invitation": pgettext_lazy("audit", "invitation"),
    "link": pgettext_lazy("audit", "link"),
    "minutes": pgettext_lazy("audit", "minutes"),
    "new": pgettext_lazy("audit", "new"),
    "password": pgettext_lazy("audit", "password"),
    "people": pgettext_lazy("audit", "people"),
    "rows": pgettext_lazy("audit", "rows"),
    "taken": pgettext_lazy("audit", "taken away"),
    "took_place": pgettext_lazy("audit", "took place"),
    "version": pgettext_lazy("audit", "version"),
    "way": pgettext_lazy("audit", "by"),
    "True": pgettext_lazy("audit", "yes"),
    "False": pgettext_lazy("audit", "no"),
    **dict(Role.choices),
}


def what_was_done(action: str) -> str:
    """An action of an older edition is shown as it was written."""
    return str(ACTIONS[action]) if action in ACTIONS else action.replace(".", ": ").replace("_", " ")


def about(target: str) -> str:
    return " ".join(_term(word) for word in target.split(" "))


def counts(details: Mapping[str, object]) -> str:
    return ", ".join(f"{_term(name)} {_term(str(value))}" for name, value in sorted(details.items()))


def _term(word: str) -> str:
    return str(TERMS.get(word, word))
