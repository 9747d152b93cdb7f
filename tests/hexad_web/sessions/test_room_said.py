"""What a phone says of a change, and of what happened while it was away: the room's own script, run by node."""

import json
import shutil
import subprocess
from typing import Any

import pytest

from hexad_web.sessions.room_words import room_words
from tests.hexad_web.economics.test_model_script import OWN_NODE, ROOT

SAID = ROOT / "src" / "hexad_web" / "frontend" / "src" / "room-said.js"
PROGRAMME = f"""
import {{ readFileSync }} from "node:fs";
import {{ hintSaid, mark, meanwhile, nudge, quietSaid, takingSaid, turnSaid }} from "{SAID}";
const {{ words, states, touched }} = JSON.parse(readFileSync(0, "utf8"));
let [before, vibrated] = [states[0], []];
const device = {{ userActivation: {{ hasBeenActive: touched }}, vibrate: (length) => vibrated.push(length) }};
const said = states.slice(1).map((state) => {{
  nudge(before, state, words, device);
  const all = [turnSaid, takingSaid, quietSaid, hintSaid];
  const text = all.map((one) => one(before, state, words)).filter(Boolean).join(" ");
  before = state;
  return text;
}});
const away = meanwhile(JSON.parse(JSON.stringify(mark(states[0]))), states.at(-1), words);
console.log(JSON.stringify({{ said, vibrated, away }}));
"""
ROBIN, SAM = {"id": "1", "name": "Robin"}, {"id": "2", "name": "Sam"}
START: dict[str, Any] = {"phase": "running", "step": 1, "title": "Stories", "notices": [], "revealed_count": 0}


def run(*changes: dict[str, Any], touched: bool = True) -> dict[str, Any]:
    """The states one after the other, each with what changed since the one before."""
    states = [START]
    for change in changes:
        states.append({**states[-1], **change})
    node = str(OWN_NODE) if OWN_NODE.exists() else shutil.which("node")
    assert node, "node is needed: the scripts are built with it"
    given = json.dumps({"words": room_words(), "states": states, "touched": touched})
    command = [node, "--input-type=module", "-e", PROGRAMME]
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=True, timeout=60)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def turn(speaker: dict[str, str], *, mine: bool = False, place: int = 0) -> dict[str, Any]:
    return {"speaker": speaker, "your_turn": mine, "your_place": place}


def test_the_next_phone_vibrates_once_and_says_whose_turn_it_is() -> None:
    answer = run(turn(ROBIN, place=1), turn(SAM, mine=True), {"done_count": 1}, turn(ROBIN))
    assert answer["said"] == ["Robin's turn. You are next.", "Your turn.", "", "Robin's turn."]
    assert answer["vibrated"] == [200]


def test_a_phone_that_nobody_has_touched_does_not_vibrate() -> None:
    assert run(turn(SAM, mine=True), touched=False)["vibrated"] == []


def test_a_step_that_runs_over_says_once_which_one_pays() -> None:
    def over(minutes: int, step: str) -> dict[str, Any]:
        return {"borrowed": minutes, "borrowed_from": step}

    answer = run(over(1, "Options"), over(2, "Options"), over(14, "Plan"), over(0, ""))
    assert answer["said"] == ["Taking 1 minute from Options", "", "Taking 14 minutes from Plan", ""]


def test_a_phone_that_asks_whether_it_is_still_quiet_says_so_each_time_it_begins_to() -> None:
    asks, asks_no_more = {"asks_quiet": True}, {"asks_quiet": False, "says_quiet": False}
    question = "Still quiet? Answer beside Who speaks."
    answer = run(asks, {"says_quiet": True}, {"says_quiet": False}, asks_no_more, asks)
    assert answer["said"] == [question, "", "", "", question]


def test_each_hint_is_said_once_when_it_comes_and_its_words_are_not_said_aloud() -> None:
    came, answered, another = {"hint": "silence/3/1"}, {"hint": ""}, {"hint": "unheard/3/1"}
    hint = "A hint that only you see. Read it under Hint."
    answer = run({"hint": ""}, came, {"done_count": 1}, answered, another, turn(SAM, mine=True))
    assert answer["said"] == ["", hint, "", "", hint, "Your turn."]


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ([{"step": 2, "title": "Causes"}], "Meanwhile: Causes"),
        ([{"notices": [{"at": "14:05", "text": "Sam now facilitates."}]}], "Meanwhile: Sam now facilitates."),
        (
            [{"revealed_count": 1, "cards_count": 6, "notices": [{"at": "14:05", "text": ""}]}],
            "Meanwhile: 6 cards shown",
        ),
        ([turn(ROBIN), turn(SAM, mine=True)], "Meanwhile: Your turn."),
        ([{"phase": "closed", "title": ""}], "The session has ended."),
        ([{"done_count": 3}], ""),
    ],
)
def test_whoever_comes_back_reads_in_one_line_what_happened(changes: list[dict[str, Any]], line: str) -> None:
    assert run(*changes)["away"] == line
