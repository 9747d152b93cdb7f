import pytest

from hexad.scheduling import choose_mode


@pytest.mark.parametrize(
    ("sites", "first", "online", "kind", "text"),
    [
        (["Berlin"] * 6, True, [4] * 6, "in-person", "All work in Berlin."),
        (["Berlin"] * 6, False, [], "in-person", "All work in Berlin."),
        (["Berlin"] * 6, False, [4, 3, 4, 4, 4, 3], "virtual", "They work at one site, but are used to meeting online"),
        (["Berlin"] * 6, False, [4, 2, 4, 4, 4, 4], "in-person", "All work in Berlin."),
        (["Berlin"] * 6, False, [4, None, 4, 4, 4, 4], "in-person", "All work in Berlin."),
        (["Berlin"] * 4 + ["Leeds", "Boston"], True, [], "hybrid", "4 of 6 work in Berlin, the others join online."),
        (["Berlin"] * 4 + ["", ""], True, [], "hybrid", "4 of 6 work in Berlin, the others join online."),
        (["Berlin"] * 3 + ["Leeds"] * 3, True, [], "virtual", "They work at 2 sites."),
        (["Berlin"] * 3 + ["", "", ""], True, [], "virtual", "Where most of them work is not known."),
        ([""] * 6, True, [], "virtual", "Where most of them work is not known."),
        ([], True, [], "virtual", "Where most of them work is not known."),
    ],
)
def test_the_mode_follows_sites_and_habits_and_says_why(
    sites: list[str], first: bool, online: list[int | None], kind: str, text: str
) -> None:
    mode = choose_mode(sites, first=first, online=online)
    assert mode.kind == kind
    assert mode.reason.text.startswith(text)
    assert mode.site == ("" if kind == "virtual" else "Berlin")
