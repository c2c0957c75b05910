"""The source `git`: documents on a branch of a repository, read at a commit and written back by one commit a run."""
