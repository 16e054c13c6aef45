"""``python -m matching COMMAND``: the command line of the matching library."""

import argparse
import importlib
import io
import os
import sys
from types import ModuleType
from typing import NoReturn

from matching.commands import UsageError

COMMANDS = {
    "parse": "一行原文 → 一行 JSON 值",
    "code": "岗位名称 → 职业分类代码",
    "rank": "查询与语料 → 排序（TREC 格式）",
    "learn": "从标注对学习一个模型",
    "evaluate": "排序与标注 → 指标",
    "duplicates": "找出同一岗位的重复发布",
    "match": "求职者 × 岗位 → 带说明的排序",
    "rank_all": "所有求职者 × 所有岗位 → 一个结果文件",
}


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one line, as the command contract demands."""

    def error(self, message: str) -> NoReturn:
        """Raise instead of printing the whole usage."""
        raise UsageError(message)


def main(arguments: list[str] | None = None) -> int:
    """Run one sub-command and return its exit status.

    Examples
    --------
    >>> main(["no-such-command"])
    2
    """
    _speak_utf8()
    try:
        return _run(sys.argv[1:] if arguments is None else arguments)
    except UsageError as error:
        print(f"matching: {_one_line(error)}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # The reader (head, a closed pager) has seen enough; stdout must not be flushed again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except (OSError, ValueError) as error:
        print(f"matching: {type(error).__name__}: {_one_line(error)}", file=sys.stderr)
        return 1


def _run(arguments: list[str]) -> int:
    if not arguments or arguments[0] in {"-h", "--help"}:
        print("python -m matching COMMAND …\n")
        print("\n".join(f"  {name:<11}{summary}" for name, summary in COMMANDS.items()))
        return 0 if arguments else 2
    name = arguments[0]
    if name not in COMMANDS:
        raise UsageError(f"unknown command {name!r}: expected one of {', '.join(COMMANDS)}")
    command = _load(name)
    parser = Parser(prog=f"python -m matching {name}", description=command.HELP)
    command.add_arguments(parser)
    status: int = command.run(parser.parse_args(arguments[1:]))
    sys.stdout.flush()
    return status


def _load(name: str) -> ModuleType:
    # Only the named command is imported: `parse` must not wait for scikit-learn to load.
    return importlib.import_module(f"matching.commands.{name}")


def _speak_utf8() -> None:
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8-sig", errors="strict", newline="\n")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A lone surrogate (an escape in somebody's JSON) is written back as the escape it was.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split())


if __name__ == "__main__":
    sys.exit(main())
