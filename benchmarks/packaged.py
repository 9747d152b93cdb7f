"""Run in another Python, by ``quality.packages``: groups of people by a package that is installed there.

Reads one line of JSON from standard input and writes a line with groups of places whenever the package has found some,
until it is stopped. Knows nothing of Hexad and imports nothing of it.
"""

import json
import random
import sys
from collections.abc import Iterator
from typing import Any


def anti_clustering(asked: Any) -> Iterator[list[int]]:  # noqa: ANN401
    """Again and again from another start by exchange, the method of the paper; over exactly the distances given."""
    import numpy as np
    import pandas as pd
    from anti_clustering import ExchangeHeuristicAntiClustering

    class Exact(ExchangeHeuristicAntiClustering):  # type: ignore[misc]
        """Looks at distances that are known already."""

        def _get_distance_matrix(self, *_: object, **__: object) -> Any:  # noqa: ANN401
            return np.array(asked["distances"], dtype=float)

    people = pd.DataFrame({"place": range(len(asked["distances"]))})
    for seed in range(asked["seed"], sys.maxsize):
        found = Exact(random_seed=seed, restarts=1).run(people, ["place"], None, asked["groups"], "group")
        yield [int(group) for group in found["group"]]


def team_formation(asked: Any) -> Iterator[list[int]]:  # noqa: ANN401
    """Every category and every step of a number spread as evenly as it can; once, within the seconds given."""
    import pandas as pd
    from team_formation.team_assignment import TeamAssignment

    columns = asked["categories"]
    wished = pd.DataFrame({"attribute": list(columns), "type": "diversify", "weight": 1})
    people = pd.DataFrame(columns)
    people.insert(0, "id", range(len(people)))
    mixed = people.sample(frac=1, random_state=asked["seed"]).reset_index(drop=True)
    teams = TeamAssignment(mixed, wished, asked["size"])
    teams.solve(max_time_in_seconds=asked["seconds"])
    if teams.solution_found:
        by_id = dict(zip(teams.participants["id"], teams.participants["team_num"], strict=True))
        yield [int(by_id[place]) for place in range(len(people))]


def main() -> None:
    """Answer what is asked."""
    asked = json.loads(sys.stdin.readline())
    random.seed(asked["seed"])
    for groups in {"anti-clustering": anti_clustering, "team-formation": team_formation}[sys.argv[1]](asked):
        sys.stdout.write(json.dumps(groups) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
