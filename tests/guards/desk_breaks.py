"""An attempt against every constraint of desk."""

from tests.guards.breaking import Break

BREAKS = [
    Break(
        "desk_staffmember_demonstration_is_limited",
        "UPDATE desk_staffmember SET is_demonstration = true, is_superuser = true WHERE id = %(staff)s",
    ),
]
