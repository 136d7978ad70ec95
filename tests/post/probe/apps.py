from django.apps import AppConfig

from tests.post import probe


class ProbeConfig(AppConfig):
    name = "tests.post.probe"
    label = "probe"

    def ready(self) -> None:
        probe.register()
