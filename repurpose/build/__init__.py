"""Assets -> outputs/: the one pipeline, rendering, encoding, the gate, the writer."""
