"""Codes of files that cannot be read, and of their names."""

from __future__ import annotations

from builder.diagnostics.diagnostic import ERROR, WARNING, Code

UNREADABLE_FILE = Code(
    "SB001",
    ERROR,
    "The file cannot be read",
    "The operating system refused it: no permission, a broken link, a folder named like a file.",
    "Give the file back its permissions, or replace it by a plain file.",
)
FILE_TOO_LARGE = Code(
    "SB002",
    ERROR,
    "The file is too large",
    "A debrief is short. Above one megabyte, or 64 kilobytes of fields, something else was pasted in.",
    "Shorten it; link to recordings and decks instead of pasting them.",
)
NOT_TEXT = Code(
    "SB003",
    ERROR,
    "The file is not text",
    "It has NUL bytes: an office document, a picture, or a damaged file.",
    "Write the debrief as text, .md or .yml.",
)
NOT_UTF8 = Code(
    "SB004",
    ERROR,
    "The file is not UTF-8",
    "Any other encoding would garble names and quotes.",
    "Save it again as UTF-8; every editor can.",
)
BYTE_ORDER_MARK = Code(
    "SB005",
    WARNING,
    "A byte-order mark opens the file",
    "It is invisible, and some tools read it as a letter. It was skipped.",
    "Save the file as UTF-8 without a byte-order mark.",
)
EMPTY_FILE = Code(
    "SB006",
    ERROR,
    "The file is empty",
    "There is nothing to publish.",
    "Fill it, or delete it.",
)
WRONG_ENDING = Code(
    "SB007",
    ERROR,
    "The file's ending is not one that is read",
    "A file such as debrief.yaml.txt would otherwise vanish without a word.",
    "Rename it to .md or .yml.",
)
LINK_OUTSIDE = Code(
    "SB008",
    ERROR,
    "The link leads out of the content tree",
    "A symbolic link could publish a file that nobody meant to publish.",
    "Put the file itself into the tree.",
)
UNUSABLE_NAME = Code(
    "SB009",
    ERROR,
    "The file's name cannot be used",
    "The date that opens the name places the item in an edition, so it has to be there.",
    "Name it YYYY-MM-DD-words-1a2b3c4d.md, the date being the day it was recorded.",
)
CASE_TWINS = Code(
    "SB010",
    ERROR,
    "Two names differ only in case",
    "On macOS and Windows one of the two would overwrite the other.",
    "Rename one of them.",
)
FIELDS_NOT_SET_OFF = Code(
    "SB011",
    ERROR,
    "The fields are not set off",
    "A Markdown file opens with a line ---, then its fields, then a line ---, then free text.",
    "Open the file with --- and close the fields with ---.",
)
UNQUOTED_COLON = Code(
    "SB012",
    ERROR,
    "A colon splits an unquoted value",
    "YAML reads a colon followed by a space as the start of another field.",
    "Put the value in double quotes.",
)
INVALID_YAML = Code(
    "SB013",
    ERROR,
    "The fields are not valid YAML",
    "The line breaks a rule of YAML, most often by a missing quote or uneven indentation.",
    "Compare the line with the example on the contribute page.",
)
TAB_INDENT = Code(
    "SB014",
    ERROR,
    "A tab indents a line",
    "YAML indents with spaces only.",
    "Use two spaces.",
)
KEY_TWICE = Code(
    "SB015",
    ERROR,
    "A key stands twice",
    "Only one of the two could be kept, and nothing is dropped in silence.",
    "Merge them, or delete one.",
)
ANCHOR_OR_TAG = Code(
    "SB016",
    ERROR,
    "Anchors or tags",
    "Tags (!word) are never needed, and anchors (&word, *word) only in small numbers.",
    "Write the value itself.",
)
NESTED_TOO_DEEPLY = Code(
    "SB017",
    ERROR,
    "Fields are nested too deeply",
    "No field is more than six levels deep.",
    "Flatten it.",
)
UNREAD_NAME = Code(
    "SB018",
    ERROR,
    "The file's name is not one that is read",
    "It lies where lists lie, and its name is close to one of theirs.",
    "Rename it as suggested.",
)
NAME_WITHOUT_ID = Code(
    "SB220",
    WARNING,
    "The file's name has no id",
    "Its address was made from its name, and changes if the file is renamed.",
    "End the name with eight hexadecimal digits, as suggested.",
)
COMMENT_LEFT_OUT = Code(
    "SB021",
    WARNING,
    "A comment of HTML is not printed",
    "Nobody who reads the page sees it, and it stays in the repository for whoever reads that.",
    "Take it out, or say it in words.",
)
