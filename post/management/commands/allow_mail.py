from typing import Any

from django.core.management.base import BaseCommand

from post.actions import lift
from post.models import Suppression


class Command(BaseCommand):
    help = (
        "Lets our letters go again to an address whose owner told us to stop, and asks us now to write. "
        "It reads the address, so that it stands in no list of commands."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        lift(mailbox=input("E-mail address: ").strip(), reasons=list(Suppression.Reason))
        # The same for every address: who may run this need not learn who told us to stop.
        self.stdout.write("Our letters go to this address.")
