import os
import secrets
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from charters.demo import load_charters
from charters.demo_pictures import load_picture
from desk.demo import demo_staff
from desk.models import StaffMember
from participation.demo import load_audits
from pledges import demo
from pledges.actions import count_signatures


class Command(BaseCommand):
    help = "Loads the demonstration content (Quillmere). Safe to run twice; only with DEBUG."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("The demonstration content is only for a portal with DEBUG=1.")
        password = os.environ.get("DEMO_STAFF_PASSWORD") or secrets.token_urlsafe(9)
        demo_staff(password)
        # First, because the pledge names versions of them.
        load_charters()
        load_picture()
        demo.load_words()
        demo.load_signatures(by=StaffMember.objects.get(username="moderator"))
        load_audits(by=StaffMember.objects.get(username="admin").pk)
        count_signatures()
        self.stdout.write(f"Demonstration staff: moderator and admin, password {password}")
