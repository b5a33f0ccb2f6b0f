"""``kta instruments``: which there are, reading one once, and simulated ones for trials."""

import signal
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kta_desktop.commands.output import Json, Lang, output
from kta_desktop.domain.flag import Flag
from kta_desktop.domain.measurement import Instrument
from kta_desktop.i18n import N_, _
from kta_desktop.measurement.errors import ProfileNotFoundError
from kta_desktop.services import instruments as service
from kta_desktop.services import simulating
from kta_desktop.services.instruments import Address, InstrumentProfile, Link

if TYPE_CHECKING:
    from kta_desktop.measurement.reading import Reading

app = typer.Typer(help="Приборы.", no_args_is_help=True)

_WORTH = {
    Flag.GOOD: "",
    Flag.SATURATED: N_("at the end of the range"),
    Flag.IMPOSSIBLE: N_("impossible value"),
    Flag.PURGE: N_("purge"),
    Flag.WARM_UP: N_("warm-up"),
    Flag.CALIBRATION: N_("calibration"),
    Flag.FAULT: N_("fault"),
}
Profile = Annotated[str, typer.Argument(help="Имя профиля или файл.")]


@app.callback()
def instruments() -> None:
    """Приборы."""


@app.command("list")
def list_(json: Json = False, lang: Lang = "ru") -> None:
    """Показать профили приборов и последовательные порты."""
    with output(as_json=json, lang=lang) as out:
        found, ports = service.profiles(), service.ports()
        out.result(
            {
                "profiles": [
                    {
                        "id": each.id,
                        "name": None if each.profile is None else dict(each.profile.name),
                        "protocol": None if each.profile is None else each.profile.protocol.value,
                        "own": each.is_own,
                        "path": str(each.path),
                        "error": None if each.error is None else each.error.as_json(lang),
                    }
                    for each in found
                ],
                "ports": [{"device": port.device, "label": port.label} for port in ports],
            },
            [
                *(
                    f"{each.id}  {each.profile.protocol.value}  {each.profile.name.get(lang, '')}"
                    if each.profile is not None
                    else f"{each.id}  {each.error.sentence(lang) if each.error else ''}"
                    for each in found
                ),
                *(f"{port.device}  {port.label}" for port in ports),
            ],
        )


@app.command("read")
def read(
    profile: Profile,
    host: Annotated[str, typer.Option("--host", help="Modbus TCP: адрес.")] = "127.0.0.1",
    port: Annotated[
        int | None, typer.Option("--port", min=1, max=65535, help="Modbus TCP: порт.")
    ] = None,
    device: Annotated[str, typer.Option("--device", help="Последовательный порт.")] = "",
    unit: Annotated[
        int | None, typer.Option("--unit", min=0, max=255, help="Modbus: номер устройства.")
    ] = None,
    path: Annotated[str, typer.Option("--path", help="Файл записи для воспроизведения.")] = "",
    json: Json = False,
    lang: Lang = "ru",
) -> None:
    """Прочитать прибор один раз и показать, подходит ли профиль."""
    with output(as_json=json, lang=lang) as out:
        chosen = _profile(profile)
        address = Address(
            host=host, port=port or chosen.port, device=device, unit_id=unit, path=path
        )
        named = Instrument(name=chosen.name.get(lang, chosen.id), serial="")
        link = Link(id="i1", profile=chosen, address=address, instrument=named)
        found = service.read_once(link)
        units = {entry.channel: entry.unit for entry in chosen.told}
        out.result(
            {
                "readings": [
                    {
                        "channel": each.channel,
                        "value": each.value,
                        "unit": units[each.channel],
                        "flag": each.flag.name.lower(),
                        "raw": each.raw,
                        "error": None if each.error is None else each.error.as_json(lang),
                    }
                    for each in found
                ]
            },
            [_line(each, units[each.channel], lang) for each in found],
        )


@app.command("simulate")
def simulate(
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="Порт TCP; 0 — любой свободный.")
    ] = 0,
    scenario: Annotated[
        Path | None, typer.Option("--scenario", help="Файл сценария; по умолчанию учебный.")
    ] = None,
    profile: Annotated[
        str, typer.Option("--profile", help="Имя профиля или файл; по умолчанию учебный пылемер.")
    ] = "",
    rtu: Annotated[str, typer.Option("--rtu", help="Вместо TCP — Modbus RTU на этом порту.")] = "",
    ascii_: Annotated[
        str, typer.Option("--ascii", help="Вместо TCP — строки текста в этот порт.")
    ] = "",
    json: Json = False,
    lang: Lang = "ru",
) -> None:
    """Запустить учебный прибор до Ctrl+C: Modbus TCP на 127.0.0.1, Modbus RTU или строки."""
    with output(as_json=json, lang=lang) as out:
        stopped = threading.Event()
        signal.signal(signal.SIGTERM, lambda *_: stopped.set())
        chosen = _simulated(profile, rtu=rtu, lines=ascii_)
        simulator = simulating.simulate(chosen, port=port, device=rtu or ascii_, scenario=scenario)
        try:
            where = simulator.device or f"{simulator.host}:{simulator.port}"
            out.result(
                {
                    "host": simulator.host,
                    "port": simulator.port,
                    "device": simulator.device,
                    "protocol": chosen.protocol.value,
                    "profile": chosen.id,
                },
                [_("Simulated instrument at {where}. Ctrl+C ends it.").format(where=where)],
            )
            stopped.wait()
        except KeyboardInterrupt:
            out.say("")
        finally:
            simulator.close()


def _profile(name: str) -> InstrumentProfile:
    """Return the profile of an id or a file.

    Raises:
        ProfileNotFoundError: If there is neither.
        ProfileWrongError: If it cannot be used.
    """
    found = next((each for each in service.profiles() if each.id == name), None)
    if found is not None and found.profile is not None:
        return found.profile
    if found is not None and found.error is not None:
        raise found.error
    if not Path(name).is_file():
        raise ProfileNotFoundError(id=name)
    return service.load(Path(name))


def _simulated(name: str, *, rtu: str, lines: str) -> InstrumentProfile:
    """Return what is to be simulated: over RTU the same device as over TCP."""
    usual = "example-serial-lines" if lines else "demo-dust-monitor"
    chosen = _profile(name or usual)
    if rtu and chosen.protocol is service.Protocol.MODBUS_TCP:
        return chosen.model_copy(update={"protocol": service.Protocol.MODBUS_RTU})
    return chosen


def _line(reading: "Reading", unit: str, lang: str) -> str:
    if reading.error is not None:
        return f"{reading.channel}: {reading.error.sentence(lang)}"
    value = "—" if reading.value is None else f"{reading.value:g} {unit}"
    worth = _WORTH[reading.flag]
    return f"{reading.channel}: {value}" + (f" ({_(worth, lang)})" if worth else "")
