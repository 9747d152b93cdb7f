"""How good the answers are, beside what one would get without Hexad and beside what is possible at all."""
