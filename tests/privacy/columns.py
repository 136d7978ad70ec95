"""Every column that could hold words, and whether they may be somebody's. A column nobody thought about fails the test.

Numbers, moments, yes or no, and random ids need no entry, nor does a column that a check constraint ties to a fixed
list. All else does, also a day (it could be a birthday), a fraction (a place on the map) and what other packages keep.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from tests.conftest import Cursor

WORDLESS = ("boolean", "smallint", "integer", "bigint", "timestamp with time zone", "uuid")

# What may hold somebody's words, and the act that puts them there. tests/privacy/planting.py does each of these acts.
# Whatever stands here goes when they leave: it hangs on pledges_person and goes with it (pledges_person_gone,
# pledges_person_organisation), or it has an end of its own (ENDS below).
PERSONAL = {
    "pledges_draft.answers": "filling in the signing pages",
    "pledges_person.name": "signing, and editing",
    "pledges_person.email": "signing",
    "pledges_person.canonical": "signing",
    "pledges_person.name_norm": "signing, and editing",
    "pledges_revision.name_shown": "signing, and editing",
    "pledges_revision.role": "signing, and editing",
    "pledges_revision.organisation_typed": "signing, and editing",
    "pledges_revision.promise": "signing, and editing",
    "pledges_publicentry.organisation": "being approved",
    "pledges_publicentry.name": "being approved, with consent to show the name",
    "pledges_publicentry.role": "being approved, with consent to show the name",
    "pledges_publicentry.promise": "being approved",
    "pledges_publicentry.page": "being approved: the slug of the organisation",
    "pledges_publicentry.v": "being approved: the words of organisation and name",
    "pledges_word.word": "being approved: each of these words",
    "pledges_word.near": "being approved: each of these words, spelt with a letter left out",
    "pledges_organisation.slug": "being approved: the organisation is made",
    "pledges_organisation.name": "being approved: the organisation is made",
    "pledges_organisation.name_norm": "being approved: the organisation is made",
    "pledges_handover.email": "asking a colleague to take over",
    "pledges_note.text": "a moderator's note",
    "post_outbox.recipient": "every letter, until it has gone, and asking for a lost link, until somebody looked",
    "post_cache.value": "somebody reading a page that shows names",
}

# What may be there a moment after somebody has left, why, and when it ends. Nothing else may.
ENDS = {
    "pledges_draft.answers": "a form that was begun elsewhere and never sent; deleted when its day is over",
    "post_outbox.recipient": "the receipt for leaving, deleted when it has gone, or 30 days after it could not be sent;"
    " and what somebody typed to get a lost link, deleted when the worker has looked",
    "post_cache.value": "a page that no reader gets any more; deleted when its minute is over",
}

# Whom we write to about audits: planted, and seen to go, by tests/privacy/test_audits.py.
OF_AUDITS = {
    "participation_lead.name": "staff writing who leads a service",
    "participation_lead.email": "staff writing who leads a service",
    "participation_holder.name": "being invited, and staff sending a link",
    "participation_holder.email": "being invited, being asked by a colleague, and staff sending a link",
}

# What never holds a word of somebody who signs, by the reason why.
IMPERSONAL = {
    "our own words, shown to everybody": (
        "pledges_pledge.slug",
        "pledges_pledge.title",
        *(
            f"pledges_{wording}.{column}"
            for wording in ("pledgewording", "purposewording", "noticeversion")
            for column in ("language", "standard", "easy")
        ),
    ),
    "a charter's words, written by staff and shown to everybody; no person is named in them": (
        *("charters_charter.slug", "charters_charter.title", "charters_clausekey.key"),
        *(
            f"charters_version.{column}"
            for column in ("title", "language", "intro", "easy_intro", "note", "easy_note", "document")
        ),
        *("charters_version.review_by", "charters_version.withdrawn_reason", "charters_agreedtext.document"),
        *(f"charters_section.{column}" for column in ("label", "heading", "intro", "easy", "made_as")),
        *("charters_clause.text", "charters_clause.target_date", "charters_step.rows"),
        *(f"charters_easyreadline.{column}" for column in ("text", "picture", "alt", "meaning", "for_md5")),
        *("charters_glossaryword.word", "charters_glossaryword.meaning"),
        *("charters_reference.title", "charters_reference.address"),
        *("charters_attachment.title", "charters_attachment.name", "charters_file.content"),
        "charters_storedfile.content",
        *("charters_meetingrules.earliest", "charters_meetingrules.latest"),
        *(f"charters_lintexception.{column}" for column in ("rule", "text", "reason")),
    ),
    "people who helped, as they asked to be thanked; staff can take a name out at any time": ("charters_credit.text",),
    "a document that staff are turning into a charter, by the member of staff's number; gone after a day": (
        *(f"charters_importeddocument.{column}" for column in ("start", "understood", "answers", "export", "seen")),
    ),
    "a partner organisation and its mailbox, kept by staff, and what it answered for the record": (
        *("charters_partner.name", "charters_partner.email", "charters_agreement.reason"),
        "charters_readercheck.group",
    ),
    "the questions of audits, written by staff and shown to everybody": (
        *("participation_questionset.title", "participation_questionset.note"),
        *(
            f"participation_question.{column}"
            for column in (
                *("key", "text", "guidance", "not_yet", "starting", "doing", "shared", "easy", "easy_levels"),
            )
        ),
    ),
    "a service and its days; a group's name for our staff; the pages ask for nobody's name": (
        *("participation_service.slug", "participation_service.name"),
        *("participation_service.asked_on", "participation_service.left_on", "participation_return.more_time_until"),
        *(f"participation_round.{day}" for day in ("opens_on", "due_on", "closes_on")),
        "participation_panel.name",
    ),
    "what came of a return, said for everybody to read: of services and roles; the pages ask for no names": (
        *("participation_agreedlevel.reason", "participation_publicreply.text"),
        *("participation_action.what", "participation_action.who"),
        *("participation_action.first_due_on", "participation_action.due_on", "participation_actionreminder.due_on"),
        *(f"participation_actionstep.{column}" for column in ("text", "due_on", "url")),
        *("participation_round.publish_note", "participation_snapshot.note", "participation_snapshot.document"),
        *("participation_serviceresult.name", "participation_serviceresult.document"),
    ),
    "what a service says of its work, in files cleaned of who wrote them; the pages ask for no names": (
        *(f"participation_answer.{column}" for column in ("not_applicable", "note", "changed")),
        *(f"participation_evidence.{column}" for column in ("text", "url", "reason")),
        *("participation_evidencefile.name", "participation_evidencefile.content"),
        *("participation_handback.reason", "participation_erasure.reason"),
    ),
    "a line of easy read as a group read it, and why staff leave it as it is; the pages ask for no name": (
        *("charters_readingresult.text", "charters_readingresult.picture", "charters_readingreply.words"),
    ),
    "what staff say of a picture; the page asks for a group's name, and taking the picture back takes the credit too": (
        *(f"charters_picture.{column}" for column in ("name", "shows", "words", "credit")),
        *(f"charters_picture.{column}" for column in ("licence_text", "source", "withdrawn_reason")),
    ),
    "a code from a list in our source": (
        "pledges_decision.reason",
        "pledges_signatureevent.state",
        "charters_versionevent.state",
        "post_outbox.about_app",
        "post_outbox.template",
        "post_token.about_app",
        "post_generation.name",
        "post_heartbeat.job",
    ),
    "a hash of a random secret, of ledger entries, or of published content": (
        "pledges_draft.key",
        "pledges_consententry.prev",
        "pledges_consententry.hash",
        "pledges_subject.ledger_head",
        "pledges_seal.prev",
        "pledges_seal.root",
        "post_token.hash",
        "post_cache.cache_key",
        "charters_version.hash",
        "charters_file.hash",
        "charters_picture.hash",
        "charters_picture.file_id",
        "charters_storedfile.hash",
        "charters_attachment.file_id",
        "charters_partner.logo_id",
        "charters_versionfile.file_id",
        "participation_evidencefile.hash",
        *(f"charters_{table}.hash" for table in ("agreement", "agreementrequest", "agreedtext", "readercheck")),
    ),
    "a hash under our own key, which nobody else can make again": (
        "pledges_organisation.slug_hash",
        "pledges_formerorganisation.hash",
        "post_suppression.hash",
        "post_tally.key",
    ),
    "ids and codes: ids of rows and of workers, codes of reasons, a random number at our own domain": (
        "post_outbox.ids",
        "post_outbox.message_id",
        "django_tasks_database_dbtaskresult.args_kwargs",
        "django_tasks_database_dbtaskresult.worker_ids",
        "django_tasks_database_dbtaskresult.return_value",
    ),
    "names in source code; of an error its class and its lines, never its text": (
        "django_tasks_database_dbtaskresult.backend_name",
        "django_tasks_database_dbtaskresult.queue_name",
        "django_tasks_database_dbtaskresult.status",
        "django_tasks_database_dbtaskresult.task_path",
        "django_tasks_database_dbtaskresult.exception_class_path",
        "django_tasks_database_dbtaskresult.traceback",
        "auth_permission.codename",
        "auth_permission.name",
        "django_content_type.app_label",
        "django_content_type.model",
        "django_migrations.app",
        "django_migrations.name",
    ),
    "council staff, who have accounts and do not sign here": (
        "auth_group.name",
        "desk_staffmember.email",
        "desk_staffmember.first_name",
        "desk_staffmember.last_name",
        "desk_staffmember.password",
        "desk_staffmember.username",
        "django_session.session_key",
        "django_session.session_data",
    ),
    "which member of staff did what, by number, route and reference": (
        "django_admin_log.change_message",
        "django_admin_log.object_id",
        "django_admin_log.object_repr",
        "pghistory_context.metadata",
        *(
            f"{table}.{column}"
            for table in (
                "desk_staffgroupevent",
                "desk_staffmemberevent",
                "pledges_signatureevent",
                "charters_versionevent",
            )
            for column in ("pgh_context", "pgh_label")
        ),
    ),
}

COLUMNS = """
    SELECT CASE n.nspname WHEN 'public' THEN '' ELSE n.nspname || '.' END || c.relname || '.' || a.attname,
        a.attname, format_type(a.atttypid, NULL),
        ARRAY(SELECT pg_get_constraintdef(k.oid) FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'c')
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'm', 'f') AND a.attnum > 0 AND NOT a.attisdropped
        AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
"""


def wordy_columns(cursor: Cursor) -> set[str]:
    """Every column of the database that could hold words, whoever made its table."""
    cursor.execute(COLUMNS)
    return {
        place
        for place, name, kind, checks in cursor.fetchall()
        if kind not in WORDLESS and not any(_is_fixed_list(check, name) for check in checks)
    }


def _is_fixed_list(check: str, column: str) -> bool:
    """Whether this constraint by itself, and for every row, ties the column to words written in the constraint."""
    return bool(re.fullmatch(rf"CHECK \(\({column} = ANY \(ARRAY\[('[^']*'::text(, )?)+\]\)\)\)", check))


def classified(personal: Iterable[str] = PERSONAL, impersonal: Mapping[str, Iterable[str]] = IMPERSONAL) -> list[str]:
    """Every column that somebody has thought about."""
    return [*personal, *OF_AUDITS, *_all(impersonal)]


def _all(impersonal: Mapping[str, Iterable[str]]) -> Iterator[str]:
    for columns in impersonal.values():
        yield from columns


def unclassified(cursor: Cursor) -> set[str]:
    """Columns that nobody has said anything about yet."""
    return wordy_columns(cursor) - set(classified())
