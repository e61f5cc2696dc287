"""The options that the commands about a simulation share, as values: how runs are played, where the answer goes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulator.answers import Answer, Request, Sampling
    from simulator.cli._folders.answering import AnswerFolder
    from simulator.cli._folders.question import Question
    from simulator.scenario.schema.scenario import Scenario

Settings = tuple[tuple[str, str], ...]
"""Values of an option such as --set; later ones win."""


@dataclass(frozen=True)
class Common:
    """The values of these options; `runs` is None where a command has a default of its own."""

    runs: int | None
    seed: int
    workers: int | None
    engine: str
    quiet: bool
    out: Path | None
    replace: bool
    svg: bool
    set: Settings = ()  # the name of the option

    @property
    def sampling(self) -> Sampling:
        """How runs are played."""
        from simulator.answers import Sampling
        from simulator.experiment.engines import RUNS

        return Sampling(RUNS if self.runs is None else self.runs, self.seed, self.workers, self.engine)

    def question(
        self,
        command: str,
        names: Sequence[str],
        scenarios: Sequence[Scenario],
        *,
        about: Sequence[str] = (),
        how: Mapping[str, Any] | None = None,
        settings: Mapping[str, Settings] | None = None,
    ) -> Question:
        """Return what the folder of the answer is for: a command, its scenarios as written and as they will be played,
        and what it is asked about; `how` are its own values beside those that all commands have.

        What is worth saying of the scenarios is said, and one that has no plan is refused (`before_work`).
        """
        from simulator.cli._folders.question import Question
        from simulator.cli.before_work import check_plans, tell

        given = {"--set": self.set} if settings is None else settings
        if not self.quiet:
            tell(names, scenarios, [one for several in given.values() for one in several])
        check_plans(scenarios)
        return Question.of(
            command,
            names,
            scenarios,
            about=about,
            settings=given,
            seed=self.seed,
            runs=self.runs,
            **(how or {}),
            engine=self.engine,
            svg=self.svg,
        )

    def answering(self, question: Question) -> AbstractContextManager[AnswerFolder]:
        """Return a context that gives the folder for the answer, made and tried."""
        from simulator.cli._folders import answering
        from simulator.cli._folders.answering import Destination

        return answering(question, Destination(self.out, self.replace, self.quiet))

    def stage(self, what: str, total: int) -> AbstractContextManager[Callable[[int], None]]:
        """Show the progress of a part of the work, unless asked to be quiet."""
        from simulator.cli.terminal import progress_of

        return progress_of(what, total, self.quiet)

    def tell_slips(self, settings: Iterable[tuple[str, str]]) -> None:
        """Say which further values, by path and text, look as if a shell had eaten a part, unless asked to be quiet."""
        if not self.quiet:
            from simulator.cli.before_work import tell_slips

            tell_slips(settings)

    def prepare(self) -> None:
        """Make the engine ready to start."""
        from simulator.cli.terminal import prepared

        prepared(self.engine, self.quiet)

    def answer(self, request: Request[Answer], question: Question) -> None:
        """Play what a request takes, put the answer into its folder and print it."""
        with self.answering(question) as folder:
            self.prepare()
            answer = request.answer(self.stage)
            files = folder.put(partial(answer.write, svg=self.svg))
        self.print(answer, files)

    def print(self, answer: Answer, files: Sequence[Path]) -> None:
        """Print an answer and where its files are, unless asked to be quiet."""
        if not self.quiet:
            from simulator.cli.terminal import output

            answer.print(output(), files)
