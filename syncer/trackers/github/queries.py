"""Owns the GraphQL questions we ask: issues by node id, issues by number, and who we are."""

from __future__ import annotations

from collections.abc import Sequence

MOST_NODES = 100
"""Node ids that one field takes: "You may not provide more than 100 node ids"."""

VIEWER = "query { viewer { login } }"

_SHARED = """
  id number url title body closed createdAt updatedAt closedAt viewerDidAuthor
  author { login }
  comments(first: 1) { totalCount }
  assignees(first: 10) { nodes { login name } }
  labels(first: 100) { nodes { name } }
  repository { nameWithOwner }
"""

_FRAGMENTS = f"""
fragment IssueParts on Issue {{
  {_SHARED}
  stateReason(enableDuplicate: true)
  timelineItems(itemTypes: [MARKED_AS_DUPLICATE_EVENT], last: 1) {{
    nodes {{
      ... on MarkedAsDuplicateEvent {{ canonical {{ ... on Issue {{ number }} ... on PullRequest {{ number }} }} }}
    }}
  }}
}}
fragment PullParts on PullRequest {{
  {_SHARED}
  merged mergedAt
}}
"""

BY_ID = f"""
query ($ids: [ID!]!) {{
  nodes(ids: $ids) {{ __typename ...IssueParts ...PullParts }}
}}
{_FRAGMENTS}
"""


def by_number(numbers: Sequence[int]) -> str:
    """The question for the issues and pull requests with `numbers` of `$owner/$name`, as `n12`, `n13`, ...

    Who we are, what the repository is and who can be assigned come with it, which saves whoever makes the first issue
    there three requests.
    """
    asked = "\n".join(
        f"n{number}: issueOrPullRequest(number: {number}) {{ __typename ...IssueParts ...PullParts }}"
        for number in numbers
    )
    return f"""
query ($owner: String!, $name: String!) {{
  viewer {{ login }}
  repository(owner: $owner, name: $name) {{
    nameWithOwner isPrivate isArchived hasIssuesEnabled viewerPermission
    owner {{ __typename login }}
    assignableUsers(first: 100) {{ nodes {{ login }} pageInfo {{ hasNextPage }} }}
    {asked}
  }}
}}
{_FRAGMENTS}
"""
