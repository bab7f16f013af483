"""Answers by abcvoting (MIT), committees of projects of equal cost; run by the Python of .cache/oracle.

A question holds `ballots` [[candidate numbers]], `candidates` and `seats`, and gets {rule: [every committee that the
rule allows]}; or `instances`, a folder of its .abc.yaml files, and gets their elections with the known results.
"""

from pathlib import Path

import yaml
from abcvoting import abcrules
from abcvoting.preferences import Profile
from lines import Answer, Question, answer_questions

RULES = ("av", "equal-shares-with-av-completion", "seqphragmen")


def answered(question: Question) -> Answer:
    """Elect one committee by every rule, or read the instances."""
    if "instances" in question:
        return {"elections": [_known(path) for path in sorted(Path(question["instances"]).glob("*.yaml"))]}
    profile = Profile(question["candidates"])
    profile.add_voters(question["ballots"])
    return {
        rule: [sorted(committee) for committee in abcrules.compute(rule, profile, question["seats"], resolute=False)]
        for rule in RULES
    }


def _known(path: Path) -> Answer:
    """Read one file, leaving out the many rules that are not asked for: reading YAML takes long."""
    head, *rules = path.read_text(encoding="utf-8").split("\n- rule_id: ")
    wanted = [rule for rule in rules if rule.partition("\n")[0] in RULES]
    file = yaml.load("\n- rule_id: ".join([head, *wanted]), yaml.CSafeLoader)  # it is a safe loader
    return {
        "name": path.name,
        "ballots": file["profile"],
        "candidates": file["num_cand"],
        "seats": file["committeesize"],
        "known": {
            found["rule_id"]: found["result"] for found in file["compute"] if not found["resolute"] and found["result"]
        },
    }


if __name__ == "__main__":
    answer_questions(answered)
