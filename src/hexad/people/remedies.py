"""What to do about each problem of a row: fixed sentences, so that problems can be grouped by remedy and translated."""

from collections.abc import Mapping
from types import MappingProxyType

ADD_ROWS = "Add a row per manager below the headings."
ADD_EMAIL = "Add the e-mail address."
WRITE_EMAIL = "Write one complete e-mail address, such as ada@example.org."
ADD_NAME = "Add the name."
SHORTEN_NAME = "Shorten the name to 200 characters or fewer."
SHORTEN_VALUE = "Shorten this value to 200 characters or fewer. It was left empty."
ONE_ROW_EACH = "Keep one row for each address. The first was used."
WRITE_BOSS = "Write the boss's e-mail address. It was left empty."
ADD_BOSS = "Add the boss as a row, or leave the boss empty. Lines above are not known."
OWN_BOSS = "Leave the boss empty at the top. The line was read as the top."
BREAK_CIRCLE = "Correct one boss in this circle, so that the line has a top."
WRITE_ZONE = "Write the time zone as region and city, such as Europe/Berlin. It was left empty."
WRITE_COUNTRY = "Write the country as two letters, such as DE. It was left empty."
WRITE_DATE = "Write the date as year-month-day, such as 2019-04-03. It was left empty."
WRITE_HOURS = "Write the hours a week as a number up to 80, such as 38.5. It was left empty."
THREE_TOPICS = "Keep the three most important topics. The first three were used."
SHORTEN_FIELD = "Shorten this value to 10,000 characters or fewer."
CLOSE_QUOTE = "Close the quotation mark, or write it twice inside a value."
DROP_NUL = "Remove the zero byte (NUL) from this value."
DROP_CELLS = "Move or remove the values beyond the last column. They were left out."
MEND_FIRST = "Correct the problems listed and check the file again."
DATE_TWO_WAYS: Mapping[str, str] = MappingProxyType(
    {
        "": "Write the date as year-month-day: day and month could change places. It was left empty.",
        "day first": "Write the date as year-month-day. It was read day first, as elsewhere in the column.",
        "month first": "Write the date as year-month-day. It was read month first, as elsewhere in the column.",
    }
)
