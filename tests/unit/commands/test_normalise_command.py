"""``kta normalise`` shows every step, and refuses in sentences."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kta_desktop import cli
from kta_desktop.errors import KtaError
from kta_desktop.services import converting_gas

NOX = ("--value", "250", "--unit", "ppm", "--substance", "NO2")
DUCT = ("--temperature", "140", "--pressure", "99.1", "--moisture", "9")


def kta(capsys, *words):
    code = cli.run(["normalise", *words])
    return code, capsys.readouterr()


def answer(capsys, *words):
    code, said = kta(capsys, *words, "--json")
    assert code == 0, said.err
    return json.loads(said.out)


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        ((), "513.1"),
        (("--basis", "kz"), "478.1"),
        (("--o2", "10.4", "--o2-ref", "8"), "629.3"),
        (("--o2", "10.4", "--o2-ref", "8", "--o2-air", "20.9"), "630.4"),
        (("--o2", "10,4", "--o2-ref", "8", "--basis", "kz"), "586.4"),
    ],
)
def test_that_the_worked_example_comes_out(capsys, words, printed):
    found = answer(capsys, *NOX, *words)
    assert f"{found['value']:.1f}" == printed
    assert found["unit"] == "mg/Nm3"
    assert found["basis"] == ("kz" if "kz" in words else "eu")
    assert found["steps"][-1]["value"] == found["value"]
    assert found["steps"][1]["formula"] == "250 · 46.005 ÷ 22.414"
    assert found["steps"][1]["rule"] == "F-PPM"


@pytest.mark.parametrize(("basis", "flow"), [("eu", "7.357"), ("kz", "7.896")])
def test_that_flow_mass_and_tonnes_come_out(capsys, basis, flow):
    alone = answer(capsys, "--value", "12.5", "--unit", "м3/с", *DUCT, "--wet", "--basis", basis)
    assert (f"{alone['value']:.3f}", alone["unit"]) == (flow, "Nm3/s")
    found = answer(capsys, *NOX, *DUCT, "--flow", "12.5", "--hours", "7920", "--basis", basis)
    assert f"{found['flow']['value']:.3f}" == flow
    assert f"{found['mass_flow']['value']:.3f}" == "3.775"
    assert f"{found['mass']['value']:.1f}" == "107.6"
    assert found["warnings"] == []


@pytest.mark.parametrize(
    ("target", "more", "printed"),
    [
        ("g/s", (), "3.775"),
        ("kg/h", (), "13.591"),
        ("t", ("--hours", "7920"), "107.637"),
        ("т/год", ("--hours", "7920"), "107.637"),
        ("kg/t", ("--throughput", "12.5"), "1.087"),
        ("ug/Nm3", (), "513127.956"),
        ("ppm", (), "250.000"),
        ("Nm3/s", (), None),
    ],
)
def test_that_the_unit_asked_for_is_reached_or_refused(capsys, target, more, printed):
    words = (*NOX, *DUCT, "--flow", "45000", "--flow-unit", "m3/h", "--to", target, *more)
    if printed is None:
        code, said = kta(capsys, *words)
        assert code == 1
        assert "unit-unfit" in said.err
    else:
        assert f"{answer(capsys, *words)['value']:.3f}" == printed


def test_that_a_year_without_hours_is_taken_whole_and_this_is_told(capsys):
    found = answer(capsys, "--value", "1", "--unit", "g/s", "--to", "t/year")
    assert f"{found['value']:.3f}" == "31.536"
    assert [each["code"] for each in found["warnings"]] == ["hours-assumed"]
    hours = answer(capsys, "--value", "1", "--unit", "g/s", "--to", "t/year", "--hours", "7920")
    assert (f"{hours['value']:.3f}", hours["warnings"]) == ("28.512", [])


def test_that_velocity_and_duct_stand_in_for_a_flow(capsys):
    found = answer(
        capsys, *NOX, *DUCT, "--velocity", "12.5", "--width", "1", "--height", "1", "--to", "g/s"
    )
    assert f"{found['value']:.3f}" == "3.775"


def test_that_normal_metres_are_taken_at_273_and_this_is_told(capsys):
    words = ("--value", "640", "--unit", "мг/Нм³", "--o2", "10.4", "--o2-ref", "8")
    found = answer(capsys, *words)
    assert f"{found['value']:.1f}" == "784.9"
    assert [each["code"] for each in found["warnings"]] == ["basis-assumed"]
    assert answer(capsys, *words, "--from-basis", "eu")["warnings"] == []
    wet = ("--value", "520", "--unit", "mg/Nm3", "--from-basis", "eu", "--moisture", "14", "--wet")
    assert f"{answer(capsys, *wet)['value']:.1f}" == "604.7"


def test_that_no_read_by_an_analyser_becomes_no2(capsys):
    words = ("--value", "312", "--unit", "ppm", "--substance", "NO")
    plain = answer(capsys, *words)
    assert [each["code"] for each in plain["warnings"]] == ["no-as-no2"]
    counted = answer(capsys, *words, "--as", "NOx")
    assert (f"{counted['value']:.1f}", counted["warnings"]) == ("640.4", [])
    mass = answer(capsys, "--value", "100", "--unit", "mg/Nm3", "--from-basis", "eu",
                  "--substance", "NO", "--as", "NO2")  # fmt: skip
    assert f"{mass['value']:.1f}" == "153.3"


def test_that_below_the_detection_limit_half_counts_for_masses(capsys):
    found = answer(capsys, *("--value", "<250", *NOX[2:]), *DUCT, "--flow", "12.5")
    assert f"{found['value']:.1f}" == "513.1"
    assert f"{found['mass_flow']['value']:.3f}" == "1.888"
    assert [each["code"] for each in found["warnings"]] == ["below-lod"]


def test_that_samples_are_converted_before_their_mean(capsys):
    words = (*("--value", "240; 250; 260", *NOX[2:]), "--u-pct", "4", "--basis", "kz")
    found = answer(capsys, *words)
    assert f"{found['value']:.1f}" == "478.1"
    assert found["uncertainty"] == pytest.approx(0.04 * found["value"])
    last = found["steps"][-1]
    assert (last["rule"], last["formula"]) == ("F-SPOT", "(458.995 + 478.12 + 497.245) ÷ 3")
    code, said = kta(capsys, "--value", "240;-1", *NOX[2:])
    assert (code, "field-wrong" in said.err) == (1, True)
    assert kta(capsys, "--value", "240;x", *NOX[2:])[0] == 2


def test_that_uncertainty_is_told_and_people_read_formulas(capsys):
    words = (*NOX, "--u", "10", "--o2", "10.4", "--u-o2", "0.2", "--o2-ref", "8")
    found = answer(capsys, *words)
    expected = found["value"] * ((10 / 250) ** 2 + (0.2 / 10.6) ** 2) ** 0.5
    assert found["uncertainty"] == pytest.approx(expected)
    code, said = kta(capsys, *words)
    assert code == 0
    assert "513,128 · (21 − 8) ÷ (21 − 10,4)" in said.out
    assert "U = " in said.out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--value", "nan", "--unit", "ppm"), "field-wrong"),
        (("--value", "1e308", "--unit", "vol%", "--substance", "CO"), "condition-impossible"),
        (("--value", "-5", "--unit", "ppm", "--substance", "CO"), "condition-impossible"),
        (("--value", "101", "--unit", "%", "--substance", "CO"), "condition-impossible"),
        (("--value", "1000001", "--unit", "ppm", "--substance", "CO"), "condition-impossible"),
        ((*NOX, "--o2", "20.95", "--o2-ref", "8"), "oxygen-near-air"),
        ((*NOX, "--o2-ref", "8"), "condition-missing"),
        ((*NOX, "--o2", "10", "--o2-ref", "21"), "condition-impossible"),
        ((*NOX, "--o2", "10", "--o2-ref", "8", "--heating", "electric"), "oxygen-not-for-heating"),
        ((*NOX, "--heating", "coal"), "field-wrong"),
        (("--value", "5", "--unit", "ppm"), "substance-unknown"),
        (("--value", "5", "--unit", "ppm", "--substance", "dust"), "substance-unknown"),
        (("--value", "5", "--unit", "мг/м3"), "condition-missing"),
        (("--value", "5", "--unit", "‰"), "unit-unfit"),
        (("--value", "5", "--unit", "ведро"), "unit-unknown"),
        (("--value", "5", "--unit", "kWh"), "unit-unfit"),
        ((*NOX, "--basis", "mars"), "basis-unknown"),
        ((*NOX, "--temperature", "-300"), "condition-impossible"),
        ((*NOX, "--moisture", "100"), "condition-impossible"),
        ((*NOX, "--u", "-1"), "condition-impossible"),
        ((*NOX, "--to", "kg/h"), "condition-missing"),
        ((*NOX, *DUCT, "--flow", "-1"), "condition-impossible"),
        ((*NOX, *DUCT, "--velocity", "10"), "condition-missing"),
        ((*NOX, *DUCT, "--velocity", "1e300", "--diameter", "1e300"), "figure-too-large"),
        ((*NOX, *DUCT, "--flow", "1", "--throughput", "0"), "condition-impossible"),
    ],
)
def test_that_what_cannot_be_converted_is_refused_by_name(capsys, words, code):
    exit_code, said = kta(capsys, *words, "--json")
    assert exit_code == 1
    (error,) = json.loads(said.out)["errors"]
    assert error["code"] == code
    assert error["message"]


@pytest.mark.parametrize(
    "words",
    [("--unit", "ppm"), ("--value", "5"), ("--value", "five", "--unit", "ppm"),
     (*NOX, "--o2", "much"), (*NOX, "--nonsense", "1")],
)  # fmt: skip
def test_that_wrong_use_is_told_from_a_wrong_figure(capsys, words):
    assert kta(capsys, *words)[0] == 2


def test_that_a_batch_answers_line_by_line(capsys, tmp_path):
    lines = [
        {"value": 250, "unit": "ppm", "substance": "NO2", "o2": 10.4, "o2_ref": 8},
        {"value": "12,5", "unit": "m3/s", "temperature": 140, "pressure": 99.1, "moisture": 9,
         "wet": True},
        {"value": 1, "unit": "bucket"},
        {"value": 1, "unit": "ppm", "moistur": 3},
        {"value": True, "unit": "ppm"},
        {"value": 1, "unit": "ppm", "substance": "CO", "o2": None, "wet": "yes"},
        {"unit": "ppm"},
    ]  # fmt: skip
    file = tmp_path / "many.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)) + "\nnonsense\n", "utf-8")
    code, said = kta(capsys, "--batch", str(file))
    found = [json.loads(line) for line in said.out.splitlines()]
    assert code == 0
    assert [f"{each['value']:.3f}" for each in found[:2]] == ["629.308", "7.357"]
    assert [each["error"]["code"] for each in found[2:]] == [
        "unit-unknown", "field-unknown", "field-wrong", "field-wrong", "bad-line", "bad-line",
    ]  # fmt: skip


numbers = st.one_of(st.floats(), st.integers(-(10**400), 10**400), st.none(), st.text(max_size=6))
lines = st.fixed_dictionaries(
    {"value": numbers, "unit": st.sampled_from(["ppm", "mg/m3", "Nm3/h", "g/s", "vol%"])},
    optional=dict.fromkeys(
        ("o2", "o2_ref", "temperature", "pressure", "moisture", "flow", "hours", "u", "velocity",
         "diameter", "throughput", "o2_wet", "barometric", "static"),
        numbers,
    ),
)  # fmt: skip


@given(line=lines)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_that_nothing_typed_ever_ends_in_anything_but_a_sentence(line):
    try:
        found = converting_gas.answer(converting_gas.question({**line, "substance": "CO"}))
    except KtaError as refused:
        said = refused.sentence("ru")
    else:
        said = str(found.result.value)
    assert said
    assert said not in ("nan", "inf")
