"""What must come out of the default company, and the search for defaults with which it does; a company's own figures.

`expectations` has what must come out, measured on the companies of `arms`; `search` moves the levers.
`renewal_today` finds the renewal odds behind a GRR.
"""

__all__ = ["arms", "expectations", "renewal_today", "search"]
