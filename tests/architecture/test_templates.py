"""Every template: nothing inline, nothing from elsewhere, one layout; every module short and without sentences."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
PAGES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
MODULES = sorted(path.name for path in (ROOT / "static" / "js").glob("*.mjs"))
STYLESHEETS = sorted((ROOT / "static" / "css").glob("*.css"))
INLINE = {
    "a script without src": r"<script(?![^>]*\ssrc=)[^>]*>",
    "a script that is no module": r"<script(?![^>]*\stype=\"module\")[^>]*>",
    "a style block": r"<style[\s>]",
    "a style attribute": r"\sstyle\s*=",
    "an event attribute": r"<[^>]*\son[a-z]+\s*=",
    "a javascript: address": r"javascript:",
    "another host": r"(?:src|href|action)=\"(?:https?:)?//",
}
LICENCE_HOSTS = ("https://www.nationalarchives.gov.uk/", "https://www.apache.org/")


@pytest.mark.parametrize("page", PAGES)
def test_a_template_holds_nothing_inline_and_nothing_from_elsewhere(page: str) -> None:
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}", "", (TEMPLATES / page).read_text(encoding="utf-8"), flags=re.DOTALL)
    for host in LICENCE_HOSTS:
        text = text.replace(f'href="{host}', 'href="/')
    for what, pattern in INLINE.items():
        found = re.search(pattern, text, re.IGNORECASE)
        assert not found, f"{page} has {what}: {found and found[0]}"


@pytest.mark.parametrize("page", PAGES)
def test_a_template_is_a_page_of_the_layout_or_a_part_of_one(page: str) -> None:
    text = (TEMPLATES / page).read_text(encoding="utf-8")
    assert Environment(extensions=["jinja2.ext.i18n"], autoescape=True).parse(text).body
    if "{% extends" in text:
        assert re.search(r"{% extends \"[a-z_/]+\.html\" %}", text), f"{page} does not name its layout plainly"
    elif page != "layout.html":
        assert not re.search(r"<(?:!doctype|html|head|body|main)\b", text, re.IGNORECASE), f"{page} extends no layout"


def test_no_component_is_too_long_to_read() -> None:
    for path in (TEMPLATES / "components").glob("*.html"):
        assert len(path.read_text(encoding="utf-8").splitlines()) < 150, path.name


@pytest.mark.parametrize("module", MODULES)
def test_a_module_is_short_and_builds_no_sentence(module: str) -> None:
    text = (ROOT / "static" / "js" / module).read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 150
    assert not re.search(
        r"(?<!template\.)innerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|https?://", text
    )
    code = re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE)
    assert not re.search(r"[\"'`][A-Z][a-z]+ [a-z]+ [a-z]+", code), "a sentence belongs in a data-* attribute"


def test_every_module_that_a_template_asks_for_exists() -> None:
    asked = {
        name
        for page in PAGES
        for names in re.findall(
            r'(?:data-module="|module=")([a-z -]+)"', (TEMPLATES / page).read_text(encoding="utf-8")
        )
        for name in names.split()
    }
    assert {"budget-bar", "draft-ballot", "secret"} <= asked
    assert {f"{name}.mjs" for name in asked} <= set(MODULES)


@pytest.mark.parametrize("stylesheet", STYLESHEETS, ids=lambda path: path.name)
def test_a_stylesheet_fetches_nothing(stylesheet: Path) -> None:
    assert not re.search(r"@import|url\(", stylesheet.read_text(encoding="utf-8"))
