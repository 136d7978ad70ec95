from django.apps import AppConfig


class ProbeConfig(AppConfig):
    name = "tests.post.probe"
    label = "probe"

    def ready(self) -> None:
        from tests.post.probe.letter import register  # noqa: PLC0415 - it needs the models

        register()
