"""The copy desk strikes what it should, and lets good sentences pass."""

from __future__ import annotations

import pytest

from tests.copydesk import findings

STRUCK = [
    ("en", "This makes everything twice as fast.", "dangling"),
    ("en", "However, most teams never look at the numbers.", "dangling"),
    ("en", "“It is faster than anything else we tried.”", "dangling"),
    ("en", "As shown above, reuse pays for itself within a month.", "dangling"),
    ("en", "Teams that use this feature save an hour a day.", "dangling"),
    ("en", "Reuse comes in the following three forms.", "dangling"),
    ("en", "Reuse pays for itself in three ways:", "broken"),
    ("en", "Reuse pays for itself in a month or…", "broken"),
    ("en", "Reuse pays for itself in a month", "broken"),
    ("en", "rest of the sentence that was cut in its middle.", "broken"),
    ("en", "Use a good tool, e.g.", "broken"),
    ("en", "Reuse **pays** for itself.", "markup"),
    ("en", "Reuse [pays](https://example.org) for itself.", "markup"),
    ("en", "Reuse <b>pays</b> for itself.", "markup"),
    ("en", "Reuse &amp; rest.", "markup"),
    ("en", "Run `make` twice.", "markup"),
    ("en", "Watch {{< youtube abc >}} now.", "shortcode"),
    ("en", "We shipped it :tada: today.", "shortcode"),
    ("en", "Reuse pays for itself[^1].", "footnote"),
    ("en", "Reuse pays for itself [12].", "footnote"),
    ("en", "Reuse pays for itself.¹", "footnote"),
    ("en", "Reuse (as we say pays for itself.", "unbalanced"),
    ("en", "Reuse “pays for itself.", "unbalanced"),
    ("en", 'Reuse "pays for itself.', "unbalanced"),
    ("ja", "これは毎回書くより速い方法です。", "dangling"),
    ("ja", "しかし、多くのチームは数字を見ません。", "dangling"),
    ("ja", "再利用の方法は以下のとおりです。", "dangling"),
    ("ja", "良い文章は何度も使え、", "broken"),
    ("ja", "良い文章は「何度も使えます。", "unbalanced"),
    ("zh", "这是最快的方法。", "dangling"),
    ("zh", "但是大多数团队从不看数据。", "dangling"),
    ("zh", "再利用有如下三种方法。", "dangling"),
    ("zh", "好内容值得反复使用，", "broken"),
    ("zh", "好内容值得《反复使用。", "unbalanced"),
    ("ar", "هذا أسرع بكثير من الكتابة من جديد.", "dangling"),
    ("ar", "ولكن معظم الفرق لا تنظر إلى الأرقام.", "dangling"),
    ("ar", "المحتوى الجيد يستحق أن يعاد استخدامه،", "broken"),
    ("de", "Dies spart jedem Team eine Stunde am Tag.", "dangling"),
    ("de", "Deshalb lohnt sich die Wiederverwendung.", "dangling"),
    ("de", "Das ist der schnellste Weg.", "dangling"),
    ("de", "Ein guter Text „lohnt sich.", "unbalanced"),
]

PASSED = [
    ("en", "Teams that reuse their best piece twelve times earn 40% more."),
    ("en", "There are 50,000 crates on crates.io."),
    ("en", "Why do most teams never look at their numbers?"),
    ("en", "“Good writing is rewriting,” she said."),
    ("en", "OpenTelemetry isn't a backend (and never will be)."),
    ("en", "rust-analyzer starts in 200 ms."),
    ("ja", "良い文章は一度書いて何度も使うべきです。"),
    ("ja", "「なぜこんなに複雑なのか」と自問することは珍しくありません。"),
    ("zh", "好内容值得反复使用，而不是每次都从头再写一遍。"),
    ("ar", "المحتوى الجيد يستحق أن يعاد استخدامه مرات كثيرة."),
    ("ar", "لماذا لا تنظر معظم الفرق إلى الأرقام؟"),
    ("de", "Die besten Teams schreiben einmal und verwenden zwölfmal."),
    ("de", "„Gute Texte halten lange“, sagt die Redaktion."),
]


@pytest.mark.parametrize(("language", "text", "finding"), STRUCK)
def test_it_strikes(language: str, text: str, finding: str) -> None:
    """Each kind of fault is found, in each language it knows."""
    assert finding in findings(text, language)


@pytest.mark.parametrize(("language", "text"), PASSED)
def test_it_lets_pass(language: str, text: str) -> None:
    """A sentence that stands alone has no finding."""
    assert findings(text, language) == []
