"""The library's sentences once more, so that they are collected for translation; a test keeps the lists equal."""

from django.utils.translation import gettext_noop

REMEDIES = (
    gettext_noop("Add a row per manager below the headings."),
    gettext_noop("Add the e-mail address."),
    gettext_noop("Write one complete e-mail address, such as ada@example.org."),
    gettext_noop("Add the name."),
    gettext_noop("Shorten the name to 200 characters or fewer."),
    gettext_noop("Shorten this value to 200 characters or fewer. It was left empty."),
    gettext_noop("Keep one row for each address. The first was used."),
    gettext_noop("Write the boss's e-mail address. It was left empty."),
    gettext_noop("Add the boss as a row, or leave the boss empty. Lines above are not known."),
    gettext_noop("Leave the boss empty at the top. The line was read as the top."),
    gettext_noop("Correct one boss in this circle, so that the line has a top."),
    gettext_noop("Write the time zone as region and city, such as Europe/Berlin. It was left empty."),
    gettext_noop("Write the country as two letters, such as DE. It was left empty."),
    gettext_noop("Write the date as year-month-day, such as 2019-04-03. It was left empty."),
    gettext_noop("Write the hours a week as a number up to 80, such as 38.5. It was left empty."),
    gettext_noop("Keep the three most important topics. The first three were used."),
    gettext_noop("Shorten this value to 10,000 characters or fewer."),
    gettext_noop("Close the quotation mark, or write it twice inside a value."),
    gettext_noop("Remove the zero byte (NUL) from this value."),
    gettext_noop("Move or remove the values beyond the last column. They were left out."),
    gettext_noop("Correct the problems listed and check the file again."),
    gettext_noop("Write the date as year-month-day: day and month could change places. It was left empty."),
    gettext_noop("Write the date as year-month-day. It was read day first, as elsewhere in the column."),
    gettext_noop("Write the date as year-month-day. It was read month first, as elsewhere in the column."),
)

REFUSALS = (
    gettext_noop("This is a spreadsheet workbook. Open it and save it as CSV UTF-8."),
    gettext_noop("This is not a text file. Save the list of managers as CSV UTF-8."),
    gettext_noop("The file is larger than %(most)s MB. Export only the columns that are needed, or split it."),
    gettext_noop("The file is empty. Choose a file with a row of headings and a row per manager."),
    gettext_noop("The first row cannot be read as headings. Begin with a row such as: email,name"),
    gettext_noop("The file has more than %(most)s columns. Export only those that are needed."),
    gettext_noop("The file has more than %(most)s rows. Split it into smaller files."),
)
