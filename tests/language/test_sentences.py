"""Where sentences end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repurpose.language.sentences import ends_sentence, split_sentences

LANGUAGES = st.sampled_from(["en", "de", "fr", "ja", "zh", "ar", "hi", "th", "ru", "qq"])
TEXTS = st.text(
    alphabet=st.sampled_from("abc ABC .!?。！？()「」『』\"'“”’‘» \n\u00a0\u2003\u0085\u3000été日本語と。М. Дхह।؟"),
    max_size=60,
)


@pytest.mark.parametrize(
    ("text", "language", "sentences"),
    [
        ("One. Two! Three?", "en", ["One.", "Two!", "Three?"]),
        ("Dr. Smith met Mr. Jones. They talked.", "en", ["Dr. Smith met Mr. Jones.", "They talked."]),
        ("It costs 3.50 dollars. Cheap.", "en", ["It costs 3.50 dollars.", "Cheap."]),
        ('She said "Stop." He went on.', "en", ['She said "Stop."', "He went on."]),
        ("M. Dupont est venu. Il est reparti.", "fr", ["M. Dupont est venu.", "Il est reparti."]),
        ("これは文です。これも文です。", "ja", ["これは文です。", "これも文です。"]),
        ("「本当？」と彼は言った。", "ja", ["「本当？」と彼は言った。"]),
        ("Javaや.NETで書く。次の文。", "ja", ["Javaや.NETで書く。", "次の文。"]),
        ("答えは「はい！」だ。終わり。", "ja", ["答えは「はい！」だ。", "終わり。"]),
        ("回答が集まった。61.47%が使う。OTelは速い。", "ja", ["回答が集まった。", "61.47%が使う。", "OTelは速い。"]),
        ("「速い。3倍だ。」と言う。", "ja", ["「速い。3倍だ。」と言う。"]),
        ("这是第一句。这是第二句！", "zh", ["这是第一句。", "这是第二句！"]),
        ("ما هذا؟ هذا كتاب.", "ar", ["ما هذا؟", "هذا كتاب."]),
        ("قال د. أحمد نعم. ثم ذهب.", "ar", ["قال د. أحمد نعم.", "ثم ذهب."]),
        ("यह वाक्य है। यह भी।", "hi", ["यह वाक्य है।", "यह भी।"]),
        ("no end", "en", ["no end"]),
        ("  \n ", "en", []),
        ("", "ja", []),
    ],
)
def test_split_sentences(text: str, language: str, sentences: list[str]) -> None:
    """Each language's sentences end where its readers see them end."""
    assert split_sentences(text, language) == sentences


@given(TEXTS, LANGUAGES)
def test_split_sentences_loses_no_word(text: str, language: str) -> None:
    """Together the sentences hold every character but white space; none is empty or padded."""
    sentences = split_sentences(text, language)
    assert "".join("".join(sentences).split()) == "".join(text.split())
    assert all(sentence and sentence == sentence.strip() for sentence in sentences)


@pytest.mark.parametrize("space", list("\u00a0\u1680\u2003\u200a\u202f\u205f\u3000\u2028\u2029\u0085"))
def test_strange_spaces_do_no_harm(space: str) -> None:
    """A capital letter, an unusual space and a full stop are read like any other text."""
    assert "".join("".join(split_sentences(f"Am A{space}. B{space}.", "en")).split()) == "AmA.B."


@pytest.mark.parametrize(
    "text", ["Done.", "Done!”", "「はい。」", "Really?)", "*Done.*", "वाक्य।", "And so on…", "Yes? "]
)
def test_ends_sentence(text: str) -> None:
    """A full stop ends a sentence, also within closing quotes, brackets and emphasis."""
    assert ends_sentence(text)


@pytest.mark.parametrize("text", ["", "Done", "Done,", "a:", "「はい」", "(note)"])
def test_does_not_end_a_sentence(text: str) -> None:
    """Without one there is no end."""
    assert not ends_sentence(text)
