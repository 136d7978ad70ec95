"""Who was asked to answer in public, and of which action somebody was reminded: each once."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("participation", "0005_results_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="ActionReminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_on", models.DateField(verbose_name="due")),
                ("days", models.SmallIntegerField(verbose_name="days before it was due")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="sent")),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reminders", to="participation.action"
                    ),
                ),
            ],
            options={
                "verbose_name": "reminder of an action",
                "verbose_name_plural": "reminders of actions",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("action", "due_on", "days"),
                        name="participation_actionreminder_once",
                        violation_error_message="This reminder has gone already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AskedToAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("submission", models.PositiveSmallIntegerField(verbose_name="submission")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="asked")),
                (
                    "of_return",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asked_to_answer",
                        to="participation.return",
                    ),
                ),
            ],
            options={
                "verbose_name": "asking for a public answer",
                "verbose_name_plural": "asking for public answers",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("of_return", "submission"),
                        name="participation_askedtoanswer_once",
                        violation_error_message="This service was asked already.",
                    )
                ],
            },
        ),
    ]
