"""Pictures and words for people; no metric is computed here.

`charts` draws pages, `svg` small charts, `page` puts results into one file, `deck` onto slides, `workbook` into sheets,
with what `office` has of packages; `beside` sets results side by side. `terminal` prints, `words`, `cash_words` and
`planned_cash_words` say figures, `assumed_words` what was assumed, `theme` is the one look of every chart, and
`model_page` writes the page that describes the model in full.
"""

__all__ = [
    "assumed_words",
    "beside",
    "charts",
    "deck",
    "model_page",
    "office",
    "page",
    "planned_cash_words",
    "terminal",
    "theme",
    "words",
    "workbook",
]
