"""Practice: what happens between explore and reflect, and after.

``plans`` checks an if-then plan and suggests its first occasion; ``buddies`` pairs a group anew in every cycle;
``nudges`` says which tip or question is due to whom on which local morning; ``scrap`` counts what was tried, adapted,
kept and dropped.
"""
