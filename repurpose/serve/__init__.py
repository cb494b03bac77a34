"""The live preview: the site as a host would serve it, and all other pieces to look at, built anew at each change."""
