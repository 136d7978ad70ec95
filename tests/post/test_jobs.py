import logging
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import connection, connections
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from post import jobs, upkeep
from post.locks import key_of
from post.models import Heartbeat, Outbox
from tests.post.conftest import Queue

HOUR = timedelta(hours=1)


@pytest.fixture
def runs(db: None, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A registry with one job in it, which notes when it runs."""
    ran: list[str] = []
    monkeypatch.setattr(jobs, "_jobs", {})
    jobs.periodic("probe.count", every=HOUR)(lambda: ran.append("count"))
    return ran


def set_last_success(job: str, *, ago: timedelta) -> None:
    Heartbeat.objects.update_or_create(job=job, defaults={"last_success": timezone.now() - ago})


def test_periodic_refuses_a_second_job_of_the_same_name(runs: list[str]) -> None:
    with pytest.raises(ValueError, match="Two jobs"):
        jobs.periodic("probe.count", every=HOUR)(lambda: None)


def test_run_due_runs_a_job_that_never_ran_and_notes_success(runs: list[str]) -> None:
    jobs.Runner().run_due()
    assert runs == ["count"]
    assert timezone.now() - Heartbeat.objects.get().last_success < timedelta(minutes=1)


def test_run_due_waits_for_the_interval(runs: list[str]) -> None:
    set_last_success("probe.count", ago=HOUR - timedelta(minutes=1))
    jobs.Runner().run_due()
    assert runs == []


def test_run_due_leaves_a_job_that_another_session_runs(runs: list[str]) -> None:
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [key_of("job probe.count")])
            jobs.Runner().run_due()
            # Unlocked here, because the server takes its time to notice that a session was closed.
            cursor.execute("SELECT pg_advisory_unlock_all()")
    finally:
        other.close()
    assert runs == []


def test_run_due_goes_on_after_a_job_that_fails(runs: list[str], caplog: pytest.LogCaptureFixture) -> None:
    @jobs.periodic("probe.broken", every=HOUR)
    def broken() -> None:
        raise RuntimeError("ann@example.org")

    runner = jobs.Runner()
    with caplog.at_level(logging.ERROR):
        runner.run_due()
        runner.run_due()
    assert runs == ["count"]
    assert caplog.text.count("probe.broken failed: RuntimeError") == 1
    assert "@" not in caplog.text
    assert list(Heartbeat.objects.values_list("job", flat=True)) == ["probe.count"]


def test_prune_tasks_keeps_the_last_day(queue: Queue) -> None:
    for hours in (23, 25):
        queue()
        done = timezone.now() - timedelta(hours=hours)
        DBTaskResult.objects.filter(status="READY").update(status="SUCCESSFUL", finished_at=done)
    queue()
    upkeep.prune_tasks()
    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == ["READY", "SUCCESSFUL"]


def test_sweep_queues_a_due_letter_that_no_task_will_send(queue: Queue) -> None:
    stranded = queue()
    DBTaskResult.objects.update(status="FAILED")
    queue()
    queue(not_before=timezone.now() + HOUR)
    Outbox.objects.filter(pk=queue().pk).update(state="failed", attempts=7)
    assert upkeep.sweep() == 1
    assert DBTaskResult.objects.filter(status="READY", args_kwargs__args=[str(stranded.pk)]).count() == 1


def test_sweep_finds_nothing_when_all_is_well(queue: Queue) -> None:
    queue()
    assert upkeep.sweep() == 0


def test_readyz_is_ready_when_jobs_are_on_time(client: Client, runs: list[str]) -> None:
    set_last_success("probe.count", ago=4 * HOUR)
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert response.json()["jobs"]["probe.count"]["late"] is False


def test_readyz_says_which_job_is_late(client: Client, runs: list[str]) -> None:
    set_last_success("probe.count", ago=5 * HOUR + timedelta(minutes=1))
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["jobs"]["probe.count"]["late"] is True


def test_readyz_is_not_ready_when_no_worker_ever_worked(client: Client, runs: list[str]) -> None:
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["jobs"]["probe.count"] == {"last_success": None, "late": True}


def test_readyz_counts_letters_and_names_nobody(client: Client, queue: Queue) -> None:
    queue()
    Outbox.objects.filter(pk=queue().pk).update(state="failed", attempts=7)
    response = client.get("/readyz")
    assert response.json()["queue"] == {"waiting": 1, "failed": 1}
    assert b"@" not in response.content


@pytest.mark.django_db(transaction=True)
def test_readyz_without_a_database_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    connection = connections["default"]
    connection.close()
    with monkeypatch.context() as patch:
        patch.setitem(connection.settings_dict, "PORT", "1")
        response = client.get("/readyz")
    connection.close()
    assert response.status_code == 503
    assert response.json() == {"ready": False, "database": "away"}


def test_healthz_answers_without_a_database(client: Client) -> None:
    # No database mark: pytest-django refuses any query here.
    response = client.get("/healthz")
    assert response.content.strip() == b"ok"


def test_every_built_in_job_is_registered() -> None:
    names = {job.name for job in jobs.registered()}
    assert {"post.prune_tasks", "post.prune_links", "post.sweep"} <= names


@pytest.mark.django_db
def test_prune_cache_deletes_only_what_has_run_out(settings: Settings) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "post_cache"}}
    caches["default"].set("old", "Ada Lark", 60)
    caches["default"].set("new", "Thistlewick School", 3600)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE post_cache SET expires = now() - interval '1 second' WHERE cache_key LIKE '%old'")

    upkeep.prune_cache()

    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM post_cache")
        assert cursor.fetchall() == [(":1:new",)]


def test_prune_letters_forgets_addresses_of_letters_that_failed_long_ago(queue: Queue) -> None:
    for days, state in ((31, "failed"), (29, "failed"), (31, "queued")):
        made = timezone.now() - timedelta(days=days)
        Outbox.objects.filter(pk=queue().pk).update(created_at=made, state=state, attempts=7)

    upkeep.prune_letters()

    assert sorted(Outbox.objects.values_list("state", flat=True)) == ["failed", "queued"]
