#!/usr/bin/env bash
# Measures how long a JVM stands still when the agent is attached: PulseTarget left alone, asked by jcmd VM.version (which is the
# attach handshake and nothing else), while plumb attach loads the agent and takes its first snapshot, and while it leaves. Each round
# is a new JVM. Beside each case is the longest safepoint of the JVM's own log, and how much of it was spent on threads that had not come to
# it: on a loaded machine one that waits for a processor. Only the pulse has real-time priority; needs root.
#
#   attach.sh [ROUNDS] [SECONDS alone]
#
# JAVA_HOME is the target's, JAVA_OPTIONS are its options. REAL_TIME=1 gives all its threads real-time priority, so that a loaded
# machine does not count.
set -euo pipefail

rounds=${1:-7} seconds=${2:-3}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
plumb=$here/../../plumb
home=${JAVA_HOME:?the JDK of the target}
prefix=()
if [ -n "${REAL_TIME:-}" ]; then prefix=(chrt --rr 1); fi
read -r -a options <<<"${JAVA_OPTIONS:--Xms256m -Xmx256m -XX:+AlwaysPreTouch}"
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$work"' EXIT
javac -d "$work" "$here/PulseTarget.java"

ask() {
    echo >&"${TARGET[1]}"
    read -r -t 60 line <&"${TARGET[0]}"
}

rss() { awk '/^Rss:/ { print $2 }' "/proc/$target/smaps_rollup"; }

# safepoint FROM: the longest in the JVM's log after its line FROM, and what of it was reaching it, in microseconds
safepoint() {
    tail -n "+$(($1 + 1))" "$work/safepoints" | sed -nE 's/.*Reaching safepoint: *([0-9]+) ns.*Total: *([0-9]+) ns.*/\2 \1/p' |
        sort -n | tail -n 1 | awk '{ v = $1; r = $2 } END { print int(v / 1000), int(r / 1000) }'
}

# beside LABEL COMMAND...
beside() {
    local label=$1 from line begin
    shift
    ask
    from=$(wc -l <"$work/safepoints")
    begin=$(date +%s%N)
    "$@" >/dev/null 2>&1
    begin=$((($(date +%s%N) - begin) / 1000000))
    ask
    echo "$label $line $(safepoint "$from") $begin $(rss)" >>"$work/lines"
}

for ((i = 0; i < rounds; i++)); do
    coproc TARGET { exec "${prefix[@]}" "$home/bin/java" "${options[@]}" -Xlog:safepoint:file="$work/safepoints" -cp "$work" PulseTarget 2>/dev/null; }
    target=$TARGET_PID
    read -r -t 60 line <&"${TARGET[0]}"
    chrt --rr --pid 2 "$(grep -lx pulse /proc/"$target"/task/*/comm | cut -d/ -f5)"
    beside alone sleep "$seconds"
    beside jcmd "$home/bin/jcmd" "$target" VM.version
    beside attach "$plumb" attach "$target" --period 1h
    beside stop "$plumb" attach "$target" --stop
    kill "$target"
    wait "$target" 2>/dev/null || true
done

echo "load $(cut -d' ' -f1-3 /proc/loadavg), $(nproc) processors, Linux $(uname -r); $rounds rounds; microseconds: median and longest of the rounds"
printf '%-8s %18s %18s %18s %6s %6s %6s %12s %10s\n' beside 'longest delay' 'longest safepoint' 'reaching it' '>1ms' '>10ms' '>50ms' 'command, ms' 'Rss, KiB'
for label in alone jcmd attach stop; do
    printf '%-8s' "$label"
    for column in 3 7 8 4 5 6 9 10; do
        awk -v l="$label" -v c="$column" '$1 == l { print $c }' "$work/lines" | sort -n |
            awk -v c="$column" '{ v[NR] = $1 } END { m = v[int((NR + 1) / 2)]; if (c == 3 || c == 7 || c == 8) printf " %9d %8d", m, v[NR]; else printf " %6d", m }'
    done
    echo
done
