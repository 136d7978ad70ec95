"""The pages of a service's return, behind its private links."""

from django.urls import URLPattern, path

from .views.return_check import check, sent
from .views.return_colleague import colleague
from .views.return_differences import differences
from .views.return_evidence import add, file, remove
from .views.return_link import handed_over, link_sent, new_link
from .views.return_list import task_list
from .views.return_question import question
from .views.stop import stop

urlpatterns: list[URLPattern] = [
    path("return/link-sent/", link_sent, name="return_link_sent"),
    path("return/handed-over/", handed_over, name="return_handed_over"),
    path("return/<str:token>/", task_list, name="return"),
    path("return/<str:token>/questions/<slug:key>/", question, name="return_question"),
    path("return/<str:token>/questions/<slug:key>/evidence/", add, name="return_evidence"),
    path("return/<str:token>/evidence/<uuid:piece>/remove/", remove, name="return_evidence_remove"),
    path("return/<str:token>/evidence/<uuid:piece>/file", file, name="return_evidence_file"),
    path("return/<str:token>/check/", check, name="return_check"),
    path("return/<str:token>/sent/", sent, name="return_sent"),
    path("return/<str:token>/differences/", differences, name="return_differences"),
    path("return/<str:token>/colleague/", colleague, name="return_colleague"),
    path("return/<str:token>/new-link/", new_link, name="return_new_link"),
    path("stop/<str:token>/", stop, name="stop"),
]
