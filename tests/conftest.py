"""What every test stands on: no screen, no network, no real home, the same run every time."""

# Qt aborts the whole process otherwise.
import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import ipaddress
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from ui.refcount import hold_constants

settings.register_profile("ci", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

HOME_VARIABLES = ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA")
XDG_VARIABLES = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")


def pytest_configure() -> None:
    """Guard the interpreter before the first Qt object of the run."""
    hold_constants()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the walks: what is short comes last and leaves no worker idle. They are long,
    and prove no line of a rule that its own tests do not: they run without being traced."""
    items.sort(key=lambda item: "walks" not in item.path.parts)
    for item in items:
        if "walks" in item.path.parts:
            item.add_marker("no_cover")


class NetworkUsed(AssertionError):
    """A test tried to reach another machine."""


def is_local(family: int, address: Any) -> bool:
    """Say whether a socket address stays on this machine."""
    if family not in (socket.AF_INET, socket.AF_INET6):
        return True
    host = str(address[0])
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host == "localhost"


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Refuse every connection that leaves this machine."""
    real = {name: getattr(socket.socket, name) for name in ("connect", "connect_ex")}

    def guarded(name: str) -> Any:
        def call(self: socket.socket, address: Any) -> Any:
            if not is_local(self.family, address):
                raise NetworkUsed("a test tried to reach the network")
            return real[name](self, address)

        return call

    with pytest.MonkeyPatch.context() as patch:
        for name in real:
            patch.setattr(socket.socket, name, guarded(name))
        yield


@pytest.fixture(autouse=True, scope="session")
def session_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Let the home of the whole run, child processes included, be an empty folder."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in HOME_VARIABLES:
            patch.setenv(name, str(home))
        for name in XDG_VARIABLES:
            patch.delenv(name, raising=False)
        yield home


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty home of this test's own."""
    folder = tmp_path / "home"
    folder.mkdir()
    for name in HOME_VARIABLES:
        monkeypatch.setenv(name, str(folder))
    return folder
