"""A real browser without a window: Chromium, driven over its DevTools protocol."""

import json
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

from py_api.cli.test import TOOLS

START_SECONDS, ANSWER_SECONDS = 90.0, 60.0
CONTROL = 2  # of Input.dispatchKeyEvent's modifiers


def program() -> str | None:
    return next(filter(None, map(shutil.which, TOOLS["chromium"][0])), None)


class Target:
    """The browser, or a page of it, over its WebSocket."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._number = 0

    def call(self, method: str, **parameters: Any) -> Any:
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": parameters}))
        while True:
            told = json.loads(self._socket.recv(ANSWER_SECONDS))
            if told.get("id") == self._number:
                assert "error" not in told, told["error"]
                return told["result"]
            self._note(told["method"], told["params"])

    def _note(self, event: str, told: Any) -> None:
        pass


class Page(Target):
    """One page. What it writes to its console as an error, or throws, or is refused by its policy, is in `errors`."""

    def __init__(self, socket: ClientConnection) -> None:
        super().__init__(socket)
        self.errors: list[str] = []
        self.requests: list[str] = []
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def _note(self, event: str, told: Any) -> None:
        if event == "Runtime.exceptionThrown":
            details = told["exceptionDetails"]
            self.errors.append(details.get("exception", {}).get("description") or details["text"])
        elif event == "Runtime.consoleAPICalled" and told["type"] in ("error", "assert"):
            self.errors.append(" ".join(str(a.get("value", a.get("description"))) for a in told["args"]))
        elif event == "Log.entryAdded" and told["entry"]["level"] == "error":
            self.errors.append(f"{told['entry']['text']} {told['entry'].get('url', '')}")
        elif event == "Network.requestWillBeSent":
            self.requests.append(told["request"]["url"])

    def open(self, url: str) -> None:
        self.call("Page.navigate", url=url)

    def value(self, expression: str) -> Any:
        """What the expression, or the promise that it is, gives."""
        done = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in done, done["exceptionDetails"]
        return done["result"].get("value")

    def wait(self, expression: str, seconds: float = ANSWER_SECONDS) -> Any:
        """The expression's value as soon as it is true."""
        end = time.monotonic() + seconds
        while not (found := self.value(expression)):
            assert time.monotonic() < end, (
                f"still not: {expression}\n{self.errors}\n{self.value('document.body.innerText')}"
            )
            time.sleep(0.05)
        return found

    def click(self, selector: str) -> None:
        """The middle of the first element, by the mouse."""
        where = self.wait(
            f"(() => {{ const r = document.querySelector({json.dumps(selector)})?.getBoundingClientRect();"
            " return r && [r.x + r.width / 2, r.y + r.height / 2] })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=where[0], y=where[1], button="left", clickCount=1)

    def type(self, text: str) -> None:
        """As an input method gives it: the editor closes no brackets of its own."""
        self.call("Input.insertText", text=text)

    def press(self, key: str, modifiers: int = 0) -> None:
        code = {"Enter": 13, "Backspace": 8}.get(key) or ord(key.upper())
        for kind in ("rawKeyDown", "keyUp"):
            self.call(
                "Input.dispatchKeyEvent",
                type=kind,
                key=key,
                modifiers=modifiers,
                windowsVirtualKeyCode=code,
                code=key if len(key) > 1 else f"Key{key.upper()}",
            )


@contextmanager
def running(chromium: str) -> Iterator[str]:
    """The WebSocket of a browser. It has no way out of this machine."""
    profile = Path(tempfile.mkdtemp(prefix="thingbase-browser-"))
    options = [
        "--headless=new", "--remote-debugging-port=0", f"--user-data-dir={profile}", "--window-size=1400,900",
        "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--disable-dev-shm-usage", "--disable-gpu", "--proxy-server=127.0.0.1:9", "--proxy-bypass-list=127.0.0.1",
    ]  # fmt: skip
    if os.geteuid() == 0:
        options.append("--no-sandbox")  # which it refuses to make for root
    with (profile / "stderr").open("w+") as said:
        process = subprocess.Popen([chromium, *options, "about:blank"], stdout=said, stderr=said)
        try:
            yield _address(process, profile)
        finally:
            process.terminate()
            process.wait(30)
            shutil.rmtree(profile, ignore_errors=True)


@contextmanager
def page(browser: str) -> Iterator[Page]:
    """A page that shares nothing with others: no storage, no cookies, no cache."""
    with connect(browser, max_size=None) as socket:
        target = Target(socket)
        context = target.call("Target.createBrowserContext")["browserContextId"]
        made = target.call("Target.createTarget", url="about:blank", browserContextId=context)["targetId"]
        with connect(browser.partition("/devtools/")[0] + f"/devtools/page/{made}", max_size=None) as own:
            yield Page(own)
        target.call("Target.disposeBrowserContext", browserContextId=context)


def _address(process: subprocess.Popen[bytes], profile: Path) -> str:
    """The browser writes its port and its path into its profile."""
    written, end = profile / "DevToolsActivePort", time.monotonic() + START_SECONDS
    while not (written.exists() and (found := re.match(r"(\d+)\n(/\S+)", written.read_text()))):
        assert process.poll() is None, (profile / "stderr").read_text()
        assert time.monotonic() < end, (profile / "stderr").read_text()
        time.sleep(0.05)
    return f"ws://127.0.0.1:{found[1]}{found[2]}"
