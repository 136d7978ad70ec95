"""Organisations: made or matched when a signature is approved, merged, and gone with the last who stands for them."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from pledges.actions import (
    Details,
    OrganisationGone,
    Which,
    approve,
    decide_together,
    edit,
    forget_replaced,
    leave,
    match,
    merge,
    rename_organisation,
    undo,
)
from pledges.alike import in_doubt, offer_for
from pledges.kinds import ORGANISATION_KINDS, PERSON_KINDS, Judgement, Kind, State
from pledges.models import FormerOrganisation, Organisation, PublicEntry, Revision, Signature
from pledges.models.signatures import WrongState
from pledges.slugs import LONGEST, RESERVED, free_slug, hash_of, slug_of
from post.models import Generation
from tests.factories import StaffMemberFactory, make_signature

from .own_pages import settle

pytestmark = pytest.mark.django_db


def school(name: str = "Thistlewick School", **fields: Any) -> Signature:
    """A school on the list, or in the state asked for."""
    signature = make_signature(organisation=name, **fields)
    settle()
    return signature


def of(signature: Signature) -> Organisation:
    organisation = Signature.objects.select_related("organisation").get(pk=signature.pk).organisation
    assert organisation is not None
    return organisation


def renamed(signature: Signature, name: str) -> None:
    """The signatory says that it is called otherwise now."""
    live = Revision.objects.get(signature=signature, state="live")
    details = Details(name=live.name_shown, role=live.role, organisation=name, promise=live.promise)
    edit(subject_id=signature.pk, details=details)
    settle()


# Slugs


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Thistlewick School", "thistlewick-school"),
        ("  St. Mary's C of E, Upton & Vale ", "st-marys-c-of-e-upton-and-vale"),
        ("Łódź Straße Ørsted Æther", "lodz-strasse-orsted-aether"),
        ("École élémentaire", "ecole-elementaire"),
        ("A_b__c", "a-b-c"),
        ("a" * 200, "a" * LONGEST),
    ],
)
def test_slug_is_the_name_in_plain_letters(name: str, slug: str) -> None:
    assert slug_of(name) == slug


def test_slug_does_not_end_in_the_middle_of_a_word() -> None:
    assert slug_of("The federation of nursery and primary schools of all the Quillmere valleys") == (
        "the-federation-of-nursery-and-primary-schools-of-all-the"
    )


@pytest.mark.parametrize("name", ["王小明学校", "школа", "\U0001f600"])
def test_name_without_latin_letters_has_a_random_slug(name: str) -> None:
    assert len(slug_of(name)) == 8
    assert slug_of(name) != slug_of(name)
    assert of(school(name)).name == name


@pytest.mark.parametrize("word", sorted(RESERVED))
def test_reserved_word_gets_a_number(word: str) -> None:
    assert free_slug(word, lambda slug, is_first: False) == f"{word}-2"


def test_slug_of_another_is_never_given_again() -> None:
    first, second = school(), school(state=State.AWAITING)
    approve(subject_id=second.pk, by=StaffMemberFactory.create(), organisation=Which())
    settle()
    assert [of(first).slug, of(second).slug] == ["thistlewick-school", "thistlewick-school-2"]
    leave(subject_id=second.pk)
    settle()

    third = school(state=State.AWAITING)
    approve(subject_id=third.pk, by=StaffMemberFactory.create(), organisation=Which())

    assert of(third).slug == "thistlewick-school-3"


# Approving


def test_approving_makes_an_organisation() -> None:
    organisation = of(school("Thistlewick  Schöol"))

    assert (organisation.name, organisation.name_norm) == ("Thistlewick  Schöol", "thistlewick school")
    assert (organisation.kind, organisation.slug) == (Kind.SCHOOL, "thistlewick-school")


@pytest.mark.parametrize("kind", [*PERSON_KINDS, Kind.GROUP])
def test_people_and_groups_have_none(kind: str) -> None:
    signature = make_signature(kind=kind)

    assert signature.organisation is None
    assert not Organisation.objects.exists()


def test_nobody_makes_one_by_typing() -> None:
    for state in (State.UNCONFIRMED, State.AWAITING, State.CHANGES_ASKED, State.REJECTED, State.HELD):
        make_signature(state=state)

    assert not Organisation.objects.exists()


@pytest.mark.parametrize("name", ["Thistlewick School", "THISTLEWICK  school", "Thistlewíck, School!"])
def test_approving_without_a_choice_matches_the_same_name(name: str) -> None:
    first, second = school(), school(name)

    assert of(first) == of(second)


def test_same_name_of_another_kind_is_another_organisation() -> None:
    assert of(school()) != of(school(kind=Kind.COLLEGE))


def test_moderator_says_which_it_is() -> None:
    first, second = school(), school("The old mill", state=State.AWAITING)

    approve(subject_id=second.pk, by=StaffMemberFactory.create(), organisation=Which(known=of(first).pk))

    assert of(second) == of(first)
    assert of(first).name == "Thistlewick School"


def test_organisation_that_has_gone_meanwhile_is_not_approved_with() -> None:
    first, second = school(), school("Other", state=State.AWAITING)
    gone = of(first).pk
    leave(subject_id=first.pk)
    settle()

    with pytest.raises(OrganisationGone):
        approve(subject_id=second.pk, by=StaffMemberFactory.create(), organisation=Which(known=gone))

    second.refresh_from_db()
    assert second.state == State.AWAITING


def test_together_the_same_are_matched_and_new_ones_made() -> None:
    waiting = [school(name, state=State.AWAITING) for name in ("Alpha", "ALPHA", "Beta")]

    decide_together(seen={one.pk: None for one in waiting}, by=StaffMemberFactory.create(), act=Judgement.APPROVE)

    first, second, third = (of(one) for one in waiting)
    assert first == second != third


def test_those_that_are_nearly_the_same_are_in_doubt() -> None:
    school("Thistlewick School")
    waiting = [
        school(name, state=State.AWAITING, **more)
        for name, more in (
            ("Thistlewick Primary School", {}),
            ("thistlewick school", {}),
            ("Thistlewick School", {"kind": Kind.COLLEGE}),
            ("Netherby Academy", {}),
        )
    ]

    assert in_doubt(waiting) == {waiting[0].pk, waiting[2].pk}


def test_two_of_one_name_are_in_doubt() -> None:
    school()
    approve(subject_id=school(state=State.AWAITING).pk, by=StaffMemberFactory.create(), organisation=Which())
    waiting = school(state=State.AWAITING)

    assert in_doubt([waiting]) == {waiting.pk}


# Undoing


def test_undo_takes_the_organisation_away_again() -> None:
    signature = school(state=State.AWAITING)
    staff = StaffMemberFactory.create()
    approve(subject_id=signature.pk, by=staff)
    settle()

    undo(subject_id=signature.pk, by=staff)
    settle()

    signature.refresh_from_db()
    assert signature.organisation_id is None
    assert not Organisation.objects.exists()


def test_undo_of_a_change_puts_back_the_organisation_of_before() -> None:
    signature, other = school("Alpha House"), school("Beta Lodge")
    alpha, staff = of(signature), StaffMemberFactory.create()
    renamed(signature, "Beta Lodge")
    approve(subject_id=signature.pk, by=staff, organisation=Which(known=of(other).pk))
    settle()
    assert of(signature) == of(other)
    assert Organisation.objects.filter(pk=alpha.pk).exists(), "it is kept as long as this can be undone"

    undo(subject_id=signature.pk, by=staff)
    settle()

    assert of(signature) == alpha


def test_undo_of_a_new_name_puts_back_the_old_one() -> None:
    signature, staff = school("Alpha House"), StaffMemberFactory.create()
    renamed(signature, "Omega House")
    approve(subject_id=signature.pk, by=staff)
    settle()
    assert (of(signature).name, of(signature).slug) == ("Omega House", "alpha-house")

    undo(subject_id=signature.pk, by=staff)

    assert of(signature).name == "Alpha House"


def test_organisation_of_before_goes_when_nothing_can_be_undone_any_more() -> None:
    signature, other = school("Alpha House"), school("Beta Lodge")
    renamed(signature, "Beta Lodge")
    approve(subject_id=signature.pk, by=StaffMemberFactory.create(), organisation=Which(known=of(other).pk))
    settle()

    forget_replaced(on=timezone.now() + settings.UNDO_WINDOW + timedelta(seconds=1))
    settle()

    assert list(Organisation.objects.values_list("slug", flat=True)) == ["beta-lodge"]
    assert FormerOrganisation.objects.filter(hash=hash_of("alpha-house"), organisation=None).exists()


# Changes


def test_new_name_of_one_of_two_signatories_leaves_the_organisation_alone() -> None:
    signature, _colleague = school("Alpha House"), school("Alpha House")
    renamed(signature, "Omega House")

    approve(subject_id=signature.pk, by=StaffMemberFactory.create())

    assert of(signature).name == "Alpha House"


def test_moderator_is_asked_where_a_new_name_may_mean_another() -> None:
    signature, _colleague = school("Alpha House"), school("Alpha House")
    renamed(signature, "Omega House")
    waiting = Signature.objects.get(pk=signature.pk)

    offer = offer_for(waiting)

    assert offer is not None
    assert offer.needs_choice
    assert offer.may_rename
    assert in_doubt([waiting]) == {signature.pk}


def test_name_that_the_desk_gave_stays_when_the_promise_changes() -> None:
    signature = school("Alpha House")
    rename_organisation(organisation_id=of(signature).pk, name="Alpha House, Quillmere", kind=Kind.COLLEGE)
    edit(subject_id=signature.pk, details=Details(name="Ada Lark", organisation="Alpha House", promise="More."))

    approve(subject_id=signature.pk, by=StaffMemberFactory.create())

    assert (of(signature).name, of(signature).kind) == ("Alpha House, Quillmere", Kind.COLLEGE)


@pytest.mark.parametrize("state", [State.AWAITING, State.WITHDRAWN])
def test_only_what_stands_on_the_list_is_matched(state: State) -> None:
    with pytest.raises(WrongState):
        match(subject_id=make_signature(state=state).pk)


def test_person_is_not_matched() -> None:
    with pytest.raises(WrongState):
        match(subject_id=make_signature(kind=Kind.PARENT_CARER).pk)


def test_one_approved_before_there_were_organisations_is_matched() -> None:
    signature = school()
    Signature.objects.filter(pk=signature.pk).update(organisation=None)
    settle()
    assert list(Signature.objects.without_organisation()) == [signature]

    match(subject_id=signature.pk)

    assert of(signature).slug == "thistlewick-school"
    assert not Signature.objects.without_organisation().exists()


def test_merging_moves_signatures_and_leads_the_old_address_on() -> None:
    first, second = school("Alpha House"), school("Alpha Hse")

    merge(organisation_id=of(second).pk, into_id=of(first).pk)
    settle()

    assert of(first) == of(second)
    assert FormerOrganisation.objects.get().organisation == of(first)
    leave(subject_id=first.pk)
    leave(subject_id=second.pk)
    settle()
    assert list(FormerOrganisation.objects.values_list("organisation", flat=True)) == [None, None]


def test_merging_again_leads_all_old_addresses_to_the_last() -> None:
    first, second, third = school("Alpha House"), school("Beta Lodge"), school("Gamma Hall")
    for ending, staying in ((first, second), (second, third)):
        merge(organisation_id=of(ending).pk, into_id=of(staying).pk)
        settle()

    assert {former.organisation for former in FormerOrganisation.objects.all()} == {of(third)}


def test_organisation_is_not_merged_with_itself() -> None:
    number = of(school()).pk

    with pytest.raises(ValueError, match="itself"):
        merge(organisation_id=number, into_id=number)


# Going


def test_last_to_leave_takes_the_organisation_along() -> None:
    first, second = school(), school()

    leave(subject_id=first.pk)
    settle()
    assert of(second).slug == "thistlewick-school"
    assert Signature.objects.get(pk=first.pk).organisation == of(second), "days are shown as long as it is there"
    leave(subject_id=second.pk)
    settle()

    assert not Organisation.objects.exists()
    assert not Signature.objects.filter(organisation__isnull=False).exists()
    former = FormerOrganisation.objects.get()
    assert bytes(former.hash) == hash_of("thistlewick-school")


def test_organisation_that_comes_back_has_its_address_again() -> None:
    leave(subject_id=school().pk)
    settle()

    again = school()

    assert of(again).slug == "thistlewick-school"
    leave(subject_id=again.pk)
    settle()
    assert FormerOrganisation.objects.count() == 1


def test_successor_in_the_same_transaction_keeps_the_organisation() -> None:
    leaving = school()
    organisation = of(leaving)

    leave(subject_id=leaving.pk)
    successor = make_signature(organisation="Thistlewick School")
    settle()

    assert of(successor) == organisation
    assert not FormerOrganisation.objects.exists()


def test_organisation_nobody_stands_for_does_not_outlive_its_transaction() -> None:
    Organisation.objects.create(slug="a", slug_hash=hash_of("a"), name="A", name_norm="a", kind=Kind.SCHOOL)

    settle()

    assert not Organisation.objects.exists()


def test_every_change_that_shows_moves_the_generation() -> None:
    signature, other = school("Alpha House"), school("Beta Lodge")
    seen = [Generation.current("signatories")]

    rename_organisation(organisation_id=of(signature).pk, name="Alpha Hall", kind=Kind.SCHOOL)
    seen.append(Generation.current("signatories"))
    match(subject_id=signature.pk, which=Which(known=of(other).pk))
    seen.append(Generation.current("signatories"))
    settle()
    seen.append(Generation.current("signatories"))

    assert len(set(seen)) == 4


@pytest.mark.django_db(transaction=True)
def test_two_who_leave_at_once_leave_no_organisation_behind() -> None:
    two = [make_signature(organisation="Thistlewick School") for _n in range(2)]
    ready = threading.Barrier(2)

    def go(signature: Signature) -> None:
        try:
            ready.wait(5)
            leave(subject_id=signature.pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=[one]) for one in two]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(15)

    assert not Organisation.objects.exists()
    assert FormerOrganisation.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_moderators_at_once_make_one_organisation() -> None:
    staff = StaffMemberFactory.create()
    waiting = [make_signature(organisation="Thistlewick School", state=State.AWAITING) for _n in range(2)]
    ready = threading.Barrier(2)

    def go(signature: Signature) -> None:
        try:
            ready.wait(5)
            approve(subject_id=signature.pk, by=staff)
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=[one]) for one in waiting]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(15)

    assert Organisation.objects.count() == 1
    assert PublicEntry.objects.count() == 2


def test_every_kind_of_organisation_can_be_one() -> None:
    for kind in ORGANISATION_KINDS:
        assert of(make_signature(kind=kind)).kind == kind
