"""Files that people send, cut off while they arrive: Django itself puts no limit on them."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

# Bytes of a request beside its files: the other fields, and the marks between them.
BESIDE = 1_000_000


class LimitedUpload(FileUploadHandler):
    """Counts all files of a request together and keeps nothing. It stands before the handlers that keep them.

    What says at the start that it is too big is not read at all; what lies about it is read as far as the limit.
    """

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.seen = 0

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *args: Any, **more: Any) -> None:
        if content_length > settings.UPLOAD_MAX_BYTES + BESIDE:
            raise RequestDataTooBig("The request is longer than any that we take.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.seen += len(raw_data)
        if self.seen > settings.UPLOAD_MAX_BYTES:
            # Django keeps what is half there, open and on disk, until something collects it.
            for handler in self.request.upload_handlers if self.request else ():
                handler.upload_interrupted()
            raise RequestDataTooBig("The files are larger than any that we take.")
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The next handler has it."""
