"""Archives in S3, or what speaks as it does: an object that is written in parts, or read as it comes.

Credentials, region and endpoint are boto3's: its environment variables, its files, the machine's role.
"""

import io
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, NamedTuple, cast

from py_api.archive.contents import ANOTHER, InvalidArchive
from py_api.config import package
from py_api.errors import Failure, Unavailable

SCHEME = "s3://"
# S3 takes 10,000 parts of 5 MiB or more each: 193 GiB with these sizes. In memory are one more than those under way.
PART, LARGER_PART = 8 * 2**20, 32 * 2**20
_LARGER_FROM = 5_000
_MOST_PARTS = 10_000
_UNDER_WAY = 2
_TRIES = 3  # to go on with an object whose connection broke, without a byte in between
_CONNECT_SECONDS = 10
_WHERE = "AWS_ENDPOINT_URL_S3 names a server other than Amazon's, AWS_REGION the region."
_CREDENTIALS = "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, name them."
_UNFINISHED = "A lifecycle rule of the bucket removes them: AbortIncompleteMultipartUpload."


class StorageError(Unavailable):
    """S3 has not done what was asked. code: S3_NO_BUCKET and the like (docs/operations.md)."""

    def __init__(self, code: str, message: str, hint: str | None = None) -> None:
        super().__init__(message, hint)
        self.code = code

    def as_json(self) -> dict[str, Any]:
        return {**super().as_json(), "code": self.code}


class Place(NamedTuple):
    bucket: str
    key: str

    def __str__(self) -> str:
        return f"{SCHEME}{self.bucket}/{self.key}"


def place_of(url: str) -> Place:
    """Errors: Failure for what is not s3://BUCKET/KEY."""
    bucket, _, key = url.removeprefix(SCHEME).partition("/")
    if not bucket or not key or key.endswith("/"):
        raise Failure(f"{url} does not name an object", f"It is named as {SCHEME}BUCKET/KEY.")
    return Place(bucket, key)


@contextmanager
def written(url: str) -> Iterator["Upload"]:
    """An object to write; it is there once it is whole. What fails leaves no parts, and an older object as it was."""
    place = place_of(url)
    client = _client(place)
    upload = Upload(client, place)
    try:
        yield upload
        upload.complete()
    except BaseException as error:
        upload.abort(error)
        raise


@contextmanager
def read(url: str) -> Iterator[io.BufferedReader]:
    place = place_of(url)
    with io.BufferedReader(cast("Any", _Download(_client(place), place)), 2**20) as file:
        yield file


def _client(place: Place) -> Any:
    package("boto3", "s3")
    import boto3
    from botocore.config import Config

    with _answering(place, "used"):
        return boto3.session.Session().client("s3", config=Config(connect_timeout=_CONNECT_SECONDS))


class Upload:
    """Bytes for an object; parts go out in threads while the next one comes."""

    def __init__(self, client: Any, place: Place) -> None:
        """Errors: StorageError where the object may not be written."""
        self._client, self._place = client, place
        self._buffer = bytearray()
        self._parts: list[dict[str, Any]] = []
        self._under_way: deque[Future[dict[str, Any]]] = deque()
        self._number = 0
        self._failure: Exception | None = None
        with _answering(place, "written"):
            self._id = client.create_multipart_upload(Bucket=place.bucket, Key=place.key)["UploadId"]
        self._threads = ThreadPoolExecutor(_UNDER_WAY)

    def write(self, data: bytes) -> int:
        self._buffer += data
        while len(self._buffer) >= self._size():
            self._send(self._size())
        return len(data)

    def flush(self) -> None:
        """What is less than a part waits for more."""

    def complete(self) -> None:
        if self._failure is not None:  # what was between us and our caller may have made another error of it
            raise self._failure
        if self._buffer or not self._number:
            self._send(len(self._buffer))
        while self._under_way:
            self._await_one()
        self._threads.shutdown()
        with _answering(self._place, "written"):
            self._client.complete_multipart_upload(**self._names(), MultipartUpload={"Parts": self._parts})

    def abort(self, cause: BaseException) -> None:
        """Leaves nothing of it. Errors: StorageError where S3 does not do that; the cause, where that was hidden."""
        self._threads.shutdown(cancel_futures=True)
        try:
            with _answering(self._place, "written"):
                self._client.abort_multipart_upload(**self._names())
        except StorageError as error:
            reason = getattr(self._failure or cause, "message", type(cause).__name__)
            text = f"{reason}; and parts of {self._place} are still there, as an upload that is not finished: "
            raise StorageError("S3_UNFINISHED", text + error.message, _UNFINISHED) from cause
        if self._failure is not None and self._failure is not cause:
            raise self._failure from None

    def _names(self) -> dict[str, Any]:
        return {"Bucket": self._place.bucket, "Key": self._place.key, "UploadId": self._id}

    def _size(self) -> int:
        return PART if self._number < _LARGER_FROM else LARGER_PART

    def _send(self, size: int) -> None:
        if self._number == _MOST_PARTS:
            self._failure = StorageError("S3_FAILED", f"{self._place} is larger than an upload may be", "Use a file.")
            raise self._failure
        while len(self._under_way) >= _UNDER_WAY:
            self._await_one()
        self._number += 1
        with memoryview(self._buffer) as view:
            data = bytes(view[:size])
        del self._buffer[:size]
        self._under_way.append(self._threads.submit(self._put, self._number, data))

    def _put(self, number: int, data: bytes) -> dict[str, Any]:
        with _answering(self._place, "written"):
            answer = self._client.upload_part(**self._names(), PartNumber=number, Body=data)
        sums = {name: value for name, value in answer.items() if name.startswith("Checksum") and name != "ChecksumType"}
        return {"PartNumber": number, "ETag": answer["ETag"], **sums}

    def _await_one(self) -> None:
        try:
            self._parts.append(self._under_way.popleft().result())
        except Exception as error:
            self._failure = self._failure or error
            raise


