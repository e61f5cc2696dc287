"""The folder that an answer goes to: which one, whether it is free, and how the answer takes its place there.

What commands use is `Question`, what a folder is for, `Destination`, what the user said of it, and `answering`, a
context in which an answer can be put into it. From the lowest up: question, record, reservation, exchange, placement,
choice, answering.
"""

from simulator.cli._folders.answering import AnswerFolder, Destination, answering
from simulator.cli._folders.question import LIBRARY, RUN, Question

__all__ = ["LIBRARY", "RUN", "AnswerFolder", "Destination", "Question", "answering"]
