"""Formats what the core computed for people and machines; computes nothing itself."""
