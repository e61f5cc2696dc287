"""The guide: one topic a file, readable here and printed by `t2d3 guide TOPIC`.

A topic is a Markdown file in this folder. It opens with the group it is listed under, its title and one line that says
what it answers; the list of topics is made from these. `topics` and `topic` read the files, `rendering` shapes one
for a terminal.
"""

from simulator.guide.topics import GROUPS, Topic, topic, topics

__all__ = ["GROUPS", "Topic", "rendering", "topic", "topics"]
