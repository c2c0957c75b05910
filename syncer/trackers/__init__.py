"""Adapters that read and write issues."""
