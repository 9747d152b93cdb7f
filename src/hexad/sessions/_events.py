"""The events of a room: each fits the moment at which it happened, or is ignored."""

from datetime import datetime

from hexad.sessions._fold import Room
from hexad.sessions.agenda import OPEN, SPOKEN, PartKind
from hexad.sessions.state import Asking, Event, EventKind, Phase

# Lines, the rota and answers to hints say nothing of what the group does, and that it is quiet is no sign of talk.
NOT_OURS = frozenset(
    {
        EventKind.HERE,
        EventKind.GONE,
        EventKind.HINT,
        EventKind.SWAP,
        EventKind.SKIP,
        EventKind.RETURN,
        EventKind.HUSH,
    }
)


class LiveRoom(Room):
    """``take`` lets an event happen, once the time before it has passed."""

    def take(self, event: Event) -> None:
        """Let one event happen, or ignore it where it does not fit."""
        if self.phase is Phase.CLOSED or event.person not in self.people.members:
            return
        if event.kind not in NOT_OURS and self.talk.sign(event.at):
            self.version += 1
        handle = getattr(self, f"_on_{event.kind}")
        if handle(event):
            self.version += 1
        self._follow_voice(event.at)

    def _on_here(self, event: Event) -> bool:
        is_new = event.person not in self.people.joined
        changed = self.people.arrive(event.person, str(event.values.get("device", "")))
        if self.phase is Phase.RUNNING and is_new:
            self.people.join_late(event.person)
            if self.round is not None:
                self.round.add(event.person)
                self._time_turn(event.at, only_if_idle=True)
            self._tell(event.at, "joined_late", event.person)
        if self.phase is Phase.RUNNING and self.people.is_lost(self.facilitator, event.at):
            self._replace(event.at)
        return changed

    def _on_gone(self, event: Event) -> bool:
        return self.people.depart(event.person, str(event.values.get("device", "")), event.at)

    def _on_agree(self, event: Event) -> bool:
        return self.people.agree(event.person)

    def _on_start(self, event: Event) -> bool:
        allowed = self.anyone_may_start or (self.may_start and event.person == self.facilitator)
        if self.phase is Phase.LOBBY and allowed:
            self._start(event.at, event.person)
        return False  # it counted itself

    def _fits(self, event: Event) -> bool:
        """Whether the sender saw the part that is running: a second tap on Next must not skip another part."""
        seen = (str(event.values.get("step")), str(event.values.get("part")))
        return self.phase is Phase.RUNNING and seen == (str(self.step), str(self.part))

    def _on_next(self, event: Event) -> bool:
        if self._fits(event) and event.person == self.facilitator and not self._is_last_part:
            self._end_part(event.at)
        return False

    def _on_reveal(self, event: Event) -> bool:
        part = self._current
        return self._on_next(event) if part is not None and part.kind is PartKind.WRITE else False

    def _on_done(self, event: Event) -> bool:
        part = self._current
        if not self._fits(event) or part is None or part.kind is PartKind.ROUND or event.person in self.done:
            return False
        self.done.add(event.person)
        if self._waits_for_all and self._all_are_ready(event.at):
            self._end_part(event.at)
        return True

    def _on_undone(self, event: Event) -> bool:
        if not self._fits(event) or event.person not in self.done:
            return False
        self.done.discard(event.person)
        return True

    def _on_pass(self, event: Event) -> bool:
        if self.round is None or not self._fits(event) or not self.round.is_at(event.values.get("turn")):
            return False
        speaker = self.round.speaker
        self.round.go_on()
        if event.person != speaker:
            self._tell(event.at, "passed", speaker, by=event.person)
        return self._after_turn(event.at)

    def _on_take_back(self, event: Event) -> bool:
        fits = self.round is not None and self._fits(event) and self.round.is_at(event.values.get("turn"))
        if not fits or self.round is None or self.round.can_take_back != event.person:
            return False
        self.round.go_back()
        self._time_turn(event.at)
        self._tell(event.at, "taken_back", event.person)
        return True

    def _after_turn(self, at: datetime) -> bool:
        if self.round is not None and self.round.is_over:
            if self._is_last_part:
                self.turn_ends_at = None
                return True
            self._end_part(at)
            return False
        self._time_turn(at)
        return True

    def _on_swap(self, event: Event) -> bool:
        """In the lobby anybody changes places with another; later whoever facilitates hands over."""
        other = str(event.values.get("other", ""))
        if other == event.person or other not in self.people.members:
            return False
        if self.phase is Phase.RUNNING and (event.person != self.facilitator or not self.people.is_here(other)):
            return False
        self.people.swap(event.person, other)
        return self._follow_rota(event, other)

    def _on_skip(self, event: Event) -> bool:
        who = str(event.values.get("who", "") or event.person)
        if who not in self.people.members or (
            self.phase is Phase.RUNNING and not who == event.person == self.facilitator
        ):
            return False
        successor = self.people.successor(who)
        if self.phase is Phase.RUNNING and not successor:
            return False
        self.people.to_end(who)
        return self._follow_rota(event, successor)

    def _follow_rota(self, event: Event, heir: str) -> bool:
        before = self.facilitator
        self.facilitator = self.people.first() if self.phase is Phase.LOBBY else heir
        if self.facilitator != before:
            self._tell(event.at, "facilitates", self.facilitator)
        return True

    def _on_return(self, event: Event) -> bool:
        if self.phase is not Phase.RUNNING or event.person != self.replaced or not self.people.is_here(event.person):
            return False
        self.facilitator, self.replaced, self.has_returned = event.person, "", True
        self._tell(event.at, "returned", event.person)
        return True

    def _on_speak(self, event: Event) -> bool:
        """Anybody taps for themselves or for another."""
        who = str(event.values.get("who", "") or event.person)
        part = self._current
        if not self._fits(event) or part is None or part.kind not in OPEN or who not in self.people.joined:
            return False
        return self.talk.speak(who, event.at)

    def _on_hush(self, event: Event) -> bool:
        """Nobody speaks, or an answer to whether that is still so, which ends nobody's talk that began meanwhile."""
        if not self._fits(event):
            return False
        still = event.values.get("on")
        return (
            self.talk.hush(event.at) if still is None else self.talk.confirm(event.person, event.at, is_so=bool(still))
        )

    def _on_questions_first(self, event: Event) -> bool:
        part = self._current
        if not self._fits(event) or event.person != self.facilitator or part is None or part.kind not in SPOKEN:
            return False
        return self.talk.ask_first(part, event.at, wanted=bool(event.values.get("on")))

    def _fits_turn(self, event: Event) -> bool:
        is_turn = self.round is None or self.round.is_at(event.values.get("turn"))
        return is_turn and self._fits(event)

    def _on_onward(self, event: Event) -> bool:
        """By whoever has told, or facilitates."""
        may = event.person in (self.facilitator, self._speaker)
        if not may or not self._fits_turn(event) or event.values.get("asking") != self.talk.asking:
            return False
        return self.talk.go_onward(event.at, self._others(event.at))

    @property
    def _speaker(self) -> str:
        return self.round.speaker if self.round is not None else ""

    def _others(self, at: datetime) -> int:
        """How many could ask."""
        return len(self.people.present(at) - {self._speaker})

    def _on_asked(self, event: Event) -> bool:
        if not self._fits_turn(event) or event.person == self._speaker or event.person not in self.people.joined:
            return False
        return self.talk.ask(event.person, has_asked=event.values.get("on") != 0)

    def _on_advice(self, event: Event) -> bool:
        """Kept for the rule, shown to nobody: whoever taps it accuses no one in public."""
        if self._fits_turn(event) and self.talk.asking is Asking.QUESTIONS:
            self.talk.warn(event.person, event.at, self._others(event.at))
        return False

    def _on_take_up(self, event: Event) -> bool:
        return self.phase is Phase.RUNNING and self.talk.take_up(str(event.values.get("card", "")))

    def _on_put_back(self, event: Event) -> bool:
        return self.phase is Phase.RUNNING and self.talk.put_back(str(event.values.get("card", "")))

    def _on_hint(self, event: Event) -> bool:
        """An answer changes no screen, so that nobody learns that there was a hint."""
        if self.phase is Phase.RUNNING and event.person == self.facilitator:
            self.talk.answer(str(event.values.get("hint", "")), event.at, was_used=bool(event.values.get("used")))
        return False

    def _on_cards(self, _event: Event) -> bool:
        self.cards += 1
        return True

    def _on_page(self, event: Event) -> bool:
        page = str(event.values.get("page", ""))
        if self.phase is not Phase.RUNNING or event.person != self.facilitator or page == self.page:
            return False
        self.page = page
        return True

    def _on_end(self, event: Event) -> bool:
        if self.phase is Phase.RUNNING and event.person == self.facilitator:
            self._close(event.at)
        return False

    def _on_paper(self, event: Event) -> bool:
        """Held without screens: no step was seen to begin or end, so every pad is open, as if all had been revealed."""
        if self.phase is Phase.LOBBY:
            self._hand_over(event.person)
            self.people.open(event.at)
            self.started_at = self.starts_at
            self._plan(self.starts_at)
        for step in self.agenda.steps:
            for number in range(len(step.parts)):
                self._reveal_in(step, number, event.at)
        self._close(event.at)
        return False  # it counted itself

    def _on_left(self, event: Event) -> bool:
        """Somebody left for good: no turn, no place on the rota, nobody waits for them."""
        person = event.person
        if len(self.people.members) == 1:
            return False
        heir = self.people.successor(person) or self.people.next_on_rota(person)
        self.people.remove(person)
        self.order = [one for one in self.order if one != person]
        self.done.discard(person)
        self.talk.forget(person)
        self.replaced = "" if self.replaced == person else self.replaced
        if self.facilitator == person:
            self.facilitator = heir if self.phase is Phase.RUNNING else self.people.first()
            self._tell(event.at, "facilitates", self.facilitator)
        self._tell(event.at, "left", person)
        if self.round is not None and self.round.drop(person):
            return self._after_turn(event.at)
        if self._waits_for_all and self._all_are_ready(event.at):
            self._end_part(event.at)
            return False
        return True
