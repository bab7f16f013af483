"""The report as one page: it needs nothing from elsewhere, and prints on paper."""

from collections.abc import Iterator
from html import escape

from moothill_verify.checks import Report
from moothill_verify.count_checks import Counted
from moothill_verify.faults import sentence
from moothill_verify.voice import Voice

STYLE = """body{font:1rem/1.5 sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}
li{list-style:none;margin:.4rem 0;padding-left:1.8rem;text-indent:-1.8rem}ul{padding:0}
.wrong,.unreadable,.unwitnessed{font-weight:bold}table{border-collapse:collapse;width:100%}
td,th{border:1px solid #666;padding:.3rem .5rem;text-align:left}td.figure{text-align:right}
.end{border:3px solid #111;padding:1rem;font-size:1.2rem}@media print{body{margin:0;max-width:none}}"""
HEADING = sentence("Report on a recount bundle")
COUNTED = sentence("Counted again here")
HEADS = (sentence("Project"), sentence("Given"), sentence("Votes, points or effective votes"))
LIMITS = sentence(
    "This shows that the published files agree with each other and with what was signed. It cannot show whether "
    "somebody was pressed to vote in a certain way, or registered in the name of another."
)


def page(report: Report, voice: Voice, ended: str) -> str:
    """Return the page."""
    lines = "\n".join(f'<li class="{line.mark.value}">{escape(voice.line(line))}</li>' for line in report.lines)
    title = voice.say(HEADING, {}) + (f": {report.title}" if report.title else "")
    counts = "\n".join(part for counted in report.counts for part in _table(counted, voice))
    return (
        f'<!doctype html>\n<html lang="{voice.language}">\n<head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
        f"<style>{STYLE}</style></head>\n<body>\n<h1>{escape(title)}</h1>\n"
        f'<p class="end">{escape(ended)}</p>\n<ul>\n{lines}\n</ul>\n{counts}\n'
        f"<p>{escape(voice.say(LIMITS, {}))}</p>\n</body>\n</html>\n"
    )


def _table(counted: Counted, voice: Voice) -> Iterator[str]:
    """Yield the winners as they were counted here; amounts in units of the currency."""
    heads = "".join(f"<th>{escape(voice.say(head, {}))}</th>" for head in HEADS)
    yield f"<h2>{escape(voice.say(COUNTED, {}))}</h2>\n<table>\n<tr>{heads}</tr>"
    exponent, currency = counted.contest.whole("exponent"), counted.contest.text("currency")
    for ref, given in counted.funded.given.items():
        amount = f"{given / 10**exponent:,.{exponent}f} {currency}"
        name = f"{ref}: {counted.titles.get(ref, '')}"
        yield (
            f'<tr><td>{escape(name)}</td><td class="figure">{escape(amount)}</td>'
            f'<td class="figure">{escape(counted.funded.told[ref])}</td></tr>'
        )
    yield "</table>"
