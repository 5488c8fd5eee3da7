#!/usr/bin/env bash
# Measures whether plumb map disturbs its target: BusyTarget alone, while plumb map reads it again and again, while plumb map
# reads another process (which takes as much of the processors and leaves the target alone), and beside pmap -XX and cat of smaps.
# The cases alternate, so that what else the machine does meets all of them alike; of each number the median of the rounds is shown.
#
#   disturbance.sh allocate|churn [ROUNDS] [SECONDS]
#
# JAVA is the target's java, JAVA_OPTIONS are its options. On a busy machine: chrt --rr 1 disturbance.sh ...
set -euo pipefail

mode=${1:?allocate or churn} rounds=${2:-7} seconds=${3:-4}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
plumb=$here/../../plumb
read -r -a options <<<"${JAVA_OPTIONS:--Xms256m -Xmx256m -XX:+AlwaysPreTouch}"
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$work"' EXIT

javac -d "$work" "$here/BusyTarget.java"
coproc TARGET { exec "${JAVA:-java}" "${options[@]}" -cp "$work" BusyTarget "$mode"; }
target=$TARGET_PID
"${JAVA:-java}" "${options[@]}" -cp "$work" BusyTarget allocate < <(sleep 3600) >/dev/null &
other=$!

# answer: the target's lines up to "done" or "ready"
answer() {
    local line
    while read -r -t 120 line <&"${TARGET[0]}"; do
        case $line in ready | done) return ;; esac
        printf '%s\n' "$line"
    done
    echo "the target ended" >&2
    exit 1
}

# again LABEL COMMAND...: runs it again and again, as long as the file "go" is there, and counts the runs
again() {
    local label=$1
    shift
    while [ -e "$work/go" ]; do
        "$@" >/dev/null 2>&1 && printf . >>"$work/runs-$label"
    done
}

beside() {
    local label=$1
    touch "$work/go"
    again "$@" &
    sleep 0.2
    echo "$seconds $label" >&"${TARGET[1]}"
    answer >>"$work/lines"
    rm "$work/go"
    wait $!
}

median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

answer
"$plumb" map "$target" | sed -n 1,3p
for ((i = 0; i < rounds; i++)); do
    beside alone sleep 0.2
    beside map "$plumb" map "$target"
    beside other "$plumb" map "$other"
    beside pmap pmap -XX "$target"
    beside smaps cat "/proc/$target/smaps"
done

echo "load $(cut -d' ' -f1-3 /proc/loadavg), $(nproc) processors, Linux $(uname -r); $rounds rounds of $seconds s; medians; microseconds"
printf '%-10s %-6s %10s %8s %8s %8s %9s %6s %6s %6s\n' operation beside count median 99.9% 99.99% longest '>1ms' '>5ms' '>10ms'
for operation in $(cut -d' ' -f2 "$work/lines" | sort -u); do
    for label in alone map other pmap smaps; do
        printf '%-10s %-6s' "$operation" "$label"
        for column in 3 4 5 6 7 8 9 10; do
            printf ' %s' "$(awk -v l="$label" -v o="$operation" '$1 == l && $2 == o' "$work/lines" | cut -d' ' -f$column | median)"
        done | awk '{ printf " %10s %8s %8s %8s %9s %6s %6s %6s\n", $1, $2, $3, $4, $5, $6, $7, $8 }'
    done
done
for label in map other pmap smaps; do
    echo "$label: $(wc -c <"$work/runs-$label") runs"
done
