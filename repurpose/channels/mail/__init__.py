"""What channels that make mails share: text, sender, the three files, and the proof of the words."""
