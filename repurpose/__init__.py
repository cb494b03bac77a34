"""repurpose: one Markdown asset becomes every channel's finished piece."""

__version__ = "0.1.0"
