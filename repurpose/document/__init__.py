"""An asset's body, parsed once: markdown-it-py's tokens and the views that channels take of them."""
