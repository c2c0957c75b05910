"""Adapters that list, read and write documents."""
