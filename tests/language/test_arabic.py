"""Arabic: words are the same with vowel signs and without."""

from repurpose.language.arabic import unvowelled
from repurpose.language.rhetoric import read, rhetoric
from repurpose.language.stems import stems


def test_vowel_signs_are_no_part_of_a_word() -> None:
    """Nor is the stroke that widens one; words are found and compared by their letters."""
    assert unvowelled("خَفَّضَت العـــيادة") == "خفضت العيادة"
    assert stems("خفّضت العيادة", "ar") == stems("خفضت العيادة", "ar")
    assert rhetoric("ar").opens.at_start(read("أيضًا تساعد الرسالة", "ar"))
    assert rhetoric("ar").opens.at_start(read("أيضاً تساعد الرسالة", "ar"))
