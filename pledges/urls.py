"""Addresses under /pledge/. Public ones are promises: add freely, never rename."""

from django.urls import path

from . import easy_journey
from .journey import STEPS
from .views import (
    easy_signing,
    easy_words,
    handing_over,
    listing,
    listing_easy,
    lost_link,
    organisations,
    own,
    own_easy,
    own_receipt,
    pledge,
    seals,
    signing,
    stop,
    taking_over,
)

app_name = "pledges"

# Screens of easy read stand at the address of the page in all the words, with one more part.
EASY_QUESTIONS = {question: question.replace("_", "-") for question in easy_journey.QUESTIONS}
SIGN_IN_EASY_READ = [
    path("sign/easy-read/", easy_signing.start, name="sign_easy"),
    *(
        path(f"sign/{slug}/easy-read/", easy_signing.question, {"name": question}, f"sign_{question}_easy")
        for question, slug in EASY_QUESTIONS.items()
    ),
    path("sign/changed/easy-read/", easy_signing.changed, name="sign_changed_easy"),
    path("sign/group/easy-read/", easy_signing.group, name="sign_group_easy"),
    path("sign/check/easy-read/", easy_signing.check, name="sign_check_easy"),
    path("sign/change/easy-read/", easy_signing.change, name="sign_change_easy"),
    path("sign/sent/easy-read/", easy_signing.sent, name="sign_sent_easy"),
    path("sign/clear/easy-read/", signing.clear, {"then": "pledges:sign_cleared_easy"}, name="sign_clear_easy"),
    path("sign/cleared/easy-read/", easy_signing.cleared, name="sign_cleared_easy"),
    # What only one of the two forms has leads to the same question in the other.
    *(
        path(f"sign/{name}/easy-read/", easy_signing.step, {"name": name}, f"sign_{name}_easy")
        for name in STEPS
        if name not in EASY_QUESTIONS
    ),
    *(
        path(f"sign/{slug}/", easy_signing.likewise, {"then": f"pledges:sign_{easy_journey.QUESTIONS[question]}"})
        for question, slug in EASY_QUESTIONS.items()
        if question not in STEPS
    ),
    path("sign/changed/", easy_signing.likewise, {"then": "pledges:sign_choices"}),
    path("sign/change/", easy_signing.likewise, {"then": "pledges:sign_check"}),
]

