"""Every formatter of the provider, byte for byte: no release of Faker may change one."""

import json

from faker import Generator
from faker.providers import BaseProvider

from mockllm.fake.provider import FieldProvider
from mockllm.stamp import Dice
from tests.conftest import Golden


def test_what_is_drawn_never_changes(golden: Golden) -> None:
    own = sorted(name for name in vars(FieldProvider) if not name.startswith("_"))
    drawn = {}
    for name in own:
        provider = FieldProvider(Generator(), Dice(name.encode()))
        drawn[name] = [getattr(provider, name)() for _ in range(5)]

    golden("fake/fields.json", (json.dumps(drawn, indent=1, ensure_ascii=False) + "\n").encode())


def test_it_is_a_provider_that_faker_takes() -> None:
    generator = Generator()
    generator.add_provider(FieldProvider(generator, Dice(b"")))

    assert issubclass(FieldProvider, BaseProvider)
    assert generator.format("city") == FieldProvider(Generator(), Dice(b"")).city()


def test_fakers_own_dice_are_left_alone() -> None:
    generator = Generator()
    before = generator.random.getstate()
    FieldProvider(generator, Dice(b"")).uuid()

    assert generator.random.getstate() == before
