"""What the builder has to say about content: values with a place, a stable code and a way out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """Errors set a file aside; warnings do not."""

    ERROR = "error"
    WARNING = "warning"


class Place(NamedTuple):
    """A place in a content file: lines and columns count from 1, `width` is in characters."""

    line: int = 1
    column: int = 1
    width: int = 1


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of diagnostic and the page that explains it."""

    id: str
    severity: Severity
    title: str
    why: str
    mend: str


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """One message about one place; sorted by path, line, column and code."""

    path: str
    line: int
    column: int
    code: str
    message: str
    allowed: str = ""
    suggestion: str = ""
    width: int = 1
    private: bool = False

    @property
    def severity(self) -> Severity:
        """The severity of its code."""
        return CODES[self.code].severity

    @property
    def is_error(self) -> bool:
        """Whether it sets its file aside."""
        return self.severity is Severity.ERROR


def errors_in(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The diagnostics that set a file aside, in their order."""
    return [diagnostic for diagnostic in diagnostics if diagnostic.is_error]


ERROR, WARNING = Severity.ERROR, Severity.WARNING

CODES: dict[str, Code] = {
    code.id: code
    for code in (
        Code(
            "SB001",
            ERROR,
            "The file cannot be read",
            "The operating system refused it: no permission, a broken link, a folder named like a file.",
            "Give the file back its permissions, or replace it by a plain file.",
        ),
        Code(
            "SB002",
            ERROR,
            "The file is too large",
            "A debrief is short. Above one megabyte, or 64 kilobytes of fields, something else was pasted in.",
            "Shorten it; link to recordings and decks instead of pasting them.",
        ),
        Code(
            "SB003",
            ERROR,
            "The file is not text",
            "It has NUL bytes: an office document, a picture, or a damaged file.",
            "Write the debrief as text, .md or .yml.",
        ),
        Code(
            "SB004",
            ERROR,
            "The file is not UTF-8",
            "Any other encoding would garble names and quotes.",
            "Save it again as UTF-8; every editor can.",
        ),
        Code(
            "SB005",
            WARNING,
            "A byte-order mark opens the file",
            "It is invisible, and some tools read it as a letter. It was skipped.",
            "Save the file as UTF-8 without a byte-order mark.",
        ),
        Code("SB006", ERROR, "The file is empty", "There is nothing to publish.", "Fill it, or delete it."),
        Code(
            "SB007",
            ERROR,
            "The file's ending is not one that is read",
            "A file such as debrief.yaml.txt would otherwise vanish without a word.",
            "Rename it to .md or .yml.",
        ),
        Code(
            "SB008",
            ERROR,
            "The link leads out of the content tree",
            "A symbolic link could publish a file that nobody meant to publish.",
            "Put the file itself into the tree.",
        ),
        Code(
            "SB009",
            ERROR,
            "The file's name cannot be used",
            "The date that opens the name places the item in an edition, so it has to be there.",
            "Name it YYYY-MM-DD-words-1a2b3c4d.md, the date being the day it was recorded.",
        ),
        Code(
            "SB010",
            ERROR,
            "Two names differ only in case",
            "On macOS and Windows one of the two would overwrite the other.",
            "Rename one of them.",
        ),
        Code(
            "SB011",
            ERROR,
            "The fields are not set off",
            "A Markdown file opens with a line ---, then its fields, then a line ---, then free text.",
            "Open the file with --- and close the fields with ---.",
        ),
        Code(
            "SB012",
            ERROR,
            "A colon splits an unquoted value",
            "YAML reads a colon followed by a space as the start of another field.",
            "Put the value in double quotes.",
        ),
        Code(
            "SB013",
            ERROR,
            "The fields are not valid YAML",
            "The line breaks a rule of YAML, most often by a missing quote or uneven indentation.",
            "Compare the line with the example on the contribute page.",
        ),
        Code("SB014", ERROR, "A tab indents a line", "YAML indents with spaces only.", "Use two spaces."),
        Code(
            "SB015",
            ERROR,
            "A key stands twice",
            "Only one of the two could be kept, and nothing is dropped in silence.",
            "Merge them, or delete one.",
        ),
        Code(
            "SB016",
            ERROR,
            "Anchors or tags",
            "Tags (!word) are never needed, and anchors (&word, *word) only in small numbers.",
            "Write the value itself.",
        ),
        Code("SB017", ERROR, "Fields are nested too deeply", "No field is more than six levels deep.", "Flatten it."),
        Code(
            "SB018",
            ERROR,
            "The file's name is not one that is read",
            "It lies where lists lie, and its name is close to one of theirs.",
            "Rename it as suggested.",
        ),
        Code(
            "SB101",
            ERROR,
            "An unknown key",
            "A field that nobody reads is a field lost.",
            "Use the key that is suggested, or move the sentence into the text below the fields.",
        ),
        Code("SB102", ERROR, "A required field is missing", "The figures cannot do without it.", "Add the field."),
        Code(
            "SB103",
            ERROR,
            "A value of the wrong shape",
            "A list, a mapping and a text are different things.",
            "Write it in the shape that is named.",
        ),
        Code(
            "SB104",
            ERROR,
            "Not one of the allowed values",
            "A closed list keeps the counts comparable.",
            "Choose from the list; the nearest is suggested.",
        ),
        Code(
            "SB105",
            ERROR,
            "An ambiguous date",
            "05/10/2026 is May in one country and October in the next.",
            "Write YYYY-MM-DD.",
        ),
        Code(
            "SB106",
            ERROR,
            "An ambiguous amount",
            "120.000 is a hundred and twenty in one country and a thousand times that in the next.",
            "Write digits, a space and a currency code: 120000 EUR.",
        ),
        Code("SB107", ERROR, "Not a number", "Units and words cannot be added up.", "Write digits only."),
        Code("SB108", ERROR, "Neither true nor false", "Yes, on and 1 mean different things.", "Write true or false."),
        Code(
            "SB109",
            ERROR,
            "Not an id",
            "Ids are part of addresses: lower-case letters, digits and hyphens.",
            "Use the form that is suggested.",
        ),
        Code(
            "SB110",
            ERROR,
            "An empty value",
            "An empty field could mean “nothing” or “not asked”.",
            "Write none where the buyer was asked and named nothing; leave the line out where nobody asked.",
        ),
        Code("SB111", ERROR, "A text that is too long", "Fields are for sentences.", "Move it below the fields."),
        Code(
            "SB201",
            ERROR,
            "One contributor",
            "A debrief is one person's account: a rep's, or an interviewer's.",
            "Keep either rep or interviewer; write two debriefs for two accounts of one deal.",
        ),
        Code(
            "SB202",
            ERROR,
            "No driver",
            "A debrief without a reason adds nothing.",
            "Name at least one theme under compelling or repelling.",
        ),
        Code(
            "SB203",
            ERROR,
            "decided_by names no driver",
            "What decided the deal has to be one of the things named.",
            "Name it on a side too.",
        ),
        Code(
            "SB204",
            ERROR,
            "lost_to without a loss",
            "Only a lost deal has a winner other than us.",
            "Correct the outcome, or list the competitor under competitors.",
        ),
        Code(
            "SB205",
            WARNING,
            "stage_lost in a deal that was won",
            "It is not counted.",
            "Delete the line, or correct the outcome.",
        ),
        Code(
            "SB206",
            ERROR,
            "Not one of the kinds of pricing",
            "“Too expensive” hides three different problems.",
            "Write detail: budget (no money), value (not worth it) or terms (how it is paid).",
        ),
        Code(
            "SB207",
            WARNING,
            "A detail is missing",
            "On pricing and other the theme alone says too little; it is counted as unspecified.",
            "Add detail: budget, value or terms on pricing, a few words on other.",
        ),
        Code(
            "SB208",
            ERROR,
            "Decided after it was recorded",
            "The date that opens the file name says when the debrief was recorded.",
            "Correct decided, or rename the file.",
        ),
        Code(
            "SB209",
            WARNING,
            "decided_by stands on the other side only",
            "In a won deal the decisive driver draws; in any other it puts off. It is not counted as decisive.",
            "Name the theme on the deciding side, or choose another.",
        ),
        Code(
            "SB210",
            ERROR,
            "The name of an anonymous debrief gives it away",
            "Words in the file name may point at the account or at you.",
            "Rename it to its date and eight digits, as suggested.",
        ),
        Code(
            "SB211",
            ERROR,
            "Too short to add value",
            "“Great work, team!” is not an answer.",
            "Say in at least fifteen words what was decided or what you saw, and why.",
        ),
        Code("SB212", ERROR, "Too many links", "A pile of links is not an answer.", "Keep one; say the rest in words."),
        Code(
            "SB213", ERROR, "The decision lacks what it needs", "A decision can be held to something.", "Add the field."
        ),
        Code(
            "SB214",
            ERROR,
            "The response answers nothing",
            "It has to name its question.",
            "Name a theme, promises or debriefs.",
        ),
        Code(
            "SB215",
            ERROR,
            "A comment is about one thing",
            "Otherwise it cannot be shown beside it.",
            "Keep one of the four.",
        ),
        Code("SB216", ERROR, "Kept without proof", "Declaring victory is not evidence.", "Add kept_on and evidence."),
        Code(
            "SB217",
            WARNING,
            "Withdrawn by its owner alone",
            "Only the one to whom it was made can release from a promise. It counts as not kept.",
            "Add agreed_by, or set another status.",
        ),
        Code("SB218", ERROR, "Dates out of order", "Nothing is due before it was promised.", "Correct one of the two."),
        Code(
            "SB219",
            ERROR,
            "The slips do not chain",
            "Each move of a due date starts where the last one ended.",
            "Add the missing slip, or correct the dates.",
        ),
        Code(
            "SB220",
            WARNING,
            "The file's name has no id",
            "Its address was made from its name, and changes if the file is renamed.",
            "End the name with eight hexadecimal digits, as suggested.",
        ),
        Code("SB221", ERROR, "A broken promise without a name", "It is an id, or a text.", "Write promise or text."),
        Code(
            "SB222",
            ERROR,
            "Not a fraction",
            "Thresholds and probabilities lie between 0 and 1; 15 would be reached by no figure.",
            "Divide a percentage by 100.",
        ),
        Code(
            "SB301",
            ERROR,
            "An unknown theme",
            "A new word for an old theme splits the count in two.",
            "Use the theme that is suggested, or add yours to themes.yml in the same pull request.",
        ),
        Code(
            "SB302",
            ERROR,
            "An unknown rep",
            "Without a roster entry two spellings would count as two reporters.",
            "Use the handle that is suggested, or add the lines to roster.yml in the same pull request.",
        ),
        Code(
            "SB303",
            WARNING,
            "Not in the catalogue",
            "A rep is not stopped by a list; the value is printed as it stands.",
            "Use the key that is suggested, or add it to catalog.yml.",
        ),
        Code("SB304", WARNING, "An unknown claim", "It is not on the list of claims.", "Add it to claims.yml."),
        Code(
            "SB305",
            ERROR,
            "It refers to something that does not exist",
            "A reference that leads nowhere cannot be shown.",
            "Correct the id; the nearest is suggested.",
        ),
        Code(
            "SB306",
            WARNING,
            "Probably a duplicate",
            "The same source reports the same deal twice. Both are read; the deal counts once.",
            "Delete one, or name different opportunities.",
        ),
        Code(
            "SB307",
            ERROR,
            "Two files with one id",
            "The id is the address. The one in a manifest stays, else the first by path.",
            "Give this file other digits.",
        ),
        Code("SB308", WARNING, "A retired theme", "It should not be used any more.", "Use its successor."),
        Code(
            "SB309",
            WARNING,
            "Too much is filed under other",
            "More than one driver in ten: the codebook misses a theme.",
            "Read the details under other and add the theme that they have in common.",
        ),
        Code(
            "SB310",
            WARNING,
            "Perhaps not a prospect any more",
            "The account has an earlier win, so this may be a customer's voice.",
            "Set relationship: customer or new-customer, or leave it if another part of the company decided.",
        ),
        Code("SB311", WARNING, "The value differs from the CRM's", "The CRM's value counts.", "Correct either."),
        Code(
            "SB312",
            WARNING,
            "A currency without a rate",
            "The value cannot be added to the others and is left out of money figures.",
            "Add the rate to the plugin's rates in mkdocs.yml.",
        ),
        Code(
            "SB313",
            ERROR,
            "An unknown department",
            "Someone has to answer, and departments are those in catalog.yml.",
            "Use the department that is suggested, or add it to catalog.yml.",
        ),
        Code("SB314", ERROR, "An entry stands twice", "The first one stays.", "Delete or rename the other."),
        Code(
            "SB315",
            ERROR,
            "A parent that cannot be one",
            "A parent is another theme without a parent of its own, and at most eight themes are parents.",
            "Choose another parent, or none.",
        ),
        Code(
            "SB316",
            ERROR,
            "Dated before what it is about",
            "Nobody answers, or comments on, what has not been said yet.",
            "Correct the date, or the id.",
        ),
        Code(
            "SB317",
            ERROR,
            "The bet names no edition",
            "A bet is settled by the figures of one edition, under the id that editions have here.",
            "Use the form that is named.",
        ),
        Code(
            "SB318",
            ERROR,
            "The bet comes too late",
            "Its edition was closed without it, so its result was known before it was on record.",
            "Name an edition that is still open.",
        ),
        Code(
            "SB319",
            ERROR,
            "The bet is won before it begins",
            "The last edition before it was made has printed what it says will be.",
            "Set a threshold that has yet to be reached.",
        ),
        Code(
            "SB320",
            ERROR,
            "The bet can never be settled",
            "No edition counts what it is about: prevalence goes by theme, the other figures do not, and segments "
            "are those of the catalogue.",
            "Name what its figure counts.",
        ),
        Code(
            "SB321",
            WARNING,
            "Two answers contradict each other",
            "They answer one question on one day, and differ. Both are shown; readers cannot tell which holds.",
            "Withdraw one, or date the later one as it was given.",
        ),
        Code(
            "SB322",
            WARNING,
            "Passed on in a circle",
            "The question is back at a department that has passed it on, and nobody has decided. It stays silent.",
            "Decide it there, or name a department that has not passed it on.",
        ),
        Code(
            "SB401",
            ERROR,
            "A closed debrief was edited",
            "What an edition has printed stays. The figures still come from its manifest.",
            "Undo the edit; add a correction, or withdraw the debrief.",
        ),
        Code(
            "SB402",
            ERROR,
            "A closed debrief is missing",
            "An edition has counted it; deleting the file does not undo that.",
            "Bring the file back, and set withdrawn in it.",
        ),
        Code(
            "SB403",
            ERROR,
            "The manifest was edited",
            "Its content does not match its seal, so it may not be what the edition printed.",
            "Restore the manifest from the commit that closed the edition.",
        ),
        Code(
            "SB404",
            ERROR,
            "The chain of manifests is broken",
            "Each manifest names the one before it; one was removed, replaced or put out of order.",
            "Restore the manifests from the commits that closed the editions.",
        ),
        Code("SB405", ERROR, "The manifest cannot be read", "It is not what `bulletin close` writes.", "Restore it."),
        Code(
            "SB406",
            WARNING,
            "A late arrival",
            "Its own edition is closed. It is counted in the earliest edition still open, labelled with its date.",
            "Nothing to do.",
        ),
        Code("SB407", ERROR, "No such edition", "The file is named after its edition.", "Rename it as suggested."),
        Code(
            "SB408",
            ERROR,
            "What was announced has changed without a trace",
            "An edition has printed this due date or decision. A date moves by a slip; a decision by another answer.",
            "Bring back what was printed; then add the slip that is suggested, or another answer.",
        ),
        Code(
            "SB409",
            ERROR,
            "A printed bet was changed",
            "A bet that can be rewritten is none. Until it is settled it changes by an amendment, which is shown.",
            "Bring back what was printed, or add an amendment that says what changed and why.",
        ),
        Code(
            "SB410",
            ERROR,
            "What was promised, answered or bet is gone",
            "An edition has printed it; deleting the file does not undo that.",
            "Bring the file back, and set its status in it.",
        ),
        Code(
            "SB501", ERROR, "The table's header is not the one expected", "Columns are found by name.", "Mend line 1."
        ),
        Code(
            "SB502", ERROR, "A row of another length", "A cell is missing or one too many.", "Quote cells with commas."
        ),
        Code("SB503", WARNING, "A row that stands twice", "The first one counts.", "Delete the other."),
        Code("SB504", WARNING, "A row about an unknown rep", "It enters no band.", "Add the rep to roster.yml."),
        Code(
            "SB505",
            ERROR,
            "A value that cannot be",
            "Attainment is a ratio such as 0.85: not negative, and not a percentage.",
            "Divide percentages by 100.",
        ),
        Code(
            "SB506",
            WARNING,
            "A debrief and the CRM contradict each other",
            "They tell of one deal and differ in how it ended; win rates go by the CRM, reasons by the debrief.",
            "Correct whichever is wrong.",
        ),
        Code(
            "SB507",
            WARNING,
            "A period of another length",
            "Bands compare like with like: the form of period that most rows have counts.",
            "Export months or quarters, not both.",
        ),
        Code(
            "SB508",
            WARNING,
            "Periods of attainment are missing",
            "Without all but one of the last periods nobody can tell a star from luck: this rep is in no band.",
            "Add the missing rows, or joined and left to roster.yml.",
        ),
    )
}
