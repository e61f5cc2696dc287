"""What must come out of the default company, and the search for defaults with which it does.

`expectations` has what must come out, measured on the companies of `arms`; `search` moves the levers.
"""

__all__ = ["arms", "expectations", "search"]
