"""``python -m tests.bench``: every benchmark, each against a floor of the same run."""

import sys

from tests.bench import (
    analysis,
    assessment_mc,
    balances,
    bat_page,
    bottlenecks,
    bundle,
    chart,
    edit,
    forms,
    kill,
    loggers,
    paper,
    plan,
    prints,
    recording,
    review,
    s3_upload,
    samples,
    sealing,
    search,
    sheets,
    start,
    window,
    workbook,
)


def main() -> None:
    """Print a table of all figures."""
    measured = (
        ("Start", start.run),
        ("Stored edit", edit.run),
        ("Window", window.run),
        ("Forms", forms.run),
        ("Search", search.run),
        ("Readings", samples.run),
        ("Recording", recording.run),
        ("Live chart", chart.run),
        ("Analysis of sessions", analysis.run),
        ("Monte Carlo of an indicator", assessment_mc.run),
        ("Balances and load", balances.run),
        ("Techniques, indicators, bottlenecks", bat_page.run),
        ("Bottlenecks by weights", bottlenecks.run),
        ("Logger files", loggers.run),
        ("Printed sheets", sheets.run),
        ("Verified prints", prints.run),
        ("Sheets from paper", paper.run),
        ("Plan of the transition", plan.run),
        ("Bundles", bundle.run),
        ("Encrypted bundles", sealing.run),
        ("Workbook", workbook.run),
        ("Upload to S3", s3_upload.run),
        ("Review of a version", review.run),
        ("Kills at random moments", kill.run),
    )
    for title, run in measured:
        sys.stdout.write(f"\n{title}\n")
        for name, figure, unit in run():
            sys.stdout.write(f"  {name:<48} {figure:>10.3f} {unit}\n")


main()
