from tests.hexad_web.practice.conftest import (
    explored,
    formation_run,
    group,
    make_group,
    module,
    reflecting,
    running,
    set_clock,
)

__all__ = ["explored", "formation_run", "group", "make_group", "module", "reflecting", "running", "set_clock"]
