"""Fixtures for every test; those of servers, browser and real data stand in their own file."""

pytest_plugins = ["tests.server_fixtures", "tests.application_fixtures"]
