"""Airlog beside others, on the same machine in the same quarter of an hour. See README.md."""
