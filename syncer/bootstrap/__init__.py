"""The wiring: from settings to sources, trackers, state and clock; the only package that knows every adapter."""
