"""Challenges: what managers find hard, which statements belong together, and which module helps.

``matching`` groups statements into topics and finds the modules for a statement, lexically and with a reason in words;
``modules`` holds the learning modules as data, one folder each, and ``module`` reads and checks them.
"""
