"""Every mail of our own content, and of real blogs that nobody here wrote, as others read it.

Other parsers find what we put in, a mail server takes it as it is, and the text part says all that the HTML says. Of
the blogs, a sample; all of them in the slow form.
"""

from __future__ import annotations

import html as html_entities
import json
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from repurpose.publish.smtp import Server, addressed, send
from repurpose.rules.mail_clients import mail_clients
from tests.builders import ROOT
from tests.formats.test_text import too_long
from tests.publish.conftest import Box, box  # noqa: F401 (a fixture)
from tests.test_corpora import CORPUS

SAMPLE = 12
READER = """
const PostalMime = require("postal-mime"), fs = require("fs");
(async () => {
  for (const path of fs.readFileSync(0, "utf8").split("\\n")) {
    const mail = await PostalMime.parse(fs.readFileSync(path));
    const names = mail.headers.map((header) => header.key).sort();
    console.log(JSON.stringify([mail.subject, mail.text, mail.html, names]));
  }
})();
"""
BLOGS = [
    pytest.param(name, marks=pytest.mark.skipif(not (CORPUS / name).is_dir(), reason=f"there is no corpus in {CORPUS}"))
    for name in ("rust-blog", "otel-blog")
]


def mails(project: Path, outputs: Path) -> list[Path]:
    """Build the mails of a project; the digests of each week of 2026 with them."""
    command = [sys.executable, "-m", "repurpose", "build", "-C", str(project), "--output", str(outputs), "--json"]
    command += ["--channel", "newsletter", "--as-of", "2026-11-22", "-q"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode in {0, 1}, done.stderr
    gate = {"mail-client", "mail-contrast", "mail-text", "mail-size"}
    manifest = json.loads((outputs / "manifest.json").read_text(encoding="utf-8"))
    assert [notice for notice in manifest["notices"] if notice["code"] in gate] == []
    return sorted((outputs / "newsletter").rglob("*.eml"))


def sample(name: str, to: Path) -> Path:
    """A project of some posts of a blog, always the same ones."""
    posts = sorted(path for path in (CORPUS / name).rglob("*.md") if path.name != "_index.md")
    for path in random.Random(7).sample(posts, SAMPLE):
        place = to / "content" / path.relative_to(CORPUS / name)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, place)
    return to


def read(path: Path) -> tuple[str, str, str, list[str]]:
    """Subject, text, HTML and the names of the headers; nothing in it may be broken."""
    message = message_from_bytes(path.read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)
    parts = list(message.iter_parts())
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html"], path
    for one in (message, *parts):
        assert not one.defects, path
        assert not any(value.defects for value in one.values()), path
    text, html = (part.get_content().replace("\r\n", "\n") for part in parts)
    return str(message["Subject"]), text, html, sorted(name.lower() for name in message.keys())  # noqa: SIM118


def check_parts(paths: list[Path]) -> None:
    """The files beside a message are its parts, lines and sizes are as mails want them, no link is lost."""
    for path in paths:
        _, text, html, _ = read(path)
        assert text == path.with_suffix(".txt").read_text(encoding="utf-8")
        assert html == path.with_suffix(".html").read_text(encoding="utf-8")
        assert len(html.encode()) <= mail_clients().limits["html"].value, path
        assert too_long(text) == [], path
        links = {html_entities.unescape(one) for one in re.findall(r"<a\b[^>]*?\bhref=\"([^\"#][^\"]*)\"", html)}
        lost = [link for link in links if not _holds(text, link.removeprefix("mailto:"))]
        assert lost == [], path


def _holds(text: str, link: str) -> bool:
    return re.search(rf"(?<![\w/]){re.escape(link)}(?=[)\].,;:!?\"'*_~>]*(?:\s|\Z))", text) is not None


def check_another_parser(paths: list[Path]) -> None:
    """postal-mime finds what Python finds."""
    node = shutil.which("node")
    if node is None or not (ROOT / "node_modules" / "postal-mime").is_dir():
        pytest.skip("needs node and `npm install`")
    given = "\n".join(map(str, paths))
    done = subprocess.run([node, "-e", READER], input=given, capture_output=True, text=True, check=True, cwd=ROOT)
    for path, line in zip(paths, done.stdout.splitlines(), strict=True):
        subject, text, html, names = json.loads(line)
        ours = read(path)
        assert (subject, names) == (ours[0], ours[3]), path
        assert text.replace("\r\n", "\n").strip() == ours[1].strip(), path
        assert html.replace("\r\n", "\n").strip() == ours[2].strip(), path


def check_delivery(paths: list[Path], held: Box, port: int) -> None:
    """A mail server gets each as it is, byte by byte."""
    for path in paths:
        message = addressed(path.read_bytes(), "ada@example.org")
        sent = send(Server("smtp", "127.0.0.1", port), None, "news@example.org", "ada@example.org", message)
        assert sent == ("sent", "250 taken")
        assert held.mails.pop() == ("news@example.org", ["ada@example.org"], message), path


@pytest.fixture(scope="module", params=["content", *BLOGS])
def some(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Path]]:
    """The mails of our own content, and of a sample of each blog."""
    folder = tmp_path_factory.mktemp("mails")
    project = ROOT if request.param == "content" else sample(request.param, folder)
    yield mails(project, folder / "outputs")
    shutil.rmtree(folder)


def test_the_parts_say_the_same(some: list[Path]) -> None:
    """Each file, and the message's parts."""
    assert len(some) >= SAMPLE
    check_parts(some)


def test_another_parser_reads_the_same(some: list[Path]) -> None:
    """Subject, headers and both parts."""
    check_another_parser(some)


def test_a_server_gets_them_as_they_are(some: list[Path], box: tuple[Box, int]) -> None:  # noqa: F811
    """Nothing is lost on the way."""
    check_delivery(some, *box)


@pytest.mark.slow
@pytest.mark.parametrize("name", BLOGS)
def test_all_mails_of_a_blog(name: str, tmp_path: Path, box: tuple[Box, int]) -> None:  # noqa: F811
    """Hundreds of them, by the same rules."""
    (tmp_path / "content").symlink_to(CORPUS / name)
    paths = mails(tmp_path, tmp_path / "outputs")
    assert len(paths) > 200
    check_parts(paths)
    check_another_parser(paths)
    check_delivery(paths, *box)
