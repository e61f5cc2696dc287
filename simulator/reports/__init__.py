"""Pictures and words for people; no metric is computed here.

`charts` draws, `terminal` prints, `words` and `cash_words` say figures, `theme` is the one look of every chart, and
`model_page` writes the page that describes the model in full.
"""

__all__ = ["cash_words", "charts", "model_page", "terminal", "theme", "words"]
