"""`python -m jobsboard <command>`: Django's management commands under the product's name."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobsboard.settings.demo")
    execute_from_command_line(["jobsboard", *sys.argv[1:]])