class _Download(io.RawIOBase):
    """Goes on where it was when a connection breaks, as long as the object is the same."""

    def __init__(self, client: Any, place: Place) -> None:
        self._client, self._place = client, place
        self._at = 0
        with _answering(place, "read"):
            answer = client.get_object(Bucket=place.bucket, Key=place.key)
        self._body, self._size, self._tag = answer["Body"], answer["ContentLength"], answer["ETag"]

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        from botocore.exceptions import BotoCoreError

        for tries in range(_TRIES):
            if self._at >= self._size:
                return 0
            try:
                if tries:
                    self._reopen()
                data = self._body.read(min(len(buffer), self._size - self._at))
            except BotoCoreError:
                continue
            if data:
                buffer[: len(data)] = data
                self._at += len(data)
                return len(data)
        raise StorageError("S3_UNREACHABLE", f"the connection broke while {self._place} was read", "Try again.")

    def close(self) -> None:
        if not self.closed:
            self._body.close()
        super().close()

    def _reopen(self) -> None:
        self._body.close()
        with _answering(self._place, "read"):
            answer = self._client.get_object(
                Bucket=self._place.bucket, Key=self._place.key, Range=f"bytes={self._at}-", IfMatch=self._tag
            )
        self._body = answer["Body"]


@contextmanager
def _answering(place: Place, done: str) -> Iterator[None]:
    """Errors of boto3 become those of ours. done: what is to be done with the object."""
    from botocore import exceptions

    try:
        yield
    except exceptions.ClientError as error:
        raise _refused(place, done, error.response) from error
    except (exceptions.NoCredentialsError, exceptions.PartialCredentialsError, exceptions.ProfileNotFound) as error:
        raise StorageError("S3_NO_CREDENTIALS", f"no credentials for S3: {error}", _CREDENTIALS) from error
    except (exceptions.HTTPClientError, exceptions.ConnectionError) as error:
        raise StorageError("S3_UNREACHABLE", f"S3 cannot be reached: {error}", _WHERE) from error
    except (exceptions.BotoCoreError, ValueError) as error:  # a ValueError is about the endpoint
        raise StorageError("S3_FAILED", f"{place} cannot be {done}: {error}", _WHERE) from error


def _refused(place: Place, done: str, answer: Any) -> Failure:
    code, text = answer["Error"].get("Code", ""), answer["Error"].get("Message", "")
    match code:
        case "NoSuchBucket":
            return StorageError("S3_NO_BUCKET", f"there is no bucket {place.bucket}", "Make it, or name another one.")
        case "NoSuchKey":
            return StorageError("S3_NO_OBJECT", f"there is no object {place}", f"Objects are {SCHEME}BUCKET/KEY.")
        case "PreconditionFailed":
            return InvalidArchive(f"{place} was written again while it was read", ANOTHER)
        case "AccessDenied" | "AllAccessDisabled":
            needed = "s3:GetObject" if done == "read" else "s3:PutObject and s3:AbortMultipartUpload"
            text = f"{place} may not be {done} with these credentials"
            return StorageError("S3_FORBIDDEN", text, f"They need {needed}. {_CREDENTIALS}")
        case "InvalidAccessKeyId" | "SignatureDoesNotMatch" | "InvalidToken" | "ExpiredToken" | "TokenRefreshRequired":
            return StorageError("S3_FORBIDDEN", f"S3 refuses the credentials: {code}: {text}", _CREDENTIALS)
    return StorageError("S3_FAILED", f"{place} cannot be {done}: {code}: {text}", _WHERE)