urlpatterns = [
    path("", pledge.pledge, name="pledge"),
    path("versions/<int:n>/", pledge.pledge_version, name="pledge_version"),
    path("easy-read/", easy_words.pledge, name="pledge_easy"),
    path("easy-read/<int:page>/", easy_words.pledge, name="pledge_easy_page"),
    path("easy-read/all/", easy_words.pledge, {"whole": True}, "pledge_easy_all"),
    path("versions/<int:n>/easy-read/all/", easy_words.pledge, {"whole": True}, "pledge_version_easy_all"),
    path("versions/<int:n>/easy-read/", easy_words.pledge, name="pledge_version_easy"),
    path("versions/<int:n>/easy-read/<int:page>/", easy_words.pledge, name="pledge_version_easy_page"),
    path("signatories/", listing.signatories, name="signatories"),
    path("signatories/easy-read/", listing_easy.signatories, name="signatories_easy"),
    path("signatories/easy-read/<int:page>/", listing_easy.signatories, name="signatories_easy_page"),
    path("signatories.csv", listing.signatories_csv, name="signatories_csv"),
    path("signatories.json", listing.signatories_json, name="signatories_json"),
    path("organisations/<slug:slug>/", organisations.organisation, name="organisation"),
    path("organisations/<slug:slug>/easy-read/", organisations.organisation_easy, name="organisation_easy"),
    path("organisations/<slug:slug>/certificate.pdf", organisations.certificate, name="certificate"),
    path("organisations/<slug:slug>/badge.svg", organisations.badge, name="badge"),
    path("seals/", seals.page, name="seals"),
    path("seals/easy-read/", seals.easy, name="seals_easy"),
    path("seals/easy-read/<int:page>/", seals.easy, name="seals_easy_page"),
    path("seals.json", seals.as_json, name="seals_json"),
    path("seals.csv", seals.as_csv, name="seals_csv"),
    path("sign/", signing.start, name="sign"),
    *(path(f"sign/{name}/", signing.step, {"name": name}, f"sign_{name}") for name in STEPS),
    path("sign/group/", signing.group, name="sign_group"),
    path("sign/check/", signing.check, name="sign_check"),
    path("sign/sent/", signing.sent, name="sign_sent"),
    path("sign/clear/", signing.clear, name="sign_clear"),
    path("sign/cleared/", signing.cleared, name="sign_cleared"),
    *SIGN_IN_EASY_READ,
    path("confirm/<token>/", own.confirm, name="confirm"),
    path("confirm/<token>/easy-read/", own.confirm, {"easy": True}, name="confirm_easy"),
    path("yours/<token>/easy-read/", own_easy.yours, name="yours_easy"),
    path("yours/<token>/known/easy-read/", own_easy.known, name="known_easy"),
    path("yours/<token>/known/<int:n>/easy-read/", own_easy.known, name="known_part_easy"),
    path("yours/<token>/choices/easy-read/", own_easy.choices, name="choices_easy"),
    path("yours/<token>/choices/<purpose>/easy-read/", own_easy.choose, name="choose_easy"),
    path("yours/<token>/hide/easy-read/", own_easy.hide, name="hide_easy"),
    path("yours/<token>/edit/easy-read/", own_easy.edit, name="edit_easy"),
    path("yours/<token>/edit/<field>/easy-read/", own_easy.edit_one, name="edit_one_easy"),
    path("yours/<token>/words/easy-read/", own_easy.words, name="words_easy"),
    path("yours/<token>/words/<int:n>/easy-read/", own_easy.words_part, name="words_part_easy"),
    path("yours/<token>/words/stand-by/easy-read/", own_easy.stand_by, name="stand_by_easy"),
    path("yours/<token>/receipt/easy-read/", own_receipt.easy, name="receipt_easy"),
    path("yours/<token>/receipt/<int:n>/easy-read/", own_receipt.easy, name="receipt_part_easy"),
    path("yours/<token>/receipt/easy-read/receipt.pdf", own_receipt.as_file, {"kind": "easy_pdf"}, "receipt_pdf_easy"),
    path("yours/<token>/leave/easy-read/", own_easy.leave, name="leave_easy"),
    path("yours/<token>/new-link/easy-read/", own.new_link, {"easy": True}, name="new_link_easy"),
    path("left/easy-read/", own_easy.left, name="left_easy"),
    path("link-sent/easy-read/", own_easy.link_sent, name="link_sent_easy"),
    path("lost-link/", lost_link.lost_link, name="lost_link"),
    path("lost-link/easy-read/", lost_link.lost_link, {"easy": True}, name="lost_link_easy"),
    path("stop/<token>/", stop.stop, name="stop"),
    path("stop/<token>/easy-read/", stop.stop, {"easy": True}, name="stop_easy"),
    path("stop/<token>/leave/", stop.leave, name="stop_leave"),
    path("stop/<token>/leave/easy-read/", stop.leave, {"easy": True}, name="stop_leave_easy"),
    path("stopped/", stop.stopped, name="stopped"),
    path("stopped/easy-read/", stop.stopped, {"easy": True}, name="stopped_easy"),
    path("not-me/", stop.not_me, name="not_me"),
    path("not-me/easy-read/", stop.not_me, {"easy": True}, name="not_me_easy"),
    path("yours/<token>/", own.yours, name="yours"),
    path("yours/<token>/choices/<purpose>/", own.choose, name="choose"),
    path("yours/<token>/edit/", own.edit, name="edit"),
    path("yours/<token>/words/", own.words, name="words"),
    path("yours/<token>/download/", own.download, name="download"),
    path("yours/<token>/receipt/", own_receipt.receipt, name="receipt"),
    path("yours/<token>/receipt/receipt.pdf", own_receipt.as_file, {"kind": "pdf"}, "receipt_pdf"),
    path("yours/<token>/receipt/receipt.json", own_receipt.as_file, {"kind": "json"}, "receipt_json"),
    path("receipt-schema.json", own_receipt.schema, name="receipt_schema"),
    path("yours/<token>/leave/", own.leave, name="leave"),
    path("yours/<token>/new-link/", own.new_link, name="new_link"),
    path("yours/<token>/hand-over/", handing_over.invite, name="invite"),
    path("yours/<token>/hand-over/easy-read/", handing_over.invite_easy, name="invite_easy"),
    path("yours/<token>/hand-over/stop/", handing_over.stop_inviting, name="stop_inviting"),
    path("yours/<token>/hand-over/stop/easy-read/", handing_over.stop_inviting_easy, name="stop_inviting_easy"),
    path("hand-over/<token>/", taking_over.hand_over, name="hand_over"),
    path("hand-over/<token>/easy-read/", taking_over.hand_over_easy, name="hand_over_easy"),
    path("left/", own.left, name="left"),
    path("link-sent/", own.link_sent, name="link_sent"),
]
