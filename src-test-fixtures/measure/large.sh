#!/usr/bin/env bash
# Measures what a map of a large process takes: LargeTarget with 2,000 threads, 20,000 mapped pages and 8 GiB resident, read by
# plumb map, pmap -XX, jcmd System.map (JAVA of JDK 24 or later) and by cat of smaps, which is the kernel's share of the first two.
#
#   large.sh [RUNS]        HEAP (8g), THREADS (2000), MAPPINGS (20000); JAVA is the target's java. Needs RAM for the heap.
#
# On a busy machine: chrt --rr 1 large.sh
set -euo pipefail

runs=${1:-5} heap=${HEAP:-8g} java=${JAVA:-java}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
plumb=$here/../../plumb
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$work"' EXIT

javac -d "$work" "$here/LargeTarget.java"
coproc TARGET {
    exec "$java" -Xss256k -Xms"$heap" -Xmx"$heap" -XX:+AlwaysPreTouch -XX:NativeMemoryTracking=summary \
        -cp "$work" LargeTarget "${THREADS:-2000}" "${MAPPINGS:-20000}"
}
target=$TARGET_PID
read -r -t 120 line <&"${TARGET[0]}"
[ "$line" = ready ]

"$plumb" map "$target" --verbose >"$work/map"
sed -n '/^ *started/p; /^ *read in/p; /^total/p' "$work/map"
TIMEFORMAT=%R
timed() {
    local label=$1
    shift
    for ((i = 0; i < runs; i++)); do
        { time "$@" >/dev/null; } 2>&1
    done | sort -n | awk -v label="$label" '{ v[NR] = $1 } END { print label ": fastest " v[1] ", median " v[int((NR + 1) / 2)] ", slowest " v[NR] " s" }'
}
timed "plumb map" "$plumb" map "$target"
timed "plumb map --json" "$plumb" map "$target" --json
timed "pmap -XX" pmap -XX "$target"
timed "cat smaps" cat "/proc/$target/smaps"
if jcmd=$(dirname "$(readlink -f "$(command -v "$java")")")/jcmd && "$jcmd" "$target" help System.map >/dev/null 2>&1; then
    timed "jcmd System.map" "$jcmd" "$target" System.map
fi
echo "load $(cut -d' ' -f1-3 /proc/loadavg), $(nproc) processors, Linux $(uname -r)"
