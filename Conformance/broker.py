"""A stand-in for the identity broker of a Linux desktop, on a message bus of its own, by the interface that Microsoft's has."""

import contextlib
import json
import subprocess
import threading

import jeepney
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection

from common import WORK

NAME, PATH, INTERFACE = "com.microsoft.identity.broker1", "/com/microsoft/identity/broker1", "com.microsoft.identity.Broker1"


# A session's bus that starts no service by itself.
BUS = """<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy></busconfig>"""


@contextlib.contextmanager
def private_bus():
    """The address of a bus on which there is nobody."""
    configuration = WORK / "bus.conf"
    configuration.write_text(BUS)
    daemon = subprocess.Popen(
        ["dbus-daemon", f"--config-file={configuration}", "--nofork", "--nopidfile", "--print-address"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )
    try:
        yield daemon.stdout.readline().strip()
    finally:
        daemon.kill()
        daemon.wait()


class Refused(Exception):
    """An error of D-Bus, by its name."""


class Broker:
    """Answers each method by a function of its JSON document; keeps what it was asked."""

    def __init__(self, address, methods):
        self.methods, self.asked, self.wrong = methods, [], []
        self.connection = open_dbus_connection(address)
        owned = self.connection.send_and_get_reply(message_bus.RequestName(NAME, 4))
        assert owned.body == (1,), owned.body
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self):
        with contextlib.suppress(OSError):
            while True:
                call = self.connection.receive()
                if call.header.message_type == jeepney.MessageType.method_call:
                    if (reply := self.reply(call)) is not None:
                        self.connection.send(reply)

    def reply(self, call):
        fields = jeepney.HeaderFields
        method, of = call.header.fields[fields.member], call.header.fields.get(fields.interface)
        right = of == INTERFACE and call.header.fields[fields.path] == PATH and method in self.methods
        if not right or call.header.fields.get(fields.signature) != "sss":
            self.wrong.append((method, of, call.body))
            return jeepney.new_error(call, "org.freedesktop.DBus.Error.UnknownMethod", "s", (f"no {method}",))
        version, correlation, text = call.body
        if version != "0.0" or len(correlation) != 36:
            self.wrong.append((method, of, call.body))
        document = json.loads(text)
        self.asked.append((method, document))
        try:
            answer = self.methods[method](document)
        except Refused as error:
            return jeepney.new_error(call, str(error), "s", ("of the broker's own",))
        return None if answer is None else jeepney.new_method_return(call, "s", (json.dumps(answer),))

    def close(self):
        self.connection.close()


@contextlib.contextmanager
def running(address, **methods):
    broker = Broker(address, methods)
    try:
        yield broker
        assert not broker.wrong, broker.wrong
    finally:
        broker.close()
