"""A file of evidence without what was written beside its content."""

from charters.uploads import Upload


def cleaned(upload: Upload) -> Upload:
    return upload
