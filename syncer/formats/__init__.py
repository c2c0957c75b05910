"""Turns the bytes of a document into blocks with exact byte ranges, and edits back into bytes."""
