"""A scenario told back in plain words: `explain` puts the parts together, each module tells one of them."""
