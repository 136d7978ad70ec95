"""A whole portal in one file, and back from it: every table, every sequence, every uploaded file.

Why not pg_dump: see docs/decisions/0015-backup-and-restore.md.
"""
