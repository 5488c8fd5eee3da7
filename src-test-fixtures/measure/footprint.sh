#!/usr/bin/env bash
# Measures what the agent adds to a JVM's resident memory: Rss of smaps_rollup before plumb attach, at its answer, ten seconds later and
# after plumb attach --stop. Two targets: one that has done nothing yet, and one whose compilers have worked and that uses JMX (WarmTarget).
# Their heaps are touched from the start, so that the agent's garbage does not count. Each round is a new JVM.
#
#   footprint.sh [ROUNDS]
#
# JAVA_HOME is the target's.
set -euo pipefail

rounds=${1:-3}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
plumb=$here/../../plumb
home=${JAVA_HOME:?the JDK of the target}
options=(-XX:+UseSerialGC -XX:+AlwaysPreTouch)
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$work"' EXIT
javac -d "$work" "$here/PulseTarget.java" "$here/WarmTarget.java"

rss() { awk '/^Rss:/ { print $2 }' "/proc/$target/smaps_rollup"; }

# visit LABEL JVM-ARGUMENT...
visit() {
    local label=$1 before attached later
    shift
    coproc TARGET { exec "$home/bin/java" "${options[@]}" -cp "$work" "$@" 2>/dev/null; }
    target=$TARGET_PID
    read -r -t 120 _ <&"${TARGET[0]}"
    before=$(rss)
    "$plumb" attach "$target" --period 1h >/dev/null
    attached=$(rss)
    sleep 10
    later=$(rss)
    "$plumb" attach "$target" --stop >/dev/null
    echo "$label $before $((attached - before)) $((later - before)) $(($(rss) - before))" >>"$work/lines"
    kill "$target"
    wait "$target" 2>/dev/null || true
}

for ((i = 0; i < rounds; i++)); do
    visit fresh -Xms64m -Xmx64m PulseTarget
    visit warm -Xms128m -Xmx128m WarmTarget "$here/PulseTarget.java"
done

echo "load $(cut -d' ' -f1-3 /proc/loadavg), $(nproc) processors; $rounds rounds; Rss in MiB: before, and more than that: median, least and most"
printf '%-6s %8s %21s %21s %21s\n' target before 'at the answer' '10 s later' 'after --stop'
for label in fresh warm; do
    printf '%-6s' "$label"
    for column in 2 3 4 5; do
        awk -v l="$label" -v c="$column" '$1 == l { print $c / 1024 }' "$work/lines" | sort -n |
            awk -v c="$column" '{ v[NR] = $1 } END { m = v[int((NR + 1) / 2)]; if (c == 2) printf " %8.1f", m; else printf " %7.1f %6.1f %6.1f", m, v[1], v[NR] }'
    done
    echo
done
