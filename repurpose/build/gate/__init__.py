"""The last look before anything is written: nothing that is gated may stand in a piece of a lower tier.

`marks` says what is gated, `views` what stands in a finished file, `letters` under which clothes both are the same,
`gate` looks for the one in the other, `openly` knows what the library says to everyone all the same.
"""
