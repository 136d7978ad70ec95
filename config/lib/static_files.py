"""How our own files are named where the site is served."""

from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]


class ModuleStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Names in the imports of scripts are made those of the files as they are now, so that all may be kept for ever."""

    support_js_module_import_aggregation = True
