"""Owns how requests go out and what may be sent again, when and how often; and the pace of writes."""
