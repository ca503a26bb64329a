"""The language of the line and whether JSON is asked for, wherever they stand on it."""

from __future__ import annotations

import pytest

from parkwright.cli.line import Line, read_line


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("", Line("en", False)),
        ("check x", Line("en", False)),
        ("check x --lang vi", Line("vi", False)),
        ("--lang=vi check --json x", Line("vi", True)),
        ("check --lang vi --lang en", Line("en", False)),
        ("check --lang=fr", Line("fr", False)),
        ("check --lang", Line("en", False)),
        ("rules -- --lang vi --json", Line("en", False)),
        ("check --language vi", Line("en", False)),
    ],
)
def test_a_line_is_read(line: str, found: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PARKWRIGHT_LANG", raising=False)
    assert read_line(line.split()) == found


def test_the_environment_counts_where_the_line_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARKWRIGHT_LANG", "vi")
    assert read_line(["check"]).lang == "vi"
    assert read_line(["check", "--lang", "en"]).lang == "en"
    monkeypatch.setenv("PARKWRIGHT_LANG", "")
    assert read_line(["check"]).lang == "en"


def test_a_language_that_is_none_is_kept_and_the_default_spoken() -> None:
    line = read_line(["--lang", "fr"])
    assert (line.asked, line.lang) == ("fr", "en")
