"""`/charters/words/` is the page of words that we explain, so no charter may be called so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("charters", "0004_imported_documents")]

    operations = [
        migrations.RemoveConstraint(model_name="charter", name="charters_charter_slug_not_reserved"),
        migrations.AddConstraint(
            model_name="charter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("slug__in", ("agree", "compare", "easy-read", "feed", "files", "new", "words")), _negated=True
                ),
                name="charters_charter_slug_not_reserved",
                violation_error_message="This word has a meaning of its own in our addresses. Choose another.",
            ),
        ),
    ]
