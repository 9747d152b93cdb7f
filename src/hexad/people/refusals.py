"""Why a whole file is refused: fixed sentences with named places, so that a product can translate them."""

WORKBOOK = "This is a spreadsheet workbook. Open it and save it as CSV UTF-8."
NO_TEXT = "This is not a text file. Save the list of managers as CSV UTF-8."
TOO_LARGE = "The file is larger than %(most)s MB. Export only the columns that are needed, or split it."
EMPTY = "The file is empty. Choose a file with a row of headings and a row per manager."
NO_HEADINGS = "The first row cannot be read as headings. Begin with a row such as: email,name"
MANY_COLUMNS = "The file has more than %(most)s columns. Export only those that are needed."
MANY_ROWS = "The file has more than %(most)s rows. Split it into smaller files."
