"""Answers that pages of several apps give."""

from django.http import HttpResponseRedirect


class SeeOther(HttpResponseRedirect):
    """303, after a POST: look at this page. Unlike 302 it leaves no doubt that the next request is a GET."""

    status_code = 303
