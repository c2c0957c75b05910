"""Owns the tracker `jira`: issues of projects on Jira Cloud or Data Center."""
