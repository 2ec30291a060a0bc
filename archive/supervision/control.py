"""Speaks with supervisord over its unix socket."""

from __future__ import annotations

import http.client
from dataclasses import dataclass
from typing import Any
from xmlrpc.client import Fault, ServerProxy

from supervisor.states import ProcessStates
from supervisor.xmlrpc import Faults, SupervisorTransport

from archive.supervision.folders import Folders
from schemas.errors import Unavailable

LOST = (OSError, http.client.HTTPException)


class SupervisorAway(Unavailable):
    """supervisord does not answer."""

    code = "supervisor_away"
    vi = "Bộ giám sát không trả lời. Gõ ./kyuc down rồi ./kyuc up."
    en = "The supervisor does not answer. Type ./kyuc down, then ./kyuc up."


@dataclass(frozen=True)
class ProcessState:
    """`state` in supervisord's words (RUNNING, BACKOFF, …); `since` in seconds since 1970."""

    name: str
    group: str
    state: str
    process: int
    since: int
    description: str

    @property
    def is_up(self) -> bool:
        return self.state in {"STARTING", "RUNNING"} and self.process > 0


class Supervisor:
    def __init__(self, folders: Folders) -> None:
        self._address = f"unix://{folders.socket('supervisor')}"

    @property
    def _server(self) -> ServerProxy:
        """A connection for one call: a kept one stays broken after supervisord was once away."""
        return ServerProxy("http://127.0.0.1", transport=SupervisorTransport(None, None, self._address))

    def answers(self) -> bool:
        try:
            self._server.supervisor.getState()
        except LOST:
            return False
        return True

    def processes(self) -> list[ProcessState]:
        """Raises SupervisorAway."""
        try:
            infos: Any = self._server.supervisor.getAllProcessInfo()
        except LOST as error:
            raise SupervisorAway(str(error)) from error
        return [_state(info) for info in infos]

    def start(self, names: list[str]) -> None:
        """Ask for these to run, without waiting; one that runs already is left alone."""
        full = {state.name: f"{state.group}:{state.name}" for state in self.processes()}
        for name in names:
            try:
                self._server.supervisor.startProcess(full[name], False)
            except Fault as fault:
                if fault.faultCode not in {
                    Faults.ALREADY_STARTED,
                    Faults.SPAWN_ERROR,
                    Faults.ABNORMAL_TERMINATION,
                }:
                    raise SupervisorAway(f"{name}: {fault.faultString}") from fault
            except LOST as error:
                raise SupervisorAway(str(error)) from error


def _state(info: dict[str, Any]) -> ProcessState:
    running = info["state"] in {ProcessStates.RUNNING, ProcessStates.STARTING}
    return ProcessState(
        info["name"],
        info["group"],
        info["statename"],
        int(info["pid"]),
        int(info["start"] if running else info["stop"] or info["now"]),
        str(info["spawnerr"] or ""),
    )
