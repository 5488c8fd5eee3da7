#!/usr/bin/env bash
# Records what JVMs answer to the diagnostic commands that Plumbline asks: one ZIP a release, one folder a collector.
#
#   record-answers.sh CHROOT OUTPUT VERSION JAVA_HOME
#
# CHROOT as make-chroot.sh makes it, or / for a JDK of this machine; JAVA_HOME as seen from there. Needs root, zip, unshare and
# a compiler for Workload.java. The JVM runs with an empty environment and in a UTS namespace of its own, whose host is "host".
set -euo pipefail

here=$(dirname -- "$(realpath -- "$0")")
root=$(realpath -- "$1") output=$(realpath -- "$2") version=$3 home=$4
classes=opt/plumbline-workload
work=$(mktemp -d)
pid=

cleanup() {
    [ -z "$pid" ] || kill "$pid" 2> /dev/null || true
    rm --recursive --force -- "$work" "${root%/}/$classes"
}
trap cleanup EXIT

run() {
    if [ "$root" = / ]; then "$@"; else chroot "$root" "$@"; fi
}

record() {
    local name=$1
    shift
    mkfifo "$work/in"
    : > "$work/out"
    exec 3<> "$work/in"
    rm "$work/in"
    env --ignore-environment PATH=/usr/sbin:/usr/bin LANG=C.UTF-8 unshare --uts sh -c 'hostname host; shift; exec "$@"' sh \
        -- chroot "$root" "$home/bin/java" -Xmx128m "$@" -cp "/$classes" Workload <&3 > "$work/out" 2>&1 &
    pid=$!
    for _ in $(seq 200); do
        if grep --quiet '^ready$' "$work/out" || ! kill -0 "$pid" 2> /dev/null; then break; fi
        sleep 0.1
    done
    if ! grep --quiet '^ready$' "$work/out"; then
        echo "JDK $version $name: $(head -n 1 "$work/out")"
        wait "$pid" 2> /dev/null || true
        pid=
        return
    fi
    mkdir -p "$work/$version/$name"
    for command in help VM.version GC.heap_info 'VM.native_memory detail' System.map VM.info 'VM.metaspace vslist' Compiler.codecache; do
        # jcmd's first line is the pid and not of the answer; what a JVM does not know is not recorded.
        run "$home/bin/jcmd" "$pid" "$command" > "$work/answer" 2> /dev/null || continue
        tail -n +2 "$work/answer" > "$work/$version/$name/${command%% *}.txt"
    done
    cp "/proc/$pid/maps" "$work/$version/$name/maps"
    kill "$pid"
    wait "$pid" 2> /dev/null || true
    pid=
    echo "JDK $version $name recorded"
}

mkdir -p "${root%/}/$classes"
javac --release 8 -nowarn -Xlint:-options -d "${root%/}/$classes" "$here/../src/main/resources/jvm/Workload.java"
unlock=-XX:+UnlockExperimentalVMOptions
record serial -XX:+UseSerialGC
record parallel -XX:+UseParallelGC
record g1 -XX:+UseG1GC
record cms -XX:+UseConcMarkSweepGC
record z $unlock -XX:+UseZGC
record shenandoah $unlock -XX:+UseShenandoahGC
record epsilon $unlock -XX:+UseEpsilonGC
record g1-nmt -XX:+UseG1GC -XX:NativeMemoryTracking=detail
record g1-wide-no-cds -XX:+UseG1GC -Xshare:off -XX:-UseCompressedOops
(cd "$work/$version" && find . -type f | sort | TZ=UTC zip --quiet -X "$output/jdk-$version.zip" -@)
