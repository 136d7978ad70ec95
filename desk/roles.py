"""The groups of HOUSE.md and exactly what each may do. Made anew after every migration, as the owner.

Nobody gets more than the work needs: no group has every right, and none may change what a group may do.
"""

from enum import StrEnum
from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.db import connections, transaction


class Role(StrEnum):
    """Names of groups. Each may be held by one person, and one person may hold several."""

    MODERATOR = "moderator"
    CHARTER_EDITOR = "charter editor"
    AUDIT_LEAD = "audit lead"
    FEEDBACK_OFFICER = "feedback officer"
    DATA_PROTECTION_OFFICER = "data protection officer"
    ADMINISTRATOR = "administrator"


def _all(model: str) -> list[str]:
    app, name = model.split(".")
    return [f"{app}.{act}_{name}" for act in ("view", "add", "change", "delete")]


# Feedback comes later: its group exists and may do nothing yet.
RIGHTS: dict[Role, list[str]] = {
    Role.MODERATOR: [
        "pledges.view_signature",
        "pledges.change_signature",
        "pledges.view_organisation",
        "pledges.change_organisation",
    ],
    # Sections, clauses and all else in a version go with the right to change it, and so do publishing and withdrawing:
    # whether it may be published is for its partners to say, and the database asks them.
    Role.CHARTER_EDITOR: [*_all("charters.charter"), *_all("charters.partner"), *_all("charters.version")],
    # Questions, answers, evidence and ratings go with the right to change the set, the return or the panel they are in.
    Role.AUDIT_LEAD: [
        *_all("participation.questionset"),
        *_all("participation.service"),
        *_all("participation.round"),
        "participation.view_return",
        "participation.change_return",
        *_all("participation.panel"),
        *_all("participation.action"),
    ],
    Role.FEEDBACK_OFFICER: [],
    Role.DATA_PROTECTION_OFFICER: [
        *_all("pledges.purposewording"),
        *_all("pledges.noticeversion"),
        "pledges.view_pledgewording",
        "pledges.view_consententry",
    ],
    Role.ADMINISTRATOR: [
        "desk.view_staffmember",
        "desk.add_staffmember",
        "desk.change_staffmember",
        "auth.view_group",
        "pledges.view_pledge",
        "pledges.add_pledge",
        "pledges.change_pledge",
        *_all("pledges.pledgewording"),
        "pledges.view_purposewording",
        "pledges.view_noticeversion",
    ],
}


def on_post_migrate(using: str = "default", **kwargs: Any) -> None:
    """For the `post_migrate` signal of this app. It comes first of all, so it makes the permissions it names."""
    tables = connections[using].introspection.table_names()
    if not {"auth_group_permissions", "django_content_type"} <= set(tables):
        return
    for label in sorted({right.split(".")[0] for rights in RIGHTS.values() for right in rights}):
        create_permissions(apps.get_app_config(label), verbosity=0, using=using)
    make_roles(using)


def make_roles(using: str = "default") -> None:
    """Makes the groups and gives each exactly its rights; safe to repeat."""
    group_model, permission_model = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in permission_model.objects.using(using).select_related("content_type")
    }
    with transaction.atomic(using=using):
        for role, rights in RIGHTS.items():
            group, _made = group_model.objects.using(using).get_or_create(name=str(role))
            group.permissions.set([known[right] for right in rights])
