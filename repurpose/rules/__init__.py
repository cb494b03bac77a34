"""Dated data of the outside world, each rule with its unit, source and the day it was checked; and its reader."""
