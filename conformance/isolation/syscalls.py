"""The system calls of a child: what is allowed, what depends on its arguments, and what is refused by name.

Anything that is listed nowhere does not exist for a child (ENOSYS), what later kernels bring among it: C libraries know
how to do without a call that is new. Numbers: ``arch/x86/entry/syscalls/syscall_64.tbl`` of the Linux source for x86-64,
``include/uapi/asm-generic/unistd.h`` for AArch64.
"""

from typing import Final, Literal

Machine = Literal["x86_64", "aarch64"]

# AUDIT_ARCH_X86_64 and AUDIT_ARCH_AARCH64 of linux/audit.h.
ARCHITECTURES: Final[dict[Machine, int]] = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}


def _table(text: str) -> dict[Machine, dict[str, int]]:
    """Return the numbers by machine and name; ``text`` holds ``name x86-64 aarch64``, ``-`` where there is none."""
    words = text.split()
    rows = list(zip(words[::3], words[1::3], words[2::3], strict=True))
    return {
        "x86_64": {name: int(number) for name, number, _ in rows if number != "-"},
        "aarch64": {name: int(number) for name, _, number in rows if number != "-"},
    }


# Files (Landlock says which), memory, threads' own means, clocks, signals to be received, and waiting.
ALLOWED: Final = _table(
    """
    read 0 63  write 1 64  readv 19 65  writev 20 66  pread64 17 67  pwrite64 18 68  preadv 295 69  pwritev 296 70
    preadv2 327 286  pwritev2 328 287  close 3 57  close_range 436 436  lseek 8 62  dup 32 23  dup2 33 -
    dup3 292 24  pipe 22 -  pipe2 293 59  stat 4 -  fstat 5 80  lstat 6 -  newfstatat 262 79  statx 332 291
    statfs 137 43  fstatfs 138 44  access 21 -  faccessat 269 48  faccessat2 439 439  readlink 89 -
    readlinkat 267 78  getcwd 79 17  chdir 80 49  fchdir 81 50  getdents64 217 61  mkdir 83 -  mkdirat 258 34
    rmdir 84 -  unlink 87 -  unlinkat 263 35  rename 82 -  renameat 264 38  renameat2 316 276  link 86 -
    linkat 265 37  symlink 88 -  symlinkat 266 36  ftruncate 77 46  fallocate 285 47  fsync 74 82  fdatasync 75 83
    fadvise64 221 223  flock 73 32  umask 95 166  sendfile 40 71  copy_file_range 326 285  mmap 9 222
    mprotect 10 226  munmap 11 215  mremap 25 216  madvise 28 233  brk 12 214  msync 26 227  mincore 27 232
    membarrier 324 283  get_mempolicy 239 236  futex 202 98  futex_waitv 449 449  set_robust_list 273 99
    set_tid_address 218 96  rseq 334 293  sched_yield 24 124  sched_getaffinity 204 123  sched_getparam 143 121
    sched_getscheduler 145 120  sched_get_priority_max 146 125  sched_get_priority_min 147 126  getcpu 309 168
    rt_sigaction 13 134  rt_sigprocmask 14 135  rt_sigreturn 15 139  rt_sigpending 127 136  rt_sigtimedwait 128 137
    rt_sigsuspend 130 133  sigaltstack 131 132  restart_syscall 219 128  pause 34 -  alarm 37 -  setitimer 38 103
    getitimer 36 102  poll 7 -  ppoll 271 73  select 23 -  pselect6 270 72  epoll_create 213 -  epoll_create1 291 20
    epoll_ctl 233 21  epoll_wait 232 -  epoll_pwait 281 22  epoll_pwait2 441 441  eventfd 284 -  eventfd2 290 19
    timerfd_create 283 85  timerfd_settime 286 86  timerfd_gettime 287 87  signalfd4 289 74  nanosleep 35 101
    clock_nanosleep 230 115  clock_gettime 228 113  clock_getres 229 114  gettimeofday 96 169  time 201 -
    times 100 153  timer_create 222 107  timer_settime 223 110  timer_gettime 224 108  timer_delete 226 111
    timer_getoverrun 225 109  getpid 39 172  gettid 186 178  getppid 110 173  getuid 102 174  geteuid 107 175
    getgid 104 176  getegid 108 177  getresuid 118 148  getresgid 120 150  getgroups 115 158  getpgrp 111 -
    getpgid 121 155  getsid 124 156  getpriority 140 141  getrlimit 97 163  setrlimit 160 164  getrusage 98 165
    uname 63 160  sysinfo 99 179  capget 125 90  getrandom 318 278  wait4 61 260  waitid 247 95  exit 60 93
    exit_group 231 94  arch_prctl 158 -  recvfrom 45 207  recvmsg 47 212  shutdown 48 210  getsockname 51 204
    getpeername 52 205  getsockopt 55 209
    """
)
# Allowed with some arguments only; filter.py says which.
EXAMINED: Final = _table(
    """
    open 2 -  openat 257 56  socket 41 198  socketpair 53 199  connect 42 203  sendto 44 206  sendmsg 46 211
    setsockopt 54 208  execve 59 221  clone 56 220  kill 62 129  tgkill 234 131  prctl 157 167  prlimit64 302 261
    ioctl 16 29  fcntl 72 25  sched_setscheduler 144 119  sched_setaffinity 203 122
    """
)
# Refused with EPERM, so that a program says that it was not permitted. Landlock knows nothing of modes, owners and times.
REFUSED: Final = _table(
    """
    fork 57 -  vfork 58 -  execveat 322 281  chmod 90 -  fchmod 91 52  fchmodat 268 53  fchmodat2 452 452
    chown 92 -  fchown 93 55  lchown 94 -  fchownat 260 54  truncate 76 45  creat 85 -  utime 132 -  utimes 235 -
    utimensat 280 88  futimesat 261 -  setxattr 188 5  lsetxattr 189 6  fsetxattr 190 7  removexattr 197 14
    lremovexattr 198 15  fremovexattr 199 16  mknod 133 -  mknodat 259 33  bind 49 200  listen 50 201  accept 43 202
    accept4 288 242  tkill 200 130  pidfd_open 434 434  pidfd_send_signal 424 424  process_vm_readv 310 270
    process_vm_writev 311 271  ptrace 101 117  io_uring_setup 425 425  memfd_create 319 279  mount 165 40
    unshare 272 97  setns 308 268  bpf 321 280  keyctl 250 219  setpriority 141 140
    """
)
