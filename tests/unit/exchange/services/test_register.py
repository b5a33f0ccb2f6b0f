"""Keys of auditors: their cards, what is decided of them, and how others learn of it."""

import json

import pytest
import segno

from kta_desktop.domain.audit import Auditor
from kta_desktop.domain.ids import new_id
from kta_desktop.exchange.documents import Card, KeyEntry, read
from kta_desktop.exchange.signing import envelope
from kta_desktop.services import centre_posts, receiving, register, workspace
from kta_desktop.services.centre_errors import (
    CardMissingError,
    CardUnreadableError,
    KeyMissingError,
    OwnKeyError,
    PersonDiffersError,
    ReasonMissingError,
)
from kta_desktop.storage import keys as stored_keys

LONG = "Товарищество с ограниченной ответственностью «Бюро наилучших доступных техник» " * 6


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    """Return an auditor with a wordy profile, and a centre."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(stored_keys, "SCRYPT_N", 2**14)
        made = []
        for name in ("auditor", "centre"):
            profile = Auditor(
                id=new_id(), name="Әбдіқадырова Құралай", role="lead", organisation=LONG
            )
            path = tmp_path_factory.mktemp(name) / "w.ktadb"
            made.append(workspace.create(path, "пароль", profile)[0])
    register.set_centre(made[1], centre=True)
    yield made
    for ws in made:
        ws.close()


@pytest.fixture
def auditor(pair):
    return pair[0]


@pytest.fixture
def bureau(pair):
    return pair[1]


@pytest.fixture
def card(auditor):
    return register.my_card(auditor)


def test_that_a_card_fits_a_code_and_is_read_from_text_file_and_picture(auditor, bureau, tmp_path):
    text = register.card_text(auditor)
    code = segno.make(text, error="m", micro=False)
    assert code.version <= 25
    code.save(str(tmp_path / "card.png"), scale=3)
    register.save_card(auditor, tmp_path / "card.json")
    wrapped = "\n".join(text[at : at + 60] for at in range(0, len(text), 60)).lower()
    sources = (text, wrapped, tmp_path / "card.json", tmp_path / "card.png")
    assert {register.import_card(bureau, one).fingerprint for one in sources} == {auditor.device}


def test_that_a_card_stays_the_same_until_the_profile_changes(auditor, card):
    assert register.my_card(auditor) == card
    kept = auditor.profile
    auditor.profile = Auditor(id=kept.id, name="Сейтқали Дәурен")
    try:
        assert read(Card, register.my_card(auditor), "").payload.name == "Сейтқали Дәурен"
    finally:
        auditor.profile = kept


def flipped(text, place):
    return text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]


def test_that_hostile_cards_are_refused(auditor, bureau, card, tmp_path):
    text = register.card_text(auditor)
    said = json.loads(card)
    other = envelope(said["payload"] | {"role": "boss"}, register.signer(auditor))
    bomb = "KTA-CARD:" + "A" * 200_000
    picture = tmp_path / "x.png"
    segno.make("https://example.kz").save(str(picture))
    pipe_like = tmp_path / "folder.json"
    pipe_like.mkdir()
    wrong = [flipped(text, at) for at in (9, 80, 160, len(text) - 30)]
    wrong += ["", "KTA-CARD:", "KTA-CARD:MFRGG", bomb, other.decode(), "{}", "[]", text[:-9]]
    for source in (*wrong, picture, pipe_like, tmp_path / "none.json", tmp_path / "a\0b.json"):
        with pytest.raises(CardUnreadableError):
            register.import_card(bureau, source)
    with pytest.raises(OwnKeyError):
        register.import_card(bureau, register.card_text(bureau))


def test_that_a_card_decides_nothing_by_itself(auditor, bureau, card):
    key = register.import_card(bureau, card.decode())
    register.accept(bureau, key.fingerprint[:10], "lead")
    assert register.import_card(bureau, card.decode()).state is register.KeyState.ACTIVE
    row = register.row(bureau, key.fingerprint)
    assert (row.role, row.name) == ("lead", auditor.profile.name)


def entries_of(centre, whose):
    return [
        read(KeyEntry, data, path)
        for path, data in sorted(centre_posts.said(centre).items())
        if path.startswith(f"keys/{whose.device}/")
    ]


def test_that_each_decision_is_signed_for_the_laptops(auditor, bureau, card):
    name = register.import_card(bureau, card.decode()).fingerprint
    register.accept(bureau, name, "lead")
    register.revoke(bureau, name, "Ноутбук потерян")
    with pytest.raises(ReasonMissingError):
        register.revoke(bureau, name, " ")
    said = entries_of(bureau, auditor)
    assert {one.key for one in said} == {bureau.public_key}
    newest = said[-1].payload
    assert (newest.state, newest.reason, newest.fingerprint) == ("revoked", "Ноутбук потерян", name)
    assert [one.payload.state for one in said][-2:] == ["active", "revoked"]


def test_that_a_key_is_named_by_no_less_than_tells_it_apart(bureau):
    for name in ("", "zz", "f" * 64):
        with pytest.raises(KeyMissingError):
            register.accept(bureau, name, "auditor")


def test_that_a_new_key_replaces_the_old_one_of_the_same_person(
    hand, new_workspace, centre, laptop
):
    anew, stranger = new_workspace("anew"), new_workspace("stranger")
    anew.profile = laptop.profile
    for ws in (anew, stranger):
        register.import_card(centre, register.card_text(ws))
    with pytest.raises(PersonDiffersError):
        register.reissue(centre, laptop.device, stranger.device, "Потерян")
    register.reissue(centre, laptop.device, anew.device, "Потерян")
    states = {row.fingerprint: str(row.state) for row in register.keys(centre)}
    assert states == {anew.device: "active", laptop.device: "revoked", stranger.device: "unknown"}


def test_that_a_key_without_a_card_may_not_lead(hand, new_workspace, laptop, stick):
    from kta_desktop.services import packing

    centre = hand.as_centre(new_workspace("bureau"))
    packing.build(laptop, hand.start(laptop), stick / "a.kta")
    receiving.intake(centre, str(stick))
    with pytest.raises(CardMissingError):
        register.accept(centre, laptop.device, "lead")
    assert register.accept(centre, laptop.device, "auditor").name == ""
    assert entries_of(centre, laptop) == []
    register.import_card(centre, register.card_text(laptop))
    assert [one.payload.name for one in entries_of(centre, laptop)] == ["laptop"]
    register.accept(centre, laptop.device, "auditor")
    assert len(entries_of(centre, laptop)) == 1


def test_that_the_centre_keeps_its_key_in_a_restored_copy(hand, new_workspace):
    from kta_desktop.storage import identity

    centre = hand.as_centre(new_workspace("bureau"))
    before = register.signer(centre).public_key
    with centre.store.begin() as connection:
        device = identity.new_device(connection, "restored")
    centre.device, centre.public_key = device.fingerprint, device.public_key
    signer = register.signer(centre)
    assert signer.public_key == before
    assert read(Card, register.my_card(centre), "").key == before
