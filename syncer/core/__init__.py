"""Decides, and does nothing else: no clock, log, network, disk or database below this package."""
