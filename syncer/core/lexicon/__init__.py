"""Words and phrases by language, as data: what titles, headers, statuses, verbs and dates look like."""
