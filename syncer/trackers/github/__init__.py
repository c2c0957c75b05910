"""Owns the tracker `github`: issues of repositories on github.com or an Enterprise Server."""
