"""From a snapshot to what is read: nine numbers at most on the first page, everything else behind them."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from hexad.report.sheets import Number, Picture, Quote, Report, Section, Sheet
from hexad.report.snapshot import Assumption, Figure, Obstacle, Snapshot, State
from hexad.report.speech import Speech
from hexad.report.words import CHOICES, HIDDEN, KINDS, NOT_YET, SENTENCES, SPECS, TITLES, UNKNOWN, Unit

MOST_NUMBERS = 9  # on the first page
EFFECT = ("effect", "effect_low", "effect_high")  # keys of an effect and its interval
ENDLESS = 1e6  # steps, from which an end of an interval is said to have no limit
LARGEST_EFFECT = 4.0  # steps of the observers' scale: more is no effect, but an interval without an end
STORIES_IN_FRONT = 2
LONGEST_STORY = 280  # characters on the first page; the whole stands behind


def compose(snapshot: Snapshot, speech: Speech | None = None) -> Report:
    """Say what a snapshot holds.

    Parameters
    ----------
    snapshot
        Of a closed period.
    speech
        The language; English where none is given.

    Returns
    -------
    Report
        At most nine numbers in ``sections``; what is not shown reads the same everywhere, whatever the reason.

    Source
    ------
    Our choice: a board reads a page for a minute; provenance and all else stand behind it.
    """
    return _Writer(snapshot, speech or Speech()).report()


class _Writer:
    """One snapshot in one language."""

    def __init__(self, snapshot: Snapshot, speech: Speech) -> None:
        self.snapshot = snapshot
        self.speech = speech

    def report(self) -> Report:
        snapshot = self.snapshot
        last = snapshot.period.end_date - timedelta(days=1)
        return Report(
            title=self.say("title"),
            organisation=snapshot.organisation,
            period=self.say(
                "period",
                name=snapshot.period.name,
                start=self.speech.day(snapshot.period.start_date),
                end=self.speech.day(last),
            ),
            closed=self.say("closed", day=self.speech.day(snapshot.closed_at.date())),
            sections=tuple(self.sections()),
            behind=tuple(sheet for sheet in self.sheets() if sheet.rows),
            quotes=tuple((title, quotes) for title, quotes in self.all_quotes() if quotes),
            footer=self.say("threshold", n=snapshot.threshold),
            words={key: self.say(key) for key in ("behind", "page")},
            language=self.speech.language,
            is_from_right=self.speech.is_from_right,
        )

    def say(self, key: str, **values: object) -> str:
        text = self.speech.say(SENTENCES[key])
        return text.format(**values) if values else text

    def number(self, key: str, *, note: str = "") -> Number:
        spec, figure = SPECS[key], self.snapshot[key]
        return Number(
            key=key,
            label=self.speech.say(spec.label),
            value=self.written(figure, spec.unit),
            is_shown=figure.state is State.SHOWN,
            note=note,
            base="" if figure.base is None else self.speech.number(figure.base),
            how=self.speech.say(spec.how),
        )

    def written(self, figure: Figure, unit: Unit) -> str:
        if figure.value is None:
            return self.speech.say(HIDDEN if figure.state is State.HIDDEN else NOT_YET)
        value, speech = figure.value, self.speech
        if unit is Unit.MONEY:
            return speech.money(value, self.snapshot.currency)
        if unit is Unit.FINE_SHARE:
            return f"{speech.number(value * 100, 2)}\u00a0%"
        if unit is Unit.MEAN:
            return speech.number(value, 1)
        if unit is Unit.STEPS:
            sign = "+" if value > 0 else ""
            return f"{sign}{speech.number(value, 2)}" if abs(value) < ENDLESS else ("+∞" if value > 0 else "−∞")
        ways = {Unit.HOURS: speech.hours, Unit.SHARE: speech.percent, Unit.COUNT: speech.number}
        return ways[unit](value)

    def section(self, key: str, kind: str, **parts: object) -> Section:
        title, label = self.speech.say(TITLES[key]), self.speech.say(KINDS[kind])
        return Section(key=key, title=title, kind=kind, kind_label=label, **parts)  # type: ignore[arg-type]

    def sections(self) -> Iterable[Section]:
        dose = self.snapshot["dose"]
        note = self.say("dose", dose=self.written(dose, Unit.SHARE)) if dose.state is State.SHOWN else ""
        yield self.section(
            "spent",
            "spent",
            numbers=(self.number("hours"), self.number("cost"), self.number("saving_with_time", note=note)),
            picture=self.saving_picture(),
        )
        yield self.section("part", "spent", numbers=(self.number("joined_share"),))
        yield self.section("sessions", "spent", numbers=(self.number("held"),))
        if self.has_effect:
            yield self.section(
                "effect",
                "evidence",
                numbers=(self.number("effect"),),
                sentences=(self.effect_sentence(),),
                picture=self.effect_picture(),
            )
        yield self.section(
            "changed",
            "description",
            numbers=(self.number("before"), self.number("after")),
            sentences=(self.say("description"),)
            if self.has_effect
            else (self.say("description"), self.say("not_yet_knowable")),
            picture=self.change_picture(),
        )
        kept = next((key for key in ("kept_6", "kept_3") if self.snapshot[key].state is not State.NONE), "kept")
        yield self.section("kept", "description", numbers=(self.number(kept),))
        yield self.section("obstacles", "words", sentences=(self.obstacles_sentence(),))
        yield self.section("stories", "words", sentences=(self.stories_sentence(),), quotes=self.front_stories())
        yield self.section("unknown", "open", sentences=tuple(self.unknown()))

    def saving_picture(self) -> Picture | None:
        figures = [self.snapshot[key] for key in ("saving_low", "saving_with_time", "saving_high")]
        if any(figure.value is None for figure in figures):
            return None
        low, likely, high = (self.written(figure, Unit.SHARE) for figure in figures)
        least = min(0.0, *(figure.value or 0.0 for figure in figures))
        places = [((figure.value or 0.0) - least) / (1 - least) for figure in figures]
        return Picture(
            points=(("", places[0], low), (self.say("likely"), places[1], likely), ("", places[2], high)),
            ends=(self.speech.percent(least), self.speech.percent(1)),
            alt=self.say("saving_alt", low=low, likely=likely, high=high),
        )

    @property
    def has_effect(self) -> bool:
        return all(self.snapshot[key].value is not None for key in EFFECT)

    def effect_sentence(self) -> str:
        low, high = (self.snapshot[key].value or 0.0 for key in ("effect_low", "effect_high"))
        if low <= 0 <= high:
            return self.say("effect_none", **self.effect_words())
        return self.say("effect_more" if low > 0 else "effect_less")

    def effect_words(self) -> dict[str, str]:
        names = ("effect", "low", "high")
        return {name: self.written(self.snapshot[key], Unit.STEPS) for name, key in zip(names, EFFECT, strict=True)}

    def effect_picture(self) -> Picture:
        """The interval on a line with nought in its middle; an end that has no limit stands at the line's end."""
        values = [self.snapshot[key].value or 0.0 for key in ("effect_low", "effect", "effect_high")]
        reach = max(1.0, *(abs(one) for one in values if abs(one) <= LARGEST_EFFECT))
        places = [(max(-1.0, min(1.0, one / reach)) + 1) / 2 for one in values]
        words = self.effect_words()
        return Picture(
            points=(
                ("", places[0], words["low"]),
                (self.say("likely"), places[1], words["effect"]),
                ("", places[2], words["high"]),
            ),
            ends=(self.speech.number(-reach, 1), f"+{self.speech.number(reach, 1)}"),
            alt=self.say("effect_alt", **words),
        )

    def change_picture(self) -> Picture | None:
        before, after = self.snapshot["before"], self.snapshot["after"]
        if before.value is None or after.value is None:
            return None
        least, most = self.snapshot.scale
        words = [self.written(figure, Unit.MEAN) for figure in (before, after)]
        return Picture(
            points=(
                (self.say("before"), (before.value - least) / (most - least), words[0]),
                (self.say("after"), (after.value - least) / (most - least), words[1]),
            ),
            ends=(self.speech.number(least), self.speech.number(most)),
            alt=self.say(
                "change_alt",
                least=self.speech.number(least),
                most=self.speech.number(most),
                before=words[0],
                after=words[1],
            ),
        )

    def obstacles_sentence(self) -> str:
        raised = self.snapshot.obstacles
        answered = [one for one in raised if one.choice]
        if not raised:
            return self.say("no_obstacles")
        if len(answered) == len(raised):
            return self.say("all_answered")
        return self.say("some_open" if answered else "none_open")

    def stories_sentence(self) -> str:
        if self.snapshot.stories:
            return self.say("some_stories")
        if self.snapshot["stories"].state is State.HIDDEN:
            return self.speech.say(HIDDEN)
        return self.say("no_stories")

    def front_stories(self) -> tuple[Quote, ...]:
        stories = self.snapshot.stories[:STORIES_IN_FRONT]
        return tuple(Quote(text=_cut(story.text), below=story.topic) for story in stories)

    def unknown(self) -> Iterable[str]:
        keys = [key for key in UNKNOWN if key in self.snapshot.unknown]
        if any(figure.state is State.HIDDEN for figure in self.snapshot.figures.values()):
            keys.append("some_hidden")
        return (self.speech.say(UNKNOWN[key]) for key in keys)

    def sheets(self) -> Iterable[Sheet]:
        savings = ("saving_with_time", "saving_low", "saving_high", "saving_cash")
        yield self.figures_sheet("cost", ("cost", "cost_cash", *savings, "dose"))
        yield self.figures_sheet("time", ("hours", "time_share", "time_low", "time_high"))
        yield self.figures_sheet("part", ("offered", "joined", "declined", "unanswered"))
        yield self.figures_sheet("sessions", ("held", "missed", "explore", "reflect", "groups"))
        if self.has_effect:
            yield self.figures_sheet("effect", EFFECT)
        yield self.figures_sheet("questions", ("sharing", "comfort", "responses", "material"))
        if "seen_different" in self.snapshot.figures:
            yield self.figures_sheet("seen", ("seen_different", "seen_effective"))
        yield self.figures_sheet("kept", ("kept", "kept_3", "kept_6"))
        yield self.figures_sheet("obstacles", ("raised", "answered"))
        yield self.parts_sheet()
        yield Sheet(
            key="modules",
            title=self.speech.say(TITLES["modules"]),
            header=(self.say("module"), self.speech.say(SPECS["held"].label)),
            rows=tuple((use.title, self.written(use.sessions, Unit.COUNT)) for use in self.snapshot.modules),
            languages=tuple(
                "" if use.language == self.speech.language else use.language for use in self.snapshot.modules
            ),
        )
        yield self.assumptions_sheet()
        yield self.provenance_sheet()

    def figures_sheet(self, key: str, figures: Sequence[str]) -> Sheet:
        numbers = [self.number(figure) for figure in figures]
        return Sheet(
            key=key,
            title=self.speech.say(TITLES[key]),
            header=(self.say("figure"), self.say("value"), self.say("people")),
            rows=tuple((number.label, number.value, number.base) for number in numbers),
        )

    def parts_sheet(self) -> Sheet:
        keys = [key for key in SPECS if any(cut.figure == key for cut in self.snapshot.cuts)]
        found = {(cut.part, cut.figure): cut.value for cut in self.snapshot.cuts}
        parts = sorted({cut.part for cut in self.snapshot.cuts}, key=str.casefold)
        nothing = Figure(state=State.HIDDEN)
        return Sheet(
            key="parts",
            title=self.speech.say(TITLES["parts"]),
            header=(self.say("part"), *(self.speech.say(SPECS[key].label) for key in keys)),
            rows=tuple(
                (part, *(self.written(found.get((part, key), nothing), SPECS[key].unit) for key in keys))
                for part in parts
            ),
        )

    def assumptions_sheet(self) -> Sheet:
        def row_of(one: Assumption) -> tuple[str, ...]:
            source = self.speech.say(one.source) if one.source else self.say("given")
            unit = (
                f"{self.snapshot.currency} {self.speech.say(one.unit)}" if one.is_money else self.speech.say(one.unit)
            )
            cited = f"{source}, {one.year}" if one.year else source
            return (self.speech.say(one.label), self.plain(one.value), unit, cited)

        return Sheet(
            key="assumptions",
            title=self.speech.say(TITLES["assumptions"]),
            header=(self.say("assumption"), self.say("value"), self.say("unit"), self.say("source")),
            rows=tuple(row_of(one) for one in self.snapshot.assumptions),
        )

    def plain(self, value: float) -> str:
        return self.speech.number(value, 0 if value == int(value) else 2)

    def provenance_sheet(self) -> Sheet:
        keys = dict.fromkeys(key for key in SPECS if key in self.snapshot.figures)
        numbers = [self.number(key) for key in keys]
        return Sheet(
            key="provenance",
            title=self.speech.say(TITLES["provenance"]),
            header=(self.say("figure"), self.say("how")),
            rows=tuple((number.label, number.how) for number in numbers),
        )

    def all_quotes(self) -> Iterable[tuple[str, tuple[Quote, ...]]]:
        obstacles = tuple(Quote(text=one.text, below=self.answer(one)) for one in self.snapshot.obstacles)
        yield self.speech.say(TITLES["obstacles"]), obstacles
        stories = tuple(Quote(text=one.text, below=one.topic) for one in self.snapshot.stories)
        yield self.speech.say(TITLES["stories"]), stories

    def answer(self, obstacle: Obstacle) -> str:
        month = self.speech.month(date.fromisoformat(f"{obstacle.month}-01"))
        words = [month, self.speech.say(CHOICES[obstacle.choice])]
        if obstacle.by_date is not None:
            words.append(self.say("by_date", day=self.speech.day(obstacle.by_date)))
        return " · ".join([*words, *([obstacle.reply] if obstacle.reply else [])])


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_STORY else f"{text[: LONGEST_STORY - 1].rsplit(' ', 1)[0]}…"
