"""All easy read that comes with the project, found where it is written, for `manage.py check_easy_read`."""
