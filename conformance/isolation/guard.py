"""Run a Python program under an audit hook that refuses writing elsewhere, other connections, processes and foreign code.

Run as ``python guard.py PORT PROGRAM`` in the program's own folder. It is a second line on top of the isolation that the
system gives, and the only one where it gives none: whoever reaches into the interpreter's memory passes it. The program
sees nothing of it: it is ``__main__``, ``sys.argv`` and ``sys.path`` are its own, and a traceback begins in it.

Events and their arguments: docs.python.org, *Audit events table*.
"""

import os
import sys
import types
from collections.abc import Callable
from typing import Any, Final

_STARTS: Final = frozenset(
    "os.exec os.fork os.forkpty os.posix_spawn os.spawn os.startfile os.startfile/2 os.system pty.spawn subprocess.Popen "
    "_winapi.CreateProcess os.killpg signal.pthread_kill syslog.openlog syslog.syslog sqlite3.load_extension "
    "winreg.CreateKey winreg.DeleteKey winreg.DeleteValue winreg.LoadKey winreg.SaveKey winreg.SetValue "
    "resource.prlimit sys.remote_exec cpython.remote_debugger_script cpython._PySys_ClearAuditHooks".split()
)
# The position of the path that is changed, and of the descriptor of the folder that it is relative to.
_CHANGES: Final = {
    "os.chflags": (0, None),
    "os.chmod": (0, 2),
    "os.chown": (0, 3),
    "os.link": (1, 3),
    "os.mkdir": (0, 2),
    "os.remove": (0, 1),
    "os.removexattr": (0, None),
    "os.rmdir": (0, 1),
    "os.setxattr": (0, None),
    "os.symlink": (1, 2),
    "os.truncate": (0, None),
    "os.utime": (0, 3),
}
_FOREIGN: Final = frozenset(
    "ctypes.call_function ctypes.cdata ctypes.dlopen ctypes.dlsym ctypes.dlsym/handle ctypes.PyObj_FromPtr "
    "ctypes.string_at ctypes.wstring_at".split()
)
_WRITES: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_HERE: Final = ("127.0.0.1", "::ffff:127.0.0.1", "localhost")
_INTO_A_TERMINAL: Final = 0x5412  # TIOCSTI


def watch(folder: str, port: int) -> Callable[[str, tuple[Any, ...]], None]:
    """Return the audit hook for a program that writes below ``folder`` and connects to 127.0.0.1 at ``port``."""
    below = os.path.join(os.path.realpath(folder), "")
    packages = tuple(
        os.path.join(os.path.realpath(prefix), "") for prefix in (sys.prefix, sys.base_prefix, sys.exec_prefix)
    )
    realpath, fsdecode, getpid, frame_at = os.path.realpath, os.fsdecode, os.getpid, sys._getframe
    null = realpath(os.devnull)

    def refuse(what: object) -> None:
        raise PermissionError(1, "An isolated program may not do this", str(what))

    def require_below(path: Any, relative_to: Any = -1) -> None:
        if isinstance(path, int):
            return  # open already, and looked at then
        name = fsdecode(path)
        if isinstance(relative_to, int) and relative_to >= 0 and not os.path.isabs(name):
            name = os.path.join(realpath(f"/proc/self/fd/{relative_to}"), name)
        real = realpath(name)
        # An entry itself, not where a link leads to, is what is made and removed.
        entry = os.path.join(realpath(os.path.dirname(name) or "."), os.path.basename(name))
        if not (f"{real}/".startswith(below) or real == null or entry.startswith(below)):
            refuse(name)

    def called_by(depth: int, *files: str) -> types.FrameType | None:
        frame: types.FrameType | None = frame_at(depth)
        while frame is not None and frame.f_code.co_filename.endswith(files):
            frame = frame.f_back
        return frame

    def foreign(event: str) -> None:
        """Let packages use ctypes, and ctypes be imported; refuse the program's own use of it."""
        frame = called_by(3, os.path.join("ctypes", "__init__.py"), os.path.join("ctypes", "_endian.py"))
        name = frame.f_code.co_filename if frame is not None else ""
        if not (name.startswith("<frozen importlib") or realpath(name).startswith(packages)):
            refuse(event)

    def connection(event: str, address: Any) -> None:
        paired = os.name == "nt" and any(
            frame is not None and frame.f_code.co_name == "socketpair" for frame in (frame_at(2), frame_at(3))
        )
        allowed = event == "socket.connect" and isinstance(address, tuple) and address[:2] in [(h, port) for h in _HERE]
        if not (allowed or paired):
            refuse(address)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            if flags & _WRITES and path is not None:
                require_below(path)
        elif event in _CHANGES:
            at, relative = _CHANGES[event]
            require_below(
                arguments[at], arguments[relative] if relative is not None and relative < len(arguments) else -1
            )
        elif event == "os.rename":
            require_below(arguments[0], arguments[2])
            require_below(arguments[1], arguments[3])
        elif (
            event in _STARTS
            or (event == "os.kill" and arguments[0] != getpid())
            or (event == "fcntl.ioctl" and arguments[1] == _INTO_A_TERMINAL)
        ):
            refuse(event)
        elif event in ("socket.connect", "socket.bind", "socket.sendto") or (
            event == "socket.sendmsg" and arguments[1] is not None
        ):
            connection(event, arguments[1])
        elif event == "socket.__new__":
            _, _, kind, protocol = arguments
            if (kind != -1 and kind & 0xF != 1) or protocol not in (-1, 0, 6):
                refuse("a socket that is not a TCP stream")
        elif event == "sqlite3.connect" and arguments[0] not in (":memory:", ""):
            require_below(arguments[0])
        elif event in _FOREIGN:
            foreign(event)

    return hook


def _without_the_guard(kind: type[BaseException], error: BaseException, trace: types.TracebackType | None) -> None:
    """Print an exception as Python does, from the program's first frame on."""
    while trace is not None and trace.tb_frame.f_code.co_filename == __file__:
        trace = trace.tb_next
    sys.__excepthook__(kind, error.with_traceback(trace), trace)


def main() -> None:
    """Become the program: compile it as it stands, and run it as ``__main__``."""
    port, program = int(sys.argv[1]), sys.argv[2]
    sys.argv = sys.argv[2:]
    sys.path[0] = os.path.dirname(os.path.abspath(program))
    sys.dont_write_bytecode = True
    module = types.ModuleType("__main__")
    module.__dict__.update(__file__=program, __cached__=None, __builtins__=__builtins__, __annotations__={})
    sys.modules["__main__"] = module
    sys.excepthook = _without_the_guard
    with open(program, "rb") as source:
        text = source.read()
    sys.addaudithook(watch(os.getcwd(), port))
    exec(compile(text, program, "exec"), module.__dict__)  # noqa: S102 - that is its task


if __name__ == "__main__":
    main()
