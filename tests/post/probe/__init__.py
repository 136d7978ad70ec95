"""A small app for tests: one letter, and a mail server that can stall."""
