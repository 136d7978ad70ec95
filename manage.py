#!/usr/bin/env python
"""Django's command line for Equal Partners."""

import os
import sys

# Commands that change tables run as the role that owns them.
OWNER_COMMANDS = {"migrate", "restore"}

if __name__ == "__main__":
    if set(sys.argv[1:2]) & OWNER_COMMANDS:
        os.environ["AS_OWNER"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
