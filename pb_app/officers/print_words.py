"""The words of what is printed, in each language asked for."""

from collections.abc import Callable, Container, Iterable, Sequence

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from ballots.poll import Poll as Contest
from ballots.styles import Approval, BallotStyle, Boosted, Points, Ranking, Scores, Spending
from pb_app.definitions import Asked, Definition
from pb_app.packs import Pack, Printed
from pb_app.web.filters import pounds

Words = dict[str, str]


def in_languages(tongues: Iterable[str], words: Callable[[str], Words]) -> list[Words]:
    """What `words` says, once a language; it is told which."""
    told = []
    for tongue in tongues:
        with force_locale(tongue):
            told.append({"lang": tongue} | words(tongue))
    return told


def ballot_words() -> Words:
    """The words of a ballot paper."""
    return {
        "stub": _("Stub"),
        "stub_help": _("Tear this off and keep it when you hand the paper out. It stays at the station."),
        "mark": _("Mark"),
        "number": _("No."),
        "project": _("Project"),
        "cost": _("Cost"),
        "extra": _("Extra vote"),
        "page": _("Page"),
        "intro": _("Your vote is secret. Write nothing on this paper that could say who you are."),
        "closing": _("Fold the paper so that nobody sees your marks, and put it into the box yourself."),
    }


def sheet_words() -> Words:
    """The words of a tally sheet."""
    return {
        "name": _("Station"),
        "number": _("No."),
        "project": _("Project"),
        "strokes": _("Strokes, in fives"),
        "total": _("Total"),
        "account": _("The account of the papers"),
        "papers": _("Papers"),
        "issued": _("Issued to this station"),
        "in_box": _("Found in the box"),
        "spoilt": _("Spoilt or handed back"),
        "unused": _("Never handed out"),
        "intro": _(
            "Open the box after the close only, with two people present. This sheet is for them; "
            "the batches are keyed from the papers."
        ),
        "signed": _("Signed by the two who counted:"),
    }


def book_words() -> Words:
    """The words of a poll book."""
    return {
        "name": _("Station"),
        "page": _("page"),
        "stub": _("Stub"),
        "handed_out": _("Handed out"),
        "spoilt": _("Spoilt or handed back"),
        "initials": _("Initials of the desk"),
        "intro": _("Mark the roll first. Then tick the stub whose paper you hand out. Write no name and no hour here."),
    }


def poster_words(definition: Definition, opens: str, closes: str) -> Words:
    """The words of a poster; the hours are written out already."""
    return {
        "intro": _("%(locality)s: you decide how the money is spent", locality=definition.locality),
        "hours": _("Vote from %(opens)s until %(closes)s.", opens=opens, closes=closes),
        "square": _("Square code that opens the page of this vote."),
        "stations": _("Vote on paper here"),
        "name": _("Station"),
        "place": _("Where it is"),
        "open": _("When it is open"),
        "closing": _("You can vote online, on paper, or with help at a station. Each person has one vote."),
        "sides": _("Both sides of every project"),
        "chosen": _(
            "These points stand on the ballot page too. They were chosen by equal shares and fixed with the rules."
        ),
        "evidence": _("Key facts"),
        "pro": _("Best for"),
        "con": _("Best against"),
        "concern": _("Open concerns"),
    }


def sides_told(definition: Definition, pack: Pack | None, away: Container[tuple[int, int]]) -> list[dict[str, object]]:
    """What is printed for and against each project; what was taken out of its room since is left out."""
    titles = {one.project_id: one.name for asked in definition.contests for one in asked.contest.poll.projects}
    told: list[dict[str, object]] = []
    for project in pack.projects if pack else ():
        standing = {
            kind.value: [_point(one) for one in section.points if (project.room_id, one.seq) not in away]
            for kind, section in project.sections.items()
        }
        shown = [{"kind": kind, "points": points} for kind, points in standing.items() if points]
        if shown and project.ref in titles:
            told.append({"title": f"{project.ref} · {titles[project.ref]}", "sections": shown})
    return told


def _point(point: Printed) -> str:
    return f"{point.said} ({point.source})" if point.source else point.said


def letter_words(closes: str) -> Words:
    """The words of a letter with a voting code."""
    return {
        "intro": _("This letter gives you one vote. You need no account and no email address."),
        "code": _("Your voting code"),
        "how": _("Scan the square code with a phone, or open the address below and type the code."),
        "square": _("Square code that opens the voting page with your code."),
        "closing": _(
            "Vote before %(closes)s. Give the code to nobody: whoever uses it first has your vote. "
            "If it does not work, ask where you got this letter. Nobody can see from the code how you voted.",
            closes=closes,
        ),
        "letter": _("Letter"),
    }


def contests_told(contests: Sequence[Asked], tongues: Sequence[str]) -> list[dict[str, object]]:
    """The contests of a paper as they are printed."""
    return [_contest_told(one, tongues) for one in contests]


def _contest_told(one: Asked, tongues: Sequence[str]) -> dict[str, object]:
    contest, style = one.contest.poll, one.contest.style
    plain = style.style if isinstance(style, Boosted) else style
    return {
        "title": one.title,
        "words": in_languages(tongues, lambda _tongue: {"how": " ".join(_how(contest, style))}),
        "marks": "tick" if isinstance(plain, Approval) else "number",
        "extra": list(style.among) if isinstance(style, Boosted) else [],
        "projects": [
            {"ref": entry.project_id, "title": entry.name, "cost": str(pounds(entry.cost, contest.currency))}
            for entry in contest.projects
        ],
    }


def _how(contest: Contest, style: BallotStyle | Boosted) -> list[str]:
    """The sentences that say how a contest is filled in."""
    if isinstance(style, Boosted):
        extra = _("Put one more cross into the last column, for your extra vote.")
        return [*_how(contest, style.style), str(extra)]
    told = [str(_number(style)), *_asked(contest, style)]
    if style.none_of_these:
        told.append(str(_("You may hand in an empty paper if you want none of these.")))
    return told


def _number(style: BallotStyle) -> str:
    """How many projects are to be chosen."""
    fewest, most = style.min_choices, style.max_choices
    if most is None and fewest:
        return str(ngettext("Choose %(num)s project or more.", "Choose %(num)s projects or more.", fewest))
    if most is None:
        return str(_("Choose as many projects as you like."))
    if fewest == most:
        return str(ngettext("Choose exactly %(num)s project.", "Choose exactly %(num)s projects.", most))
    if fewest:
        return str(_("Choose from %(fewest)s to %(most)s projects.", fewest=fewest, most=most))
    return str(ngettext("Choose at most %(num)s project.", "Choose at most %(num)s projects.", most))


def _asked(contest: Contest, style: BallotStyle) -> list[str]:
    """What is written into the box, and how much."""
    if isinstance(style, Ranking):
        return [str(_("Write 1 beside the project you like best, 2 beside the next, and so on."))]
    if isinstance(style, Points | Scores):
        return _points(style)
    told = [str(_("Put a cross into the box beside each."))]
    if isinstance(style, Spending):
        most = pounds(contest.budget if style.most_cost is None else style.most_cost, contest.currency)
        told.append(str(_("Together they may cost at most %(most)s.", most=most)))
    return told


def _points(style: Points | Scores) -> list[str]:
    least, most = style.each
    told = [str(_("Write into the box how many points you give."))]
    if most is not None:
        told.append(str(_("Give a project from %(least)s to %(most)s points.", least=least, most=most)))
    if style.most_total is not None:
        told.append(str(_("Give at most %(most)s points in all.", most=style.most_total)))
    return told
