"""Browsers of a Streamlit app, by its own protocol: a session each over a WebSocket, in Streamlit's own messages.

`python streamlit_client.py ADDRESS CLIENTS` reads names of views from its input, one a line. Each opens a session and
waits for the first run of the script. Then all begin at once, take the next view until none is left, and send what
a browser sends when that entry of the select box is chosen: the state of the widget. A change is done when the server
says that its script has finished, and the two charts came. Prints as JSON the seconds it took and those of each change.

It runs in Streamlit's environment, with nothing of ours.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

PATIENCE = 120
CHARTS = 2


def _until_finished(connection: ClientConnection) -> list[ForwardMsg]:
    """What the server sends until it has run the script; raises RuntimeError where the script failed."""
    found = []
    while True:
        message = ForwardMsg()
        message.ParseFromString(connection.recv(timeout=PATIENCE, decode=False))
        found.append(message)
        if message.WhichOneof("type") == "script_finished":
            if message.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
                raise RuntimeError(f"the script ended with {message.script_finished}")
            return found


def _elements(messages: list[ForwardMsg], kind: str) -> list[ForwardMsg]:
    return [
        one
        for one in messages
        if one.WhichOneof("type") == "delta" and one.delta.new_element.WhichOneof("type") == kind
    ]


def _session(address: str) -> tuple[ClientConnection, str]:
    """A session whose script has run once, and the name of its select box."""
    connection = connect(
        f"ws://{urlsplit(address).netloc}/_stcore/stream", subprotocols=["streamlit"], max_size=None, legacy=True
    )
    hello = BackMsg()
    hello.rerun_script.query_string = ""
    connection.send(hello.SerializeToString())
    first = _until_finished(connection)
    (box,) = _elements(first, "selectbox")
    return connection, box.delta.new_element.selectbox.id


def _change(connection: ClientConnection, box: str, view: str) -> None:
    chosen = BackMsg()
    state = chosen.rerun_script.widget_states.widgets.add()
    state.id, state.string_value = box, view
    connection.send(chosen.SerializeToString())
    came = _until_finished(connection)
    charts = _elements(came, "plotly_chart")
    if len(charts) != CHARTS or view not in str(charts[0].delta.new_element.plotly_chart.spec):
        raise RuntimeError(f"{len(charts)} charts came for {view}")


def main(address: str, clients: int) -> None:
    """Make every change, and print what they took."""
    views, lock, times = iter(sys.stdin.read().splitlines()), threading.Lock(), list[float]()
    sessions = [_session(address) for _ in range(clients)]
    gate = threading.Barrier(clients + 1)

    def client(connection: ClientConnection, box: str) -> None:
        gate.wait()
        while True:
            with lock:
                view = next(views, None)
            if view is None:
                break
            began = time.perf_counter()
            _change(connection, box, view)
            times.append(time.perf_counter() - began)

    readers = [threading.Thread(target=client, args=session) for session in sessions]
    for reader in readers:
        reader.start()
    print("ready", flush=True)
    time.sleep(1)  # who measures takes the processor's time of the server now
    gate.wait()
    began = time.perf_counter()
    for reader in readers:
        reader.join()
    took = time.perf_counter() - began
    for connection, _ in sessions:
        connection.close()
    print(json.dumps({"took": took, "times": times}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
