"""Answers by red-dwarf (MPL-2.0), opinions on statements; run by the Python of .cache/oracle.

A question holds `votes` [[person, statement, sign]], people and statements as numbers, and gets what red-dwarf makes of
them: places and extremities by number, who is in which group, how well that fits, and the figures of those groups.
"""

import warnings

import numpy as np
from lines import Answer, Question, answer_questions

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from reddwarf.implementations.base import PolisClusteringResult, run_pipeline
    from sklearn.metrics import silhouette_score


def answered(question: Question) -> Answer:
    """Run the whole of it with its own groups, and with axes that are not estimated from samples."""
    votes = [
        {"participant_id": person, "statement_id": statement, "vote": sign, "modified": 1}
        for person, statement, sign in question["votes"]
    ]
    return told(run_pipeline(votes, reducer_kwargs={"svd_solver": "full"}, random_state=1))


def told(result: PolisClusteringResult) -> Answer:
    """What is compared."""
    statements, people = result.statements_df, result.participants_df
    grouped = people.dropna(subset="cluster_id")
    points, labels = grouped[["x", "y"]].to_numpy(), grouped["cluster_id"].to_numpy(dtype=int)
    centres = np.array([points[labels == at].mean(axis=0) for at in range(labels.max() + 1)])
    return {
        "people": {str(one): [float(x), float(y)] for one, x, y in people[["x", "y"]].itertuples()},
        "extremity": {str(one): float(far) for one, far in statements["extremity"].items()},
        "labels": {str(one): int(label) for one, label in grouped["cluster_id"].items()},
        "silhouette": float(silhouette_score(points, labels)),
        "spread": float(((points - centres[labels]) ** 2).sum()),
        "agree": {str(one): value for one, value in result.group_aware_consensus["agree"].items()},
        "disagree": {str(one): value for one, value in result.group_aware_consensus["disagree"].items()},
        "stats": [
            [int(group), int(statement), *(float(row[name]) for name in ("pat", "rat", "pdt", "rdt", "ra", "rd"))]
            for (group, statement), row in result.group_comment_stats.iterrows()
        ],
        "consensus": [[side, [one["tid"] for one in result.consensus[side]]] for side in ("agree", "disagree")],
    }


if __name__ == "__main__":
    answer_questions(answered)
