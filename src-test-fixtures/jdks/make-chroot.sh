#!/usr/bin/env bash
# Makes a Debian root file system with the JDKs that tests of other JVM versions need. README.md beside this file says more.
#
#   make-chroot.sh DIR             makes it, or completes what an interrupted run left
#   make-chroot.sh --mount DIR     mounts proc and dev into it, as after a reboot
#   make-chroot.sh --unmount DIR   takes them out again; then, and only then, DIR may be removed
#
# Needs root, debootstrap (package debootstrap), 2 GB and a way to a Debian mirror (MIRROR, default deb.debian.org).
set -euo pipefail

mirror=${MIRROR:-http://deb.debian.org/debian}
suite=${SUITE:-sid}
read -r -a versions <<< "${VERSIONS:-8 11 21 26}"
# For a mirror that stands still, such as snapshot.debian.org: APT_OPTIONS='-o Acquire::Check-Valid-Until=false'
read -r -a apt_options <<< "${APT_OPTIONS:-}"

fail() {
    echo "make-chroot.sh: $*" >&2
    exit 1
}

usage() {
    sed -n '2,8s/^# \{0,1\}//p' "$0"
}

mounted() {
    mountpoint --quiet -- "$1"
}

mount_all() {
    mkdir -p -- "$root/proc" "$root/dev"
    # The JVM's launcher finds its library through /proc/self/exe, so the packages' own scripts need proc before they are configured.
    # A private bind of /dev alone, without what is mounted below it: unmounting must reach nothing of the host's.
    mounted "$root/proc" || mount --types proc proc "$root/proc"
    if ! mounted "$root/dev"; then
        mount --bind /dev "$root/dev"
        mount --make-private "$root/dev"
    fi
}

unmount_all() {
    for point in "$root/dev" "$root/proc"; do
        if mounted "$point"; then
            umount -- "$point" || fail "$point is in use: end the processes that run in $root, then again"
        fi
    done
}

# debootstrap does not go on where it stopped: what it left (it has a folder /debootstrap until it is through) is removed.
clear_interrupted_base() {
    [ -d "$root/debootstrap" ] || return 0
    if cut --delimiter=' ' --fields=5 /proc/self/mountinfo | grep --quiet --fixed-strings -- "$root/"; then
        fail "something is mounted below $root: unmount it first"
    fi
    rm --recursive --force --one-file-system -- "$root"
}

installed() {
    [ -x "$root/usr/lib/jvm/java-$1-openjdk-$(dpkg --print-architecture)/bin/java" ]
}

make_base() {
    [ -e "$root/var/lib/plumbline-base-done" ] && return
    command -v debootstrap > /dev/null || fail "debootstrap is missing: apt-get install debootstrap"
    # debootstrap makes device files of its own: never in the host's dev.
    unmount_all
    clear_interrupted_base
    debootstrap --variant=minbase "$suite" "$root" "$mirror"
    touch "$root/var/lib/plumbline-base-done"
}

install_jdks() {
    local missing=()
    for version in "${versions[@]}"; do
        installed "$version" || missing+=("openjdk-$version-jdk-headless")
    done
    [ ${#missing[@]} -eq 0 ] && return
    # No service may start in the chroot (invoke-rc.d asks policy-rc.d).
    printf '#!/bin/sh\nexit 101\n' > "$root/usr/sbin/policy-rc.d"
    chmod 755 "$root/usr/sbin/policy-rc.d"
    chroot "$root" apt-get "${apt_options[@]}" update --quiet
    chroot "$root" env DEBIAN_FRONTEND=noninteractive LC_ALL=C \
        apt-get "${apt_options[@]}" install --quiet --yes --no-install-recommends "${missing[@]}"
    chroot "$root" apt-get clean
}

action=make
case ${1:-} in
    --mount | --unmount) action=${1#--} && shift ;;
    -h | --help) usage && exit 0 ;;
    -*) usage >&2 && exit 2 ;;
esac
[ $# -eq 1 ] || { usage >&2 && exit 2; }
[ "$(id -u)" -eq 0 ] || fail "needs root: it mounts file systems and changes its root"
root=$(realpath --canonicalize-missing -- "$1")
[ "$root" != / ] || fail "not the root directory itself"

case $action in
    mount) mount_all ;;
    unmount) unmount_all ;;
    make)
        if [ -d "$root" ] && [ ! -e "$root/var/lib/plumbline-base-done" ] && [ ! -e "$root/debootstrap" ] \
            && [ -n "$(ls -A -- "$root")" ] && [ "$(ls -A -- "$root")" != "$(printf 'dev\nproc')" ]; then
            fail "$root holds something that this script did not make"
        fi
        make_base
        mount_all
        install_jdks
        for version in "${versions[@]}"; do
            echo "== JDK $version"
            chroot "$root" "/usr/lib/jvm/java-$version-openjdk-$(dpkg --print-architecture)/bin/java" -version 2>&1
        done
        ;;
esac
