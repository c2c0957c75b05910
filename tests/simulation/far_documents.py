"""Owns the postmortems of far worlds: one of ten items, thirty in the shapes that teams write, long tables."""

from __future__ import annotations

NAME = "postmortems/2026-03-11-pool.md"

TEN = """\
# Pool exhaustion

| Action | Owner | Due |
|---|---|---|
| Add connection pool utilization alert | @alice | Next sprint |
| Fix connection leak in new query | @bob | This week |
| Update database runbook | @carol | Next sprint |
| Add connection pool limit to load test | @dave | Next month |

## Action items

- [ ] Page the owner when the pool runs out
- [ ] Write a query review checklist
- Rehearse the failover with the whole team

### More action items

1. Document who owns the billing database
2. Remove the retry storm from the client
3. Alert on slow checkout requests
"""

PEOPLE = ("alice", "bob", "carol", "dave", "erin")

_SUBJECTS = ("checkout", "billing", "search", "login", "mail")

_TABLE = """\
# {Subject} outage of {day}

Published: {day}

## Summary

Requests to {subject} failed for 40 minutes; the pool of connections was used up by a query without a limit.

## Action items

| Action item | Type | Owner | Due date |
|:------------|:-----|:-----:|---------:|
| Alert when {subject} answers slower than 2 s | detect | @alice | {due} |
| Limit the connections of the {subject} workers | prevent | @bob | Next sprint |
| Rehearse losing the {subject} database | mitigate | @carol | Next month |
"""

_BOXES = """\
---
title: {Subject} was down
date: {day}
status: final
---

## What happened

A deploy of {subject} removed the last healthy replica.

## Follow-up

- [ ] Keep one replica of {subject} through every deploy (@dave, due {due})
- [ ] Show the replicas of {subject} on the dashboard
- [x] Roll the deploy of {subject} back
"""

_NUMBERED = """\
# Postmortem: {subject}, {day}

**Status:** published

## Timeline

| Time | What |
|---|---|
| 10:02 | First page |
| 10:40 | {Subject} answers again |

## Action Items

1. **Raise the memory limit of {subject}** - owner: @erin, due: {due}
2. Write down how {subject} is restarted - owner: @alice
3. Ask the vendor of {subject} about the leak
"""

_PLAIN = """\
{Subject} incident, {day}
=========================

Resolution
----------

The certificate of {subject} was renewed by hand.

Next steps
----------

* Renew the certificate of {subject} by a job
* Warn two weeks before the certificate of {subject} ends
  and page nobody for it

Thanks to everybody who helped.
"""

_PIPELESS = """\
# {Subject}: late answers on {day}

## Lessons learned

- What went well: the alert fired.

## Action items

Action | Owner | Due | Priority
--- | --- | --- | ---
Shed load of {subject} before the queue is full | @bob | {due} | P1
Load test {subject} with the new client | @dave | next month | P2
"""

_NESTED = """\
# Incident review - {subject} ({day})

## Remediation

### Short term

- Pin the version of the {subject} client
    - the mobile one as well
- Add a canary for {subject}

### Long term

- Move the nightly job of {subject} off the primary
"""

_SHAPES = (_TABLE, _BOXES, _NUMBERED, _PLAIN, _PIPELESS, _NESTED)


def thirty() -> dict[str, str]:
    """Path to text of thirty postmortems: six shapes, five subjects, two line endings."""
    made = {}
    for row, shape in enumerate(_SHAPES):
        for column, subject in enumerate(_SUBJECTS):
            number = row * len(_SUBJECTS) + column
            day = f"2026-{1 + number % 2:02d}-{1 + number % 27:02d}"
            text = shape.format(subject=subject, Subject=subject.capitalize(), day=day, due="2026-04-20")
            name = f"postmortems/{day}-{subject}-{row}.md"
            made[name] = text.replace("\n", "\r\n") if number % 7 == 3 else text
    return made


def long_table(items: int, subject: str = "pump") -> str:
    """A postmortem whose table has `items` rows."""
    head = "# Outage\n\nPublished: 2026-03-11\n\n| Action | Owner | Due |\n|---|---|---|\n"
    return head + "".join(
        f"| Check {subject} {number} of the plant | @alice | 2026-04-01 |\n" for number in range(items)
    )
