"""Shares, intervals, shuffles: what every comparison rests on."""
