"""How links that sign in reach people: by SMTP, or by a hook that is called with them."""

import asyncio
import json
import logging
import smtplib
import ssl
from email.message import EmailMessage
from urllib.parse import quote, unquote, urlsplit
from urllib.request import Request, urlopen

from py_api.background import BackgroundTasks
from py_api.errors import Failure
from py_api.logs import reason

SECONDS = 10.0  # for one
WAITING = 200  # at once; more are dropped, and logged
LOCAL = ("localhost", "127.0.0.1", "::1")
_TEXT = """With this link you sign in. It is good once, and for 15 minutes:

{link}

If you did not ask for it, there is nothing to do: delete this message.
"""

_log = logging.getLogger("thingbase.sign_in")


class LinkDelivery:
    """target: smtp(s)://user:password@host:port?from=ADDRESS, or http(s)://... of a hook; page: the app's address with
    {token} and {tenant} in it. Raises Failure for what is neither.
    """

    def __init__(self, target: str, page: str) -> None:
        self._target = urlsplit(target)
        self._url, self._page = target, page
        self._background = BackgroundTasks(failed=lambda error: _log.error("no link was sent: %s", reason(error)))
        self._waiting = 0
        scheme, host = self._target.scheme, self._target.hostname
        if scheme not in ("smtp", "smtps", "https", "http") or not host:
            raise Failure("THINGBASE_SIGN_IN_DELIVERY is neither smtp(s)://HOST nor http(s)://HOST")
        if scheme == "http" and host not in LOCAL:
            raise Failure("THINGBASE_SIGN_IN_DELIVERY: a hook on another machine needs https")
        if "{token}" not in page:
            raise Failure("THINGBASE_SIGN_IN_LINK has no {token}", "https://app.example.org/sign-in#{token}")
        self._sender = unquote(self._target.query.partition("from=")[2])
        if scheme.startswith("smtp") and "@" not in self._sender:
            raise Failure("THINGBASE_SIGN_IN_DELIVERY names no sender", "smtp://HOST:587?from=app@example.org")

    def send(self, tenant: str, email: str, token: str) -> None:
        """Soon, without waiting for it."""
        if self._waiting >= WAITING:
            _log.error("no link was sent: %d are waiting", WAITING)
            return
        self._waiting += 1
        self._background.start(self._deliver(tenant, email, token))

    async def _deliver(self, tenant: str, email: str, token: str) -> None:
        link = self._page.replace("{token}", quote(token)).replace("{tenant}", quote(tenant))
        send = self._mail if self._target.scheme.startswith("smtp") else self._call
        try:
            await asyncio.to_thread(send, tenant, email, token, link)
        finally:
            self._waiting -= 1

    def _call(self, tenant: str, email: str, token: str, link: str) -> None:
        body = json.dumps({"tenant": tenant, "email": email, "token": token, "link": link}).encode()
        request = Request(self._url, body, {"content-type": "application/json"})  # noqa: S310 - the scheme was looked at
        with urlopen(request, timeout=SECONDS):  # noqa: S310
            pass

    def _mail(self, _tenant: str, email: str, _token: str, link: str) -> None:
        message = EmailMessage()
        message["To"], message["From"], message["Subject"] = email, self._sender, "Your link to sign in"
        message.set_content(_TEXT.format(link=link))
        host, context = self._target.hostname or "", ssl.create_default_context()
        if self._target.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, self._target.port or 465, timeout=SECONDS, context=context)
        else:
            server = smtplib.SMTP(host, self._target.port or 587, timeout=SECONDS)
        with server:
            if self._target.scheme == "smtp" and host not in LOCAL:
                server.starttls(context=context)
            if self._target.username:
                server.login(unquote(self._target.username), unquote(self._target.password or ""))
            server.send_message(message)
