"""How long things take, beside a peer that does less, or a limit that was promised."""
