"""What stands in for what a user's files do not say: which values they are, and which of them move the answer most.

`said` tells what the files say, `assumptions` all else in its `order`, and `taken_over` what is another company's.
"""

__all__ = ["assumptions", "said", "taken_over"]
