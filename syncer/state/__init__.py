"""Adapters that keep links, intents and history between runs."""
