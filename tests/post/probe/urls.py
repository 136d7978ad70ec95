"""The site as it is routed with DEBUG. Under test DEBUG is off, whatever the environment says."""

from django.urls import include, path

import config.urls
from post.urls import patterns

urlpatterns = [path("", include((patterns(debug=True), "post"))), *config.urls.urlpatterns]
