"""A made-up project with gated parts, the same for the same seed, and what is secret in it."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

from repurpose.model import Access

WORDS = """amber anchor arrow autumn badger balance barley basket beacon bicycle blanket border bottle bramble breeze
bridge bucket butter button cabin candle canyon carpet castle cellar cherry chimney circle cobble copper corner cotton
cradle crystal curtain dagger daisy desert diary drawer dragon eagle ember engine fabric falcon feather ferry fiddle
finger flannel forest fossil fountain galaxy garden garlic ginger glacier goblet granite gravel hammer harbour harvest
hazel hollow honey island ivory jacket jigsaw juniper kettle ladder lantern lemon leopard lettuce linen lizard locket
magnet maple marble meadow mirror mitten morning mustard needle nettle oasis orchard otter paddle parcel pebble pepper
pillow planet pocket prairie pumpkin puzzle quarry rabbit raven ribbon river saddle saffron salmon satchel shadow
shelter silver sparrow spindle spruce summer sunset tailor temple thimble thistle thunder timber tunnel turnip valley
velvet village violet walnut whistle willow window winter""".split()
KANA = "雲海空山川石木森林花鳥風月雪星光影道橋町村家窓扉机椅紙筆本字絵音声歌舞祭夢心手足目耳口鼻春夏秋冬朝昼夜北南東西"


@dataclass(frozen=True, slots=True)
class Secret:
    """Something that stands in a gated part alone: a text, heading, link, title, image or alt, and who may read it."""

    sort: str
    text: str
    tier: Access
    language: str = "en"


def library(root: Path, seed: int) -> tuple[Secret, ...]:
    """Write a project below `root`, the same for the same seed, and say what is secret in it."""
    rng = random.Random(seed)
    (root / "content" / "ja").mkdir(parents=True)
    (root / "content" / "images").mkdir()
    (root / "repurpose.toml").write_text(SETTINGS, encoding="utf-8")
    secrets: list[Secret] = []
    for number, (tier, language) in enumerate(
        [
            (Access.PREMIUM, "en"),
            (Access.REGISTERED, "en"),
            (Access.PREMIUM, "ja"),
            (None, "en"),
            (Access.PREMIUM, "de"),
        ]
    ):
        body, own = _asset(rng, number, tier, language, root / "content" / "images")
        secrets += own
        folder = "" if language == "en" else f"{language}/"
        (root / "content" / folder).mkdir(exist_ok=True)
        path = root / "content" / folder / f"{' '.join(rng.sample(WORDS, 2)).replace(' ', '-')}.md"
        path.write_text(body, encoding="utf-8")
    return tuple(secrets)


SETTINGS = """
[site]
title = "Field notes"
url = "https://example.org"

[newsletter]
from = "Field notes <news@example.org>"
postal_address = "Field notes, 1 Example Street, Exampletown"
unsubscribe_url = "https://example.org/unsubscribe"
digest = "weekly"
"""


def _asset(
    rng: random.Random, number: int, tier: Access | None, language: str, images: Path
) -> tuple[str, list[Secret]]:
    title = " ".join(rng.sample(WORDS, 4)).capitalize()
    front = f"---\ntitle: {title}\ndate: 2026-11-{10 + number}\ntags: [notes]\n---\n\n"
    paragraphs = "\n\n".join(_prose(rng, language, 3) for _ in range(5))
    opening = (
        f"{front}{paragraphs}\n\n## {' '.join(rng.sample(WORDS, 3)).capitalize()}\n\n{_prose(rng, language, 4)}\n\n"
    )
    if tier is None:
        return opening, []
    secrets = [Secret("text", _sentence(rng, language), tier, language) for _ in range(8)]
    heading = " ".join(rng.sample(WORDS, rng.randrange(2, 5))).capitalize() if language != "ja" else _kana(rng, 8)
    link = f"https://files.example.com/{'/'.join(rng.sample(WORDS, 2))}?id={rng.randrange(10**6)}"
    reference = f"https://{rng.choice(WORDS)}.example.net/{'-'.join(rng.sample(WORDS, 3))}"
    title, note, alt = (_sentence(rng, language) for _ in range(3))
    name = f"{'-'.join(rng.sample(WORDS, 2))}-{number}.png"
    (images / name).write_bytes(PIXEL)
    place = "images" if language == "en" else "../images"
    cells = [" ".join(rng.sample(WORDS, 2)) for _ in range(6)]
    secrets += [
        Secret("heading", heading, tier, language),
        Secret("link", link, tier),
        Secret("link", reference, tier),
        Secret("text", title, tier, language),
        Secret("text", note, tier, language),
        Secret("text", alt, tier, language),
        Secret("image", name, tier),
        Secret("text", " ".join(cells), tier),
    ]
    said = [secret.text for secret in secrets[:8]]
    gated = (
        f":::{tier}\n\n## {heading}\n\n{' '.join(said[:3])}\n\n- {said[3]}\n- {said[4]}\n\n> {said[5]}[^n{number}]\n\n"
        f"```\n{said[6]}\n```\n\n{said[7]} See [here]({link}) and [there][ref].\n\n![{alt}]({place}/{name})\n\n"
        f"| {cells[0]} | {cells[1]} |\n|---|---|\n| {cells[2]} | {cells[3]} |\n| {cells[4]} | {cells[5]} |\n\n:::\n\n"
        f'[^n{number}]: {note}\n\n[ref]: {reference} "{title}"\n\n{_prose(rng, language, 3)}\n'
    )
    return opening + gated, secrets


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc330000"
    "000049454e44ae426082"
)


def _prose(rng: random.Random, language: str, sentences: int) -> str:
    return " ".join(_sentence(rng, language) for _ in range(sentences))


def _sentence(rng: random.Random, language: str) -> str:
    if language == "ja":
        return f"{_kana(rng, rng.randrange(9, 14))}、{_kana(rng, rng.randrange(9, 14))}。"
    words = rng.sample(WORDS, rng.randrange(9, 15))
    words[3] += ","
    words[5] = f"{words[5]}’s" if rng.random() < 0.3 else words[5]
    if language == "de":
        words = [word.replace("a", "ä").replace("ss", "ß") for word in words]
    return " ".join(words).capitalize() + "."


def _kana(rng: random.Random, count: int) -> str:
    return "".join(rng.choice(KANA) for _ in range(count))
