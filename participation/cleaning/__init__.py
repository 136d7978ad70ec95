"""Takes out of documents what is written beside their content: who made them, on what machine, where a photo was taken.

It runs in a process of its own (child.py), which has little time and little memory, and knows nothing of the site.
"""
