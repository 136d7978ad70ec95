"""Triggers that act: what goes along when a person goes, what counts generations up, what history keeps."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import Error, connection, transaction

from pledges.actions import leave
from pledges.kinds import State
from pledges.models import Person, PublicEntry, Revision
from post import links
from post.actions import queue_letter
from post.models import Generation, Outbox, Token
from tests.factories import make_signature, publish_terms


@pytest.mark.django_db
def test_person_deleted_takes_everything_personal_along() -> None:
    signature, bystander = make_signature(), make_signature()
    for about in (signature, bystander):
        queue_letter(recipient="a@example.org", about_app="pledges", about_id=about.pk, template="pledges/own_link")
        links.issue(about_app="pledges", about_id=about.pk, scope="own", lifetime=timedelta(days=1))

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM pledges_person WHERE subject_id = %s", [signature.pk])

    assert not Revision.objects.filter(signature=signature).exists()
    assert not PublicEntry.objects.filter(signature=signature).exists()
    assert not Outbox.objects.filter(about_id=signature.pk).exists()
    assert not Token.objects.filter(about_id=signature.pk).exists()
    assert Outbox.objects.filter(about_id=bystander.pk).exists()
    assert Token.objects.filter(about_id=bystander.pk).exists()
    assert PublicEntry.objects.filter(signature=bystander).exists()
    with connection.cursor() as cursor:  # so that the end of the test does not find half a signature
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    transaction.set_rollback(True)


@pytest.mark.django_db
def test_generation_moves_with_every_change_of_the_public_list() -> None:
    signature = make_signature()
    seen = [Generation.current("signatories")]

    PublicEntry.objects.filter(pk=signature.pk).update(promise="")
    seen.append(Generation.current("signatories"))
    leave(subject_id=signature.subject_id)
    seen.append(Generation.current("signatories"))

    assert seen[0] > 0
    assert seen == sorted(set(seen))
    assert not Person.objects.filter(pk=signature.pk).exists()


@pytest.mark.django_db
def test_history_keeps_states_and_nothing_personal() -> None:
    signature = make_signature(state=State.WITHDRAWN)
    events = apps.get_model("pledges", "SignatureEvent")

    states = list(events.objects.filter(pgh_obj_id=signature.pk).order_by("pgh_id").values_list("state", flat=True))
    columns = {field.name for field in events._meta.get_fields() if not field.name.startswith("pgh_")}

    assert states[0] == "unconfirmed"
    assert states[-1] == "withdrawn"
    assert columns == {"state", "confirmed_at", "decided_at", "left_at"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "evasion",
    [
        "SET LOCAL pgtrigger.ignore = '{pgtrigger_update_update_85ddf,pledges.Signature:update_update}'",
        "CREATE TEMP TABLE pledges_signatureevent (LIKE pledges_signatureevent INCLUDING ALL) ON COMMIT DROP",
    ],
    ids=["switched-off", "led-astray"],
)
def test_history_cannot_be_evaded_by_the_serving_role(evasion: str) -> None:
    signature = make_signature()
    events = "SELECT count(*) FROM public.pledges_signatureevent WHERE pgh_obj_id = %s"

    with connection.cursor() as cursor:
        cursor.execute(events, [signature.pk])
        before = cursor.fetchone()
        cursor.execute(evasion)
        leave(subject_id=signature.subject_id)
        cursor.execute(events, [signature.pk])
        after = cursor.fetchone()

    assert before is not None
    assert after == (before[0] + 1,)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sql", ["UPDATE pledges_signatureevent SET state = 'held'", "DELETE FROM pledges_signatureevent"]
)
def test_history_cannot_be_rewritten_by_the_serving_role(sql: str) -> None:
    make_signature()

    with pytest.raises(Error, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "table", ["pledges_pledge", "pledges_pledgewording", "pledges_purposewording", "pledges_noticeversion"]
)
def test_generation_of_the_terms_moves_with_every_change_of_what_can_be_signed(table: str) -> None:
    publish_terms()
    before = Generation.current("terms")

    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE id = 0")

    assert Generation.current("terms") == before + 1
