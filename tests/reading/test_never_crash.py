"""Whatever a file holds, reading it ends with a value or with diagnostics inside the file."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from builder.diagnostics import Diagnostic
from builder.reading.codes import CODES
from builder.reading.csv_tables import read_table
from builder.reading.document_reader import read_document
from builder.reading.file_state import FileState
from builder.reading.manifest import read_manifest
from builder.schema import KINDS
from builder.schema.debrief import Debrief
from tests.support import build, debrief, read, write

DOCUMENTS = [kind for kind in KINDS.values() if kind.shape != "table"]
TABLES = [kind for kind in KINDS.values() if kind.shape == "table"]
FIELDS = [
    *sorted(Debrief.model_fields),
    "from",
    "to",
    "due",
    "made_on",
    "slips",
    "status",
    "decision",
    "theme",
    "by",
    "on",
    "id",
]
VALUES = st.sampled_from(
    [
        "",
        "none",
        "lost",
        "won",
        "2026-11-03",
        "2026-13-99",
        "1/1/99999999999",
        "0/0/0",
        "€1k",
        "9" * 40,
        "€" + "9" * 400,
        "[a, b]",
        "{a: b}",
        "{pricing: {quote: x}}",
        "[{}]",
        "[[]]",
        "&a x",
        "*a",
        "!!x y",
        "|\n  text",
        "'",
        '"',
        "\t",
        "true",
        "a: b",
        "- a",
        "? x",
        "{from: 2026-01-01}",
        "[{from: [1], to: {}}]",
        "null",
        "~",
        "-1",
        "1e9",
        "\u2028",
        "\x85x",
        "\ufeff",
    ]
)
LINES = st.builds(lambda key, value: f"{key}: {value}", st.sampled_from(FIELDS), VALUES)
YAML_LIKE = st.lists(
    LINES | st.text(st.sampled_from("ab:-[]{}&*!|>'\"#%@`,? \t\n\r\x85\u2028\ufeff\x01é🙈"), max_size=30), max_size=8
).map("\n".join)
FRONT_MATTER = st.builds(lambda fields, body: f"---\n{fields}\n---\n{body}", YAML_LIKE, st.text(max_size=40))


def assert_inside(raw: bytes, diagnostics: tuple[Diagnostic, ...] | list[Diagnostic]) -> None:
    lines = raw.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for diagnostic in diagnostics:
        assert diagnostic.code.id in CODES
        assert 1 <= diagnostic.line <= len(lines)
        assert 1 <= diagnostic.column <= len(lines[diagnostic.line - 1]) + 1
        assert diagnostic.message


@given(st.binary(max_size=200), st.sampled_from(DOCUMENTS), st.sampled_from([".md", ".yml"]))
def test_random_bytes(raw: bytes, kind: object, ending: str) -> None:
    for wanted in DOCUMENTS:
        if wanted is kind:
            assert_inside(raw, read_document(wanted, f"x{ending}", raw).diagnostics)


@settings(max_examples=300)
@given(YAML_LIKE, st.sampled_from(range(len(DOCUMENTS))))
@example("due: [2026-01-01]\nmade_on: 2026-01-01", list(KINDS).index("promise") - 2)
@example("decided: 1/1/99999999999", list(KINDS).index("debrief") - 2)
@example("value: €" + "9" * 400, list(KINDS).index("debrief") - 2)
def test_text_like_yaml(text: str, position: int) -> None:
    raw = text.encode("utf-8")
    assert_inside(raw, read_document(DOCUMENTS[position], "x.yml", raw).diagnostics)


@settings(max_examples=300)
@given(FRONT_MATTER, st.sampled_from(range(len(DOCUMENTS))))
def test_text_like_front_matter(text: str, position: int) -> None:
    raw = text.encode("utf-8")
    assert_inside(raw, read_document(DOCUMENTS[position], "x.md", raw).diagnostics)


CELLS = st.sampled_from(
    ["", "2026-10", "ana", "0.9", "-1", "1e9", '"', '"a""b"', "a\nb", "OP-1", "won", "€1k", "2026-11-03", "\x85"]
)
HEADERS = st.sampled_from(
    [
        "period,rep,attainment",
        "opportunity,closed,outcome",
        "period;rep;attainment",
        "rep,rep",
        "",
        '"period","re',
        "perod,rep,attainment",
    ]
)
ROWS = st.lists(st.lists(CELLS, max_size=5).map(",".join), max_size=5).map("\n".join)


@given(st.builds(lambda header, rows: f"{header}\n{rows}", HEADERS, ROWS) | st.text(max_size=60), st.booleans())
def test_text_like_tables(text: str, which: bool) -> None:
    raw = text.encode("utf-8", "replace")
    assert_inside(raw, read_table(TABLES[which], "x.csv", raw).diagnostics)


@given(st.binary(max_size=100))
def test_tables_of_random_bytes(raw: bytes) -> None:
    for kind in TABLES:
        assert_inside(raw, read_table(kind, "x.csv", raw).diagnostics)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["format", "edition", "audience", "previous", "seal", "as_of", "counted", "figures", "states", "x"]
            ),
            inner,
        )
    ),
    max_leaves=15,
)


@given(JSON.map(lambda value: __import__("json").dumps(value).encode()) | st.binary(max_size=60))
@example(
    b'{"format": 1, "edition": "\\ud800", "audience": "", "previous": "", "seal": "", "as_of": "", '
    b'"counted": {}, "figures": {}, "states": {}}'
)
@example(b"[" * 100_000)
@example(b"1" * 5_000)
@example(b'{"format": null}')
def test_manifests(raw: bytes) -> None:
    manifest, diagnostics = read_manifest("editions/2026-11.everyone.lock.json", "2026-11.everyone.lock.json", raw)
    assert manifest is None
    assert [diagnostic.code.id for diagnostic in diagnostics] in (["SB405"], ["SB403"])
    assert_inside(raw, diagnostics)


PIECES = st.sampled_from(
    [
        debrief(account="A"),
        debrief(account="B", outcome="lots"),
        debrief(rep="nobody"),
        debrief(withdrawn="{on: 2026-11-04, reason: Wrong.}"),
        debrief(decided=None),
        debrief(visibility="counted", account="C"),
        "",
        "---\n",
        "\x00",
        "- a\n",
        "theme: pricing\nby: product\n",
    ]
)
NAMES = st.sampled_from(
    [
        "debriefs/2026-11-05-a-{:08x}.md",
        "debriefs/2027-11-05-a-{:08x}.md",
        "debriefs/2026-11-05-{:08x}.yml",
        "debriefs/a-{}.md",
        "debriefs/2026-11-05-a-00000001.{}.txt",
        "comments/2026-11-05-{:08x}.md",
        "promises/p-{}.yml",
        "responses/2026-11-05-r-{}.md",
        "editions/2026-{:02d}.md",
        "editions/2026-{:02d}.everyone.lock.json",
        "initiatives/{}",
        "debriefs/sub/2026-11-05-a-{:08x}.md",
        "debriefs/0001-01-01-{:08x}.md",
        "debriefs/9999-12-31-{:08x}.md",
        "editions/9999-12.md",
    ]
)


@settings(max_examples=25)
@given(st.lists(st.tuples(NAMES, PIECES, st.booleans()), max_size=12))
def test_nothing_is_dropped(choices: list[tuple[str, str, bool]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root, private = Path(folder, "content"), Path(folder, "private")
        write(root, {})
        private.mkdir()
        for number, (name, text, is_private) in enumerate(choices, start=1):
            write(private if is_private else root, {name.format(number): text}, lists=False)
        found = sum(path.is_file() for path in Path(folder).rglob("*"))
        corpus = read(root, private_dir=private)
        assert len(corpus.states) == found
        items = corpus.debriefs + corpus.comments + corpus.promises + corpus.responses + corpus.editions
        assert all(corpus.states[item.found] is FileState.PUBLISHED for item in items)
        for audience in ("everyone", "leadership"):
            publication = build(root, private_dir=private, audience=audience, floor=3).publication
            assert sum(publication.states.values()) == found
            assert min(publication.states.values()) >= 0


@pytest.mark.parametrize("rhythm", ["month", "quarter", "fiscal-quarter"])
@pytest.mark.parametrize("fiscal_start", [1, 2, 12])
def test_the_first_and_the_last_day_there_are_build_in_every_calendar(
    tmp_path: Path, rhythm: str, fiscal_start: int
) -> None:
    names = [f"debriefs/{day}-{number:08x}.md" for number, day in enumerate(["0001-01-01", "9999-12-31", "2026-11-05"])]
    letters = {f"editions/{id}.md": "---\n---\n" for id in ("9999-12", "0001-01", "9999-Q4", "FY9999-Q4", "FY0001-Q1")}
    deals = "opportunity,closed,outcome\na,9999-12-31,won\nb,0001-01-01,lost\n"
    write(
        tmp_path,
        {
            **{name: debrief(rep="anonymous", decided="0001-01-01") for name in names},
            **letters,
            "closed_deals.csv": deals,
        },
    )
    bulletin = build(tmp_path, rhythm=rhythm, fiscal_start=fiscal_start)
    assert sum(bulletin.publication.states.values()) == 3 + 3 + 5 + 1
