"""Owns the measurements that the project is held to, each against a reference in the same run."""
