"""Follows the action items of postmortems through to done: documents and issues kept in step."""
