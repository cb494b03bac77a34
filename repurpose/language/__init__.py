"""What every script needs: tags, direction, words, sentences, graphemes, and the interface's own words."""
