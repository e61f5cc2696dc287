"""How machine code is made: what Python calls is linked with every function it reaches, and that is optimised once.

Left to itself numba optimises and emits each function together with all that it calls, so that the innermost functions
are optimised hundreds of times over. Here a function that only compiled code calls stays as it was lowered. An entry,
which Python calls, takes in each function that it reaches, once. All of them but the entry are private to it: LLVM
sees every caller, inlines what has one, and leaves out checks and functions that nobody needs.

This goes by what is inside numba's libraries of code, which is nobody's promise. Where a numba differs from what is
known, `linked_as_one` says so, and functions are compiled in numba's own way, to the same bits.
"""

from __future__ import annotations

import os
from functools import cache
from inspect import signature
from typing import TYPE_CHECKING, Any, Final

from numba.core.codegen import CPUCodegen, CPUCodeLibrary, JITCodeLibrary
from numba.core.compiler import Compiler
from numba.core.compiler_lock import require_global_compiler_lock
from numba.core.environment import lookup_environment

from simulator.numerics.jit_key import OWN_WAY

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

_ENVIRONMENT: Final = "_ZN08NumbaEnv"
"""What the names of the variables begin with that hold what a function needs of Python, such as its exceptions."""

_KNOWN: Final = {
    CPUCodeLibrary: {
        "_optimize_functions": ["self", "ll_module"],
        "_optimize_final_module": ["self"],
        "_finalize_final_module": ["self"],
        "_get_module_for_linking": ["self"],
        "add_linking_library": ["self", "library"],
        "finalize": ["self"],
    },
    CPUCodegen: {"_module_pass_manager": ["self", "kwargs"]},
}


@cache
def linked_as_one() -> bool:
    """Tell whether functions are linked here: this numba is one whose inside is known, and nobody wants its own way."""
    return not os.environ.get(OWN_WAY) and all(
        list(signature(getattr(owner, name, lambda: None)).parameters) == parameters
        for owner, known in _KNOWN.items()
        for name, parameters in known.items()
    )


class _Library(JITCodeLibrary):
    """The code of one function, not optimised on its own."""

    def _optimize_functions(self, ll_module: Any) -> None:
        ll_module.data_layout = self._codegen._data_layout

    def reached(self) -> Iterator[JITCodeLibrary]:
        """Yield every library that this one calls into, and that those do, once each.

        One of numba's own holds all that it calls into.
        """
        seen = {self}
        waiting = list(self._linking_libraries)
        while waiting:
            library = waiting.pop()
            if library not in seen:
                seen.add(library)
                yield library
                if isinstance(library, InnerLibrary):
                    waiting += library._linking_libraries

    def take_in(self, module: Any) -> None:
        """Link into a `module` all that this library reaches."""
        for library in self.reached():
            alone = isinstance(library, InnerLibrary)
            module.link_in(library._final_module if alone else library._get_module_for_linking(), preserve=True)


class InnerLibrary(_Library):
    """A function that only compiled code calls, as it was lowered: neither optimised nor emitted."""

    @property
    def codegen(self) -> Any:
        """numba's generator of code, which is not told of an environment that has no address yet."""
        return _WithoutEnvironments(self._codegen)

    def finalize(self) -> None:
        """Let nothing more be added."""
        self._raise_if_finalized()
        self._finalized = True

    def get_pointer_to_function(self, name: str) -> int:
        """Return 0: it has no machine code."""
        self._ensure_finalized()
        return 0

    def _get_module_for_linking(self) -> Any:
        """Return it with all that it reaches, for code that is compiled in numba's own way."""
        self._ensure_finalized()
        if self._shared_module is None:
            module = self._final_module.clone()
            self.take_in(module)
            _link_all_but(module, "linkonce_odr", keep=())
            self._shared_module = module
        return self._shared_module


class EntryLibrary(_Library):
    """A function that Python calls, with all that it reaches."""

    def finalize(self) -> None:
        """Link, optimise and emit it."""
        require_global_compiler_lock()
        self._codegen._check_llvm_bugs()
        self._raise_if_finalized()
        own = [function.name for function in self._final_module.functions if not function.is_declaration]
        self.take_in(self._final_module)
        # Private, not internal: the engine finds internal functions by name, and LLVM has changed how they are called.
        _link_all_but(self._final_module, "private", keep=own)
        self._optimize_final_module()
        self._optimize_again()
        self._final_module.verify()
        self._finalize_final_module()
        self._note_environments()

    def calls_only(self, names: Collection[str]) -> bool:
        """Tell whether it calls nothing beside its own functions, LLVM's, and those of these `names`."""
        asked_for = (function.name for function in self._final_module.functions if function.is_declaration)
        return all(name in names or name.startswith("llvm.") for name in asked_for)

    def _optimize_again(self) -> None:
        """Go over it once more: what was inlined shows more that nobody needs (a twelfth of a run, for two seconds)."""
        passes, builder = self._codegen._module_pass_manager()
        passes.run(self._final_module, builder)

    def _note_environments(self) -> None:
        """Give each function taken in its environment, as numba does where code is loaded."""
        codegen: Any = self._codegen
        for variable in self._final_module.global_variables:
            environment = lookup_environment(variable.name) if variable.name.startswith(_ENVIRONMENT) else None
            if environment is not None:
                codegen.set_env(variable.name, environment)


def _link_all_but(module: Any, linkage: str, keep: Any) -> None:
    """Give every function defined in a module a linkage, all but those to `keep` as they are."""
    kept = set(keep)
    for function in module.functions:
        if not function.is_declaration and function.name not in kept:
            function.linkage = linkage


class _WithoutEnvironments:
    """A generator of code in all but this: an inner function's environment is set by the entry that takes it in."""

    def __init__(self, codegen: Any) -> None:
        self._codegen = codegen

    def __getattr__(self, name: str) -> Any:
        return getattr(self._codegen, name)

    def set_env(self, env_name: str, env: Any) -> None:
        """Leave it to the entry."""


class InnerCompiler(Compiler):
    """numba's compiler, for a function that only compiled code calls."""

    library_class: Any = InnerLibrary

    def compile_extra(self, func: Callable[..., Any]) -> Any:
        """Compile a function into a library of this kind."""
        self.state.library = self.library_class(self.state.targetctx.codegen(), func.__qualname__)
        self.state.library.enable_object_caching()
        return super().compile_extra(func)


class EntryCompiler(InnerCompiler):
    """The same, for a function that Python calls."""

    library_class = EntryLibrary
