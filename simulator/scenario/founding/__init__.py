"""A new company's scenario: a dozen questions as data, what their answers say, and the file they are written to.

A file that extends `laws` has to say what its company is. Here are the questions that ask for it, how an answer is read
(with the readers of the schema, so that what is taken here stands in the file as it is), where answers contradict one
another, and the text they come to.
"""

__all__ = ["company", "draft", "questions", "remarks", "writing"]
