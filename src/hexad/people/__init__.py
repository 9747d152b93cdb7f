"""People: who could be in a group.

``read_roster`` turns a file of managers into a :class:`Roster` and the complete list of its problems: encodings and
delimiters are recognised, columns are matched by their headings, every problem names row, field and remedy.
``lines`` follows reporting lines and finds their circles; ``write_people`` writes the file that ``read_roster`` reads.
"""

from hexad.people.files import load_roster
from hexad.people.reading import read_roster
from hexad.people.roster import PeopleError, Person, Roster
from hexad.people.writing import write_people

__all__ = ["PeopleError", "Person", "Roster", "load_roster", "read_roster", "write_people"]
