"""The forms in a browser: by keyboard and by touch, their rules as the validator's, their files as the writer's."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from builder.authoring.file_writing import file_name, form_address, written
from builder.reading.document_reader import read_document
from builder.schema import KINDS
from tests.authoring.test_file_writing import DAY, HOSTILE
from tests.browser.test_pages import TAGS, opened, violations
from tests.site.support import copy_of_sample, run

FORM = "contribute/"
PATH, TEXT = ".form__path", ".form__file code"
DIGITS = "7f3c9a10"


@contextmanager
def form(browser: Browser, address: str, known: str = "", **more: Any) -> Iterator[tuple[Page, list[str]]]:
    """A form in a context of its own, and what went wrong on it."""
    with opened(browser, **{"width": 1280, **more}) as (page, wrong):
        page.goto(f"{address}{FORM}{known}")
        page.wait_for_selector("form.form")
        yield page, wrong


def shown(page: Page) -> tuple[str, str]:
    """The path and the text of the file as the page shows them."""
    path, text = page.locator(PATH).text_content(), page.locator(TEXT).text_content()
    assert path is not None
    assert text is not None
    return path, text


def pick(page: Page, name: str, typed: str) -> None:
    """Choose from a list by typing, as a person at the keyboard does."""
    page.get_by_role("combobox", name=name, exact=True).focus()
    page.keyboard.type(typed)
    page.keyboard.press("Enter")


def checked(folder: Path, path: str, text: str) -> Any:
    """What `bulletin check` says of a new file in a copy of the sample."""
    target = copy_of_sample(folder) / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    return run("check", str(target), "--format", "json", cwd=folder)


def test_a_debrief_filled_by_keyboard_alone_passes_the_check(browser: Browser, address: str, tmp_path: Path) -> None:
    with form(browser, address) as (page, wrong):
        page.get_by_label("Which account?").focus()
        page.keyboard.type("Möbelhof Süd: GmbH")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")  # the day is filled in; its parts are one stop each
        page.get_by_label("Who are you?").focus()
        page.keyboard.type("ana-brandt")
        page.get_by_role("radio", name="Won").focus()
        page.keyboard.press("ArrowDown")
        pick(page, "To whom?", "slotara")
        pick(page, "A theme for: What drew them?", "going live")
        page.keyboard.type("Live on day four: they said so twice.")
        pick(page, "A theme for: What put them off?", "price")
        page.keyboard.type('"Dear" is no word for it #1')
        page.get_by_role("radio", name="Their words").nth(1).focus()
        page.keyboard.press("Space")
        page.get_by_role("radio", name="Terms").focus()
        page.keyboard.press("Space")
        page.get_by_role("radio", name="Price").focus()
        page.keyboard.press("Space")
        path, text = shown(page)
        assert page.locator(".form__sum").text_content() == "Ready."
        assert wrong == []
    day = page_day(text)
    assert re.fullmatch(rf"content/debriefs/{day[:4]}/{day}-ana-brandt-mobelhof-sud-gmbh-[0-9a-f]{{8}}\.md", path)
    assert (
        written(
            KINDS["debrief"],
            {
                "decided": day,
                "rep": "ana-brandt",
                "account": "Möbelhof Süd: GmbH",
                "outcome": "lost",
                "lost_to": "slotara",
                "compelling": {"onboarding": "Live on day four: they said so twice."},
                "repelling": {"pricing": {"quote": '"Dear" is no word for it #1', "detail": "terms"}},
                "decided_by": "pricing",
                "minutes": "1",
            },
        )
        == text
    )
    result = checked(tmp_path, path, text)
    assert [messages["code"] for messages in json.loads(result.stdout) if messages["severity"] == "error"] == []


def page_day(text: str) -> str:
    """The day that a debrief says it was decided on: today, as the browser knows it."""
    found = re.search(r"(?m)^decided: (\S+)$", text)
    assert found is not None
    return found[1]


def test_a_debrief_filled_by_touch_on_a_small_phone_passes_the_check(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    with form(browser, address, width=320, has_touch=True, is_mobile=True) as (page, wrong):
        page.get_by_label("Which account?").tap()
        page.keyboard.type("Acme")
        page.get_by_text("Without my name").tap()
        page.get_by_text("No decision", exact=True).tap()
        page.get_by_text("I asked, and they named nothing").first.tap()
        page.get_by_role("combobox", name="A theme for: What put them off?").tap()
        page.get_by_role("option", name="Price").first.tap()
        page.keyboard.type("They had no budget this year.")
        page.get_by_text("Budget", exact=True).tap()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        path, text = shown(page)
        assert wrong == []
    day = page_day(text)
    assert re.fullmatch(rf"content/debriefs/{day[:4]}/{day}-[0-9a-f]{{8}}\.md", path)
    assert "rep: anonymous\n" in text
    assert "compelling: none\n" in text
    assert "repelling:\n  pricing:\n    note: They had no budget this year.\n    detail: budget\n" in text
    assert checked(tmp_path, path, text).returncode == 0


def test_what_is_missing_is_told_where_it_is_missing_and_nothing_is_sent(browser: Browser, address: str) -> None:
    with form(browser, address) as (page, _):
        assert page.locator(".form__error:visible").count() == 0
        page.get_by_role("button", name="Download").click()
        messages = page.locator(".form__error:visible").all_text_contents()
        starts = ("This is needed: the prospect", "This is needed: your handle", "This is needed: won", "No driver")
        assert [words.startswith(start) for words, start in zip(messages, starts, strict=True)] == [True] * 4
        assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Which account?"
        assert page.locator(".mine__item").count() == 0
        page.keyboard.type("Acme")
        assert page.locator("#error-account").is_hidden()


def test_the_handle_the_draft_and_what_was_sent_stay_on_the_device(browser: Browser, address: str) -> None:
    with form(browser, address) as (page, wrong):
        page.get_by_label("Which account?").fill("Acme")
        page.get_by_label("Who are you?").fill("ana-brandt")
        before = shown(page)
        page.reload()
        page.wait_for_selector("form.form")
        assert shown(page) == before
        assert "draft" in str(page.locator(".form__note").text_content())
        page.once("dialog", lambda dialog: dialog.accept())
        page.get_by_role("button", name="Start anew").click()
        assert page.get_by_label("Which account?").input_value() == ""
        assert page.get_by_label("Who are you?").input_value() == "ana-brandt"
        page.get_by_label("Which account?").fill("Acme")
        page.get_by_text("Won", exact=True).click()
        pick(page, "A theme for: What drew them?", "going live")
        page.keyboard.type("Live in a week.")
        path, text = shown(page)
        with page.expect_download() as download:
            page.get_by_role("button", name="Download").click()
        assert download.value.suggested_filename == path.rpartition("/")[2]
        assert Path(download.value.path()).read_text(encoding="utf-8") == text
        assert page.locator(".mine__item").count() == 1
        expect(page.locator(".mine__state")).to_have_text("Not on the site yet.")
        page.reload()
        page.wait_for_selector("form.form")
        assert page.get_by_label("Which account?").input_value() == ""
        page.get_by_role("button", name=re.compile("Forget")).click()
        assert page.locator(".mine").is_hidden()
        assert [messages for messages in wrong if "404" not in messages] == []


def test_what_was_sent_can_be_opened_again_and_what_is_changed_then_is_another_file(
    browser: Browser, address: str
) -> None:
    with form(browser, address) as (page, _):
        filled(page)
        sent = shown(page)
        with page.expect_download():
            page.get_by_role("button", name="Download").click()
        assert shown(page) == sent
        page.get_by_role("button", name="Write another").click()
        assert page.get_by_label("Which account?").input_value() == ""
        page.get_by_role("button", name="Open again").click()
        assert shown(page) == sent
        page.get_by_label("Which account?").fill("Beta")
        assert shown(page)[0].rpartition("-")[2] != sent[0].rpartition("-")[2]


def filled(page: Page) -> None:
    """A debrief with nothing missing."""
    page.get_by_label("Which account?").fill("Acme")
    page.get_by_label("Who are you?").fill("ana-brandt")
    page.get_by_text("Won", exact=True).click()
    pick(page, "A theme for: What drew them?", "going live")
    page.keyboard.type("Live in a week.")


def test_a_link_has_a_draft_of_its_own_that_a_reload_and_an_anchor_leave_alone(browser: Browser, address: str) -> None:
    with form(browser, address, "#kind=comment") as (page, _):
        page.get_by_label("Your comment?").fill("Of my own.")
        page.goto(f"{address}{FORM}#kind=comment&theme=pricing&stance=disagrees")
        expect(page.get_by_label("Your comment?")).to_have_value("")
        page.get_by_label("Your comment?").fill("By a link.")
        page.reload()
        expect(page.get_by_label("Your comment?")).to_have_value("By a link.")
        page.evaluate("location.hash = 'main'")
        expect(page.get_by_label("Your comment?")).to_have_value("By a link.")
        page.goto(f"{address}{FORM}#kind=comment")
        expect(page.get_by_label("Your comment?")).to_have_value("Of my own.")


@pytest.mark.parametrize("known", ["#kind=toString", "#kind=debrief&repelling=pricing&claims=x&decided=12.11.2026"])
def test_a_link_that_makes_no_sense_leaves_a_form_that_works(browser: Browser, address: str, known: str) -> None:
    with form(browser, address, known) as (page, wrong):
        filled(page)
        assert page.locator(".form__sum").text_content() == "Ready."
        assert wrong == []


def test_nothing_that_stands_on_the_page_is_left_out_of_the_file_in_silence(browser: Browser, address: str) -> None:
    with form(browser, address) as (page, _):
        filled(page)
        page.get_by_role("combobox", name="A theme for: What put them off?").fill("fast delivery")
        page.keyboard.press("Tab")
        assert "1 answer needs" in str(page.locator(".form__sum").text_content())
        page.get_by_role("button", name="Download").click()
        assert "“fast delivery” is not on the list" in str(page.locator("#error-repelling").text_content())
        page.get_by_role("combobox", name="A theme for: What put them off?").fill("")
        pick(page, "A theme for: What put them off?", "contract terms")
        page.get_by_role("button", name="Download").click()
        assert "say in a few words" in str(page.locator("#error-repelling").text_content())
        page.keyboard.type("Three years.")
        page.locator(".form__later > summary").click()
        page.get_by_role("combobox", name="Whom did they consider?").fill("Acme Corp")
        page.keyboard.press("Tab")
        assert "competitors: [acme-corp]\n" in shown(page)[1]
        page.get_by_label("What was the deal worth?").fill("120.000")
        assert page.locator(".form__sum").text_content() != "Ready."


def test_answers_that_another_rules_out_come_back_with_it(browser: Browser, address: str) -> None:
    with form(browser, address) as (page, _):
        page.get_by_text("Lost", exact=True).click()
        pick(page, "To whom?", "slotara")
        page.get_by_text("Won", exact=True).click()
        assert "lost_to" not in shown(page)[1]
        page.reload()
        page.wait_for_selector("form.form")
        page.get_by_text("Lost", exact=True).click()
        assert "lost_to: slotara\n" in shown(page)[1]


def test_minutes_that_a_person_typed_stay(browser: Browser, address: str) -> None:
    with form(browser, address) as (page, _):
        filled(page)
        page.locator(".form__later > summary").click()
        minutes = page.get_by_label("How many minutes did this take?")
        minutes.press("ControlOrMeta+a")
        page.keyboard.type("8")
        assert "minutes: 8\n" in shown(page)[1]
        page.reload()
        page.wait_for_selector("form.form")
        page.get_by_label("Which account?").fill("Other")
        assert "minutes: 8\n" in shown(page)[1]


def test_mine_says_what_became_of_each(browser: Browser, address: str, state: dict[str, Any]) -> None:
    answer = next(key for key in state["published"] if key.startswith("response ")).partition(" ")[2]
    aside, codes = next(iter(state["aside"].items()))
    sent = [
        {"kind": "debrief", "digits": "76fa6a01", "path": "debriefs/2026/x-76fa6a01.md"},
        {"kind": "debrief", "digits": aside, "path": f"debriefs/2026/x-{aside}.md"},
        {"kind": "response", "digits": "00000001", "path": f"responses/{answer}.md"},
        {"kind": "debrief", "digits": "00000002", "path": "debriefs/2026/x-00000002.md"},
    ]
    entries = [{**one, "name": "Debrief", "title": one["digits"], "on": "2026-11-22", "text": ""} for one in sent]
    with form(browser, address) as (page, _):
        page.evaluate("entries => localStorage.setItem('bulletin:/:mine', JSON.stringify(entries))", entries)
        page.reload()
        messages = ["Published", f"Set aside: {', '.join(codes)}", "Published", "Not on the site yet."]
        expect(page.locator(".mine__state")).to_have_text(messages)
        page.locator(".mine__state a").nth(2).click()
        assert page.locator(f"#answer-{answer}").count() == 1


@pytest.fixture
def state(browser: Browser, address: str) -> dict[str, Any]:
    """What the site tells the forms of what it has."""
    with opened(browser) as (page, _):
        found: dict[str, Any] = page.request.get(f"{address}contribute/state.json").json()
        return found


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ("kind=comment&theme=pricing&stance=disagrees", {"theme": "pricing", "stance": "disagrees"}),
        ("kind=response&theme=pricing", {"theme": "pricing"}),
        ("kind=response&debriefs=76fa6a01", {"debriefs": ["76fa6a01"]}),
        ("kind=promise&owner=product", {"owner": "product"}),
        ("kind=comment&theme=<img src=x onerror=alert(1)>&nonsense=1", {}),
    ],
)
def test_the_address_fills_in_what_is_known(
    browser: Browser, address: str, known: str, expected: dict[str, Any]
) -> None:
    with form(browser, address, f"#{known}") as (page, wrong):
        _, text = shown(page)
        kind = KINDS[known.partition("&")[0].removeprefix("kind=")]
        for name, value in expected.items():
            assert written(kind, {name: value}).replace("---\n", "") in text
        if not expected:
            assert page.locator("main img").count() == 0
            assert page.locator(".form__sum").text_content() != "Ready."
        assert wrong == []


def test_a_draft_s_link_opens_the_form_with_what_is_known_and_keeps_its_digits(browser: Browser, address: str) -> None:
    kind = KINDS["debrief"]
    record = {
        "decided": "2026-11-03",
        "rep": "ana-brandt",
        "account": "Möbel & Co = #1",
        "outcome": "lost",
        "value": "1200 EUR",
        "segment": "mid-market",
        "competitors": ["slotara", "torwacht"],
    }
    known = form_address(kind, record, DIGITS).removeprefix(FORM)
    with form(browser, address, known) as (page, wrong):
        path, text = shown(page)
        assert text == written(kind, record)
        assert path.endswith(f"-ana-brandt-mobel-co-1-{DIGITS}.md")
        assert wrong == []


@pytest.mark.parametrize("kind", ["debrief", "comment", "response", "promise"])
def test_every_form_is_for_everyone(browser: Browser, address: str, axe: str, kind: str) -> None:
    with form(browser, address, f"#kind={kind}", bypass_csp=True, width=360) as (page, _):
        page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
        page.get_by_role("button", name="Copy").click()
        page.evaluate(axe)
        assert violations(page, "tag", TAGS) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


RECORDS: list[tuple[str, dict[str, Any]]] = [
    ("debrief", {}),
    ("debrief", {"rep": "anonymous", "outcome": "lost", "decided": "2026-02-30", "compelling": {"pricing": "x"}}),
    ("debrief", {"rep": "ana", "interviewer": "nachklang", "outcome": "won", "lost_to": "x", "stage_lost": "proposal"}),
    ("debrief", {"rep": "Ana B", "account": "A", "outcome": "maybe", "value": "€120k", "minutes": "ten"}),
    (
        "debrief",
        {"rep": "ana", "account": "A" * 4_001, "outcome": "won", "decided": "05/10/2026", "compelling": {"p": ""}},
    ),
    ("debrief", {"rep": "ana", "account": "A", "outcome": "won", "decided": "2026-11-03", "compelling": "none"}),
    ("debrief", {"rep": "ana", "account": "A", "outcome": "won", "decided": "2026-11-03", "compelling": {"p": "x"}}),
    (
        "debrief",
        {
            "rep": "ana",
            "account": "A",
            "outcome": "lost",
            "decided": "2026-11-03",
            "repelling": {"p": {"quote": "q", "evidence": "hearsay"}, "Bad Theme": {"note": "n", "colour": "red"}},
            "decided_by": "absent",
            "value": "120000 EUR",
            "claims": {"no-app": "landed", "other": "loved"},
            "competitors": ["a", "B"],
        },
    ),
    ("comment", {"theme": "p", "debrief": "7f3c9a10", "by": "ana", "stance": "adds", "body": "too short"}),
    ("comment", {"theme": "p", "by": "ana", "stance": "adds", "body": "one two’s three-four " * 5}),
    ("comment", {"debrief": "xyz", "by": "ana", "stance": "adds", "body": "w " * 15 + "http://a.b www.c.d"}),
    ("response", {"theme": "p", "by": "product", "on": "2026-11-03", "decision": "fix", "body": "w " * 15}),
    ("response", {"by": "product", "on": "2026-11-03", "decision": "done", "body": "short"}),
    (
        "response",
        {"theme": "p", "by": "a", "on": "2026-11-03", "decision": "fix", "due": "2026-11-02", "body": "w " * 15},
    ),
    ("promise", {"what": "x", "made_by": "a", "made_to": {"colour": "red"}, "made_on": "2026-11-03", "status": "kept"}),
    (
        "promise",
        {
            "what": "x",
            "made_by": "a",
            "made_to": {"segment": "s"},
            "owner": "o",
            "pursued_by": "m",
            "made_on": "2026-11-03",
            "due": "2026-11-02",
            "status": "withdrawn",
        },
    ),
]


def faults_of(kind: str, record: dict[str, Any]) -> set[str]:
    """The fields at fault, as the validator sees them; `` where a fault points at none."""
    from builder.reading.document_reader import _record

    body = record.get("body", "")
    _, faults = _record(KINDS[kind], {name: value for name, value in record.items() if name != "body"}, body)
    return {str(fault.path[0]) if fault.path else "" for fault in faults}


@pytest.fixture(scope="module")
def untouched(browser: Browser, address: str) -> Iterator[Page]:
    """A form that nobody types into: its modules are asked, and keep nothing."""
    with form(browser, address) as (page, _):
        yield page


@pytest.mark.parametrize(("kind", "record"), RECORDS)
def test_the_form_finds_fault_where_the_validator_does(untouched: Page, kind: str, record: dict[str, Any]) -> None:
    script = """async ([kind, record]) => {
      const { faults, broken } = await import("../assets/js/checking.js");
      const about = JSON.parse(document.getElementById("contribute-data").textContent).kinds[kind];
      const { body, ...fields } = record;
      const found = faults(fields, about.schema, about.schema).map(([path]) => path[0]);
      return [found, broken(about.rules, record).map(rule => rule.message)];
    }"""
    fields, rules = untouched.evaluate(script, [kind, record])
    expected = faults_of(kind, record)
    constraints = [
        rule for rule in KINDS[kind].constraints if not rule.holds({**record, "body": record.get("body", "")})
    ]
    assert sorted(rules) == sorted(rule.message for rule in constraints)
    across = {name for rule in constraints for name in (*rule.fields, *(when.field for when in rule.when), "")}
    assert set(fields) <= expected
    assert expected - set(fields) <= across


def test_the_form_writes_what_the_writer_writes(untouched: Page) -> None:
    script = """async ([names, records]) => {
      const { written, fileName } = await import("../assets/js/writing.js");
      return records.map(([record, body]) => [
        written(names, record, body),
        fileName("debrief", "debriefs", ["rep", "interviewer", "account"], record, "2026-11-16", "7f3c9a10"),
      ]);
    }"""
    kind = KINDS["debrief"]
    records = [
        (
            {
                "account": text,
                "rep": "no",
                "decided": "2026-11-03",
                "outcome": "won",
                "compelling": {"null": {"quote": text, "mentioned": "true"}, "a": text},
                "repelling": "none",
                "competitors": ["a", "b-c"],
                "broken_promises": [{"text": text, "owner": "o"}, {"promise": "p"}],
                "claims": {"c": "landed"},
                "minutes": "4",
            },
            text,
        )
        for text in (*HOSTILE, "Straße Ærø İstanbul ﬁn Ⅻ", "送り状", "a-" * 40, "x" * 90)
    ]
    names = [field.alias or name for name, field in kind.model.model_fields.items()]
    found = untouched.evaluate(script, [names, records])
    for (record, body), (text, path) in zip(records, found, strict=True):
        assert text == written(kind, record, body)
        assert path == file_name(kind, record, DAY, DIGITS)
        reading = read_document(kind, "debriefs/x.md", text.encode())
        assert (reading.records, reading.body) == ((record,), body.strip("\n"))


@pytest.fixture(scope="module")
def wordless(browser: Browser, address: str) -> Iterator[tuple[Page, list[str]]]:
    """A debrief that lacks only what was said, and what goes wrong on its page: one text after the other goes there."""
    with form(browser, address) as (page, wrong):
        page.get_by_label("Which account?").fill("Acme")
        page.get_by_label("Who are you?").fill("ana-brandt")
        page.get_by_text("Won", exact=True).click()
        pick(page, "A theme for: What drew them?", "going live")
        page.locator(".form__later > summary").click()
        yield page, wrong


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_typed_into_the_form_round_trips(wordless: tuple[Page, list[str]], text: str) -> None:
    page, wrong = wordless
    page.get_by_label("What was said: Going live").fill(text)
    page.get_by_label("Anything else you want to say?").fill(text)
    page.get_by_label("What is the one thing that leadership should do?").fill(text)
    path, shown_text = shown(page)
    typed = page.evaluate("text => text.trim()", text)
    assert wrong == []
    reading = read_document(KINDS["debrief"], path, shown_text.encode())
    assert [messages for messages in reading.diagnostics if messages.is_error] == []
    (record,) = reading.records
    assert record is not None
    assert record["compelling"] == {"onboarding": typed}
    assert (record["ask"], reading.body) == (typed, typed)


FORGES = {
    "github": {"kind": "github", "new": "https://github.example/a/b/new/main", "folder": "content/", "editor": ""},
    "gitlab": {"kind": "gitlab", "new": "https://gitlab.example/a/b/-/new/main", "folder": "content/", "editor": ""},
    "mail": {"kind": "", "new": "", "folder": "content/", "editor": "press+news@example.com"},
    "none": {"kind": "", "new": "", "folder": "content/", "editor": ""},
}


@pytest.mark.parametrize("forge", FORGES)
@pytest.mark.parametrize("length", [10, 5_000, 60_000])
def test_a_file_is_proposed_where_the_repository_is(untouched: Page, forge: str, length: int) -> None:
    way = "letter" if forge == "mail" else "proposal"
    script = f"async ([forge, path, text]) => (await import('../assets/js/proposing.js')).{way}(forge, path, text)"
    path, text = "debriefs/2026/2026-11-16-a&b-7f3c9a10.md", '---\na: "ü & = #"\n---\n' + "ä" * length
    plan = untouched.evaluate(script, [FORGES[forge], path, text])
    assert len(plan.get("address", "")) < 8_000
    parts = urlsplit(plan.get("address", ""))
    query = parse_qs(parts.query)
    is_short = length == 10
    if forge == "github":
        assert query["filename"] == [f"content/{path}"]
        assert query.get("value") == ([text] if is_short else None)
        assert plan.get("isPasted", False) is not is_short
    elif forge == "gitlab":
        assert query == {"file_name": [f"content/{path}"]}
        assert plan["isPasted"]
    elif forge == "mail":
        assert (parts.scheme, parts.path) == ("mailto", "press%2Bnews@example.com")
        assert query.get("body") == ([f"content/{path}\n\n{text}".replace("\n", "\r\n")] if is_short else None)
    else:
        assert plan == {}


ADDRESSED = {"editor": "press@example.com"}


@pytest.mark.parametrize(
    ("forge", "rep", "is_letter"),
    [
        (FORGES["github"], "ana-brandt", False),
        (FORGES["github"], "anonymous", False),  # nobody to write to
        (FORGES["github"] | ADDRESSED, "ana-brandt", False),
        (FORGES["github"] | ADDRESSED, "anonymous", True),
        (FORGES["mail"], "ana-brandt", True),
        (FORGES["none"], "anonymous", False),
    ],
)
def test_without_an_account_or_a_name_a_file_goes_to_the_editor(
    untouched: Page, forge: dict[str, str], rep: str, is_letter: bool
) -> None:
    script = "async ([forge, rep]) => (await import('../assets/js/proposing.js')).isLetter(forge, { rep })"
    assert untouched.evaluate(script, [forge, rep]) is is_letter


WORTH_A_WORD = [
    ("kind=debrief&value=20000+CHF", "value", "There is no rate for CHF: figures about money will leave it out"),
    ("kind=debrief&lost_to=nobody-knows-them", "lost_to", "“nobody-knows-them” is not on the list yet"),
]


@pytest.mark.parametrize(("known", "field", "words"), WORTH_A_WORD)
def test_what_the_check_only_warns_of_is_told_and_hinders_nobody(
    browser: Browser, address: str, tmp_path: Path, known: str, field: str, words: str
) -> None:
    with form(browser, address, f"#{known}&account=Acme&rep=ana-brandt&outcome=lost") as (page, wrong):
        pick(page, "A theme for: What put them off?", "price")
        page.keyboard.type("They had no budget this year.")
        page.get_by_role("radio", name="Price", exact=True).check()
        page.locator(".form__later > summary").first.click()
        assert words in (page.locator(f"#note-{field}").text_content() or "")
        assert page.locator("#note-repelling").text_content() == "Price: without its kind it is counted as unspecified"
        assert page.locator(".form__sum").text_content() == "Ready."
        path, text = shown(page)
        assert wrong == []
    messages = [one for one in json.loads(checked(tmp_path, path, text).stdout) if path in json.dumps(one)]
    assert {one["severity"] for one in messages} == {"warning"}
    assert len(messages) >= 2


def test_a_promise_withdrawn_by_its_owner_alone_is_told_and_hinders_nobody(browser: Browser, address: str) -> None:
    known = "#kind=promise&what=A+sandbox&owner=product&due=2027-01-01&made_by=sales&pursued_by=sales&status=withdrawn"
    with form(browser, address, known) as (page, wrong):
        page.get_by_label("Account", exact=True).fill("Acme")
        assert page.locator("#note-agreed_by").text_content() != ""
        assert page.locator("#field-agreed_by").is_visible()
        assert page.locator(".form__sum").text_content() == "Ready."
        assert wrong == []


def test_a_name_that_is_taken_is_numbered(browser: Browser, address: str) -> None:
    script = """async ([...given]) => (await import('../assets/js/writing.js')).fileName(...given)"""
    about = ("response", "responses", ["theme"], {"theme": "pricing"}, "2026-09-15", DIGITS)
    with form(browser, address, "#kind=promise&what=Demo+yards") as (page, _):
        assert shown(page)[0].endswith("/demo-yards-2.yml"), "content/promises/demo-yards.yml is there already"
        names = ["2026-09-15-pricing", "2026-09-15-pricing-2"]
        paths = [page.evaluate(script, [*about, names[:count]]) for count in range(3)]
    assert paths == [f"responses/2026-09-15-pricing{number}.md" for number in ("", "-2", "-3")]


def test_the_address_of_a_debrief_s_page_names_the_debrief(browser: Browser, address: str) -> None:
    with form(browser, address, "#kind=comment") as (page, _):
        page.get_by_label("Which debrief", exact=False).first.fill(f"{address}debriefs/{DIGITS}/#quotes")
        assert f"debrief: {DIGITS}\n" in shown(page)[1]


def test_two_pages_with_one_draft_make_two_files(browser: Browser, address: str) -> None:
    with form(browser, address) as (page, wrong):
        page.get_by_label("Which account?").fill("Acme")
        before = shown(page)[0]
        other = page.context.new_page()
        other.goto(f"{address}{FORM}")
        other.wait_for_selector("form.form")
        assert shown(other)[0] == before
        other.get_by_label("Which account?").fill("Acme and sons")
        expect(page.locator(".form__note")).to_contain_text("open on another page")
        assert shown(page)[0].split("-")[-1] != shown(other)[0].split("-")[-1]
        assert wrong == []


def test_another_form_has_the_focus_when_it_is_chosen(browser: Browser, address: str) -> None:
    with form(browser, address) as (page, _):
        page.get_by_role("link", name="Comment", exact=True).click()
        expect(page.locator(".form__title")).to_be_focused()
        expect(page.locator(".form__title")).to_contain_text("comment", ignore_case=True)
