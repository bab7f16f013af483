"""Counting ballots exactly: polls, profiles, rules, outcomes and their explanations, without a server or a database."""
