"""Benchmarks: how good the groups are (``quality``) and how quick everything is (``speed``).

Each module of the two packages is one benchmark: ``run(effort)`` makes its own data, measures Hexad and a peer or
a stated limit in the same run, and returns a :class:`benchmarks.tables.Table` whose columns hold ratios of the two.
Seconds alone say more about the machine than about the program, so no benchmark asserts any. See README.md.
"""
