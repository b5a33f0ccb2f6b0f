"""``kta instruments``: a simulated instrument for demonstration and tests."""

import signal
import threading
from pathlib import Path
from typing import Annotated

import typer

from kta_desktop.commands.output import Json, Lang, output
from kta_desktop.i18n import _
from kta_desktop.services import measuring

app = typer.Typer(help="Приборы.", no_args_is_help=True)


@app.callback()
def instruments() -> None:
    """Приборы."""


@app.command("simulate")
def simulate(
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="Порт TCP; 0 — любой свободный.")
    ] = 0,
    scenario: Annotated[
        Path | None, typer.Option("--scenario", help="Файл сценария; по умолчанию учебный.")
    ] = None,
    json: Json = False,
    lang: Lang = "ru",
) -> None:
    """Запустить учебный прибор Modbus TCP на 127.0.0.1 до Ctrl+C."""
    with output(as_json=json, lang=lang) as out:
        stopped = threading.Event()
        signal.signal(signal.SIGTERM, lambda *_: stopped.set())
        simulator = measuring.start_simulator(port, scenario=scenario)
        try:
            out.result(
                {"host": simulator.host, "port": simulator.port, "protocol": "modbus-tcp"},
                [_("Simulated instrument at {host}:{port}. Ctrl+C ends it.").format(
                    host=simulator.host, port=simulator.port)],
            )  # fmt: skip
            stopped.wait()
        except KeyboardInterrupt:
            out.say("")
        finally:
            simulator.close()
