"""What every test stands on."""

from tests.support.databases import postgres as postgres
