from typing import Any

from django.core.management.base import BaseCommand

from post.actions import try_again
from post.models import Outbox


class Command(BaseCommand):
    help = "Sends letters again that had failed for good: after a mail server was away for longer than a day, say."

    def handle(self, *args: Any, **options: Any) -> None:
        failed = list(Outbox.objects.failed().values_list("pk", flat=True))
        for pk in failed:
            try_again(outbox_id=pk)
        self.stdout.write(f"Letters to send again: {len(failed)}.")
