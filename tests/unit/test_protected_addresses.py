"""What of an address is looked for: whatever its house and its street are called."""

import pytest

from victim_portal.domain.protected_values import ProtectedKind, address_values, find

TOWN = "\nNetherby\nSouthampton\nSO14 3AB"


def found(address: str, text: str) -> list[str]:
    assert all(one.value for one in address_values(address))
    return [one.words for one in find(text, address_values(address))]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("12 The Larches", "The Larches"),
        ("7 Sycamore Chase", "sycamore chase"),
        ("3 Marine Parade", "Marine Parade"),
        ("3a Marine Pde", "Marine Parade"),
        ("Flat 2, Bramble Edge", "Bramble Edge"),
        ("Flat B\nBramble Edge", "Bramble Edge"),
        ("Ground Floor Flat, Bramble Edge", "Bramble Edge"),
        ("4 Lôn y Bryn", "lon y bryn"),
        ("19 Broadway", "Broadway"),
        ("No. 5 Bramble Edge", "Bramble Edge"),
        ("Flat 2 12 Bramble Edge", "Bramble Edge"),
        ("Rowan Court\nThe Old Forge\n12 Mill Lane", "the old forge"),
        ("c/o Birch\nThe Old Forge\nMill Lane", "The Old Forge"),
        ("The Old Forge\nBramble Edge\nAshby", "Bramble Edge"),
        ("12-14 Bramble Edge", "Bramble Edge"),
        ("Bramble Edge 12", "Bramble Edge 12"),
    ],
)
@pytest.mark.parametrize("town", ["", TOWN])
def test_a_house_and_a_street_are_found_without_their_number(
    address: str, words: str, town: str
) -> None:
    said = f"He waits in {words}, every day."
    assert found(address + town, said) == [words]
    assert found(address + town, "He did it in Southampton, in SO14.") == []


@pytest.mark.parametrize(
    "address",
    ["12 The Larches", "12 Mill Lane", "The Old Forge, 1 Bramble Edge", "Rose Cottage, Mill Lane"],
)
def test_a_village_or_town_is_none(address: str) -> None:
    assert found(address + TOWN, "Southampton, near Netherby.") == []
    assert found(f"{address}, Netherby", "near Netherby") == []


def test_a_town_that_is_called_like_a_street_is_none() -> None:
    assert found("12 Mill Lane\nEbbw Vale\nGwent", "He lives in Ebbw Vale, Gwent.") == []
    assert found("Flat 2\nSilver Quay\nHull", "She lives at Silver Quay.") == ["Silver Quay"]


@pytest.mark.parametrize("address", ["", ",", "12", "Flat 2", "SO14 3AB", "1 House", "\n;\n"])
def test_little_of_an_address_gives_little(address: str) -> None:
    values = address_values(address)
    assert all(one.kind in (ProtectedKind.POSTCODE, ProtectedKind.ADDRESS) for one in values)
    assert find("He was in the house, the flat and the street.", values) == ()
