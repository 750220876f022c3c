"""What the scripts that take turns with our JVM share; needs nothing but Python 3."""

import os
import subprocess
import time


def has_avx512():
    try:
        with open("/proc/cpuinfo") as info:
            return "avx512f" in info.read()
    except OSError:
        return False


def prepare_numpy(threads):
    """Before numpy is loaded, which reads these once. OpenBLAS mistakes some AVX-512 machines for AVX2 ones: this is the
    rival at its best."""
    if has_avx512():
        os.environ.setdefault("OPENBLAS_CORETYPE", "SKYLAKEX")
    os.environ["OMP_NUM_THREADS"] = str(threads)
    os.environ["OPENBLAS_NUM_THREADS"] = str(threads)


def java_version(binary):
    shown = subprocess.run([binary, "-XshowSettings:properties", "-version"], capture_output=True, text=True).stderr
    return next(line.split("=")[1].strip() for line in shown.splitlines() if "java.specification.version" in line)


def process_cpu_seconds(pid):
    try:
        with open(f"/proc/{pid}/stat") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except OSError:
        return 0.0


def machine_busy_seconds():
    """All CPUs together, what the hypervisor took included; None where there is no /proc."""
    try:
        with open("/proc/stat") as stat:
            fields = [int(f) for f in stat.readline().split()[1:]]
        return (sum(fields[:8]) - fields[3] - fields[4]) / os.sysconf("SC_CLK_TCK")
    except OSError:
        return None


def observed(contender, work):
    """What the work returns, and the share of the CPUs that others used meanwhile."""
    own, busy, start = contender.cpu_seconds(), machine_busy_seconds(), time.perf_counter()
    result = work()
    elapsed = time.perf_counter() - start
    if busy is None:
        return result, None
    foreign = (machine_busy_seconds() - busy) - (contender.cpu_seconds() - own)
    return result, round(max(0.0, foreign) / (elapsed * os.cpu_count()), 3)
