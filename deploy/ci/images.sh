#!/usr/bin/env bash
# Builds the images that the container tests and the compose smoke run on a machine that can fetch none: Debian, its packages,
# and Maven Central's jars in the manner of the official images. Their tag is trixie.
#
#   deploy/ci/images.sh base java timescaledb prometheus haproxy     need nothing but this working copy
#   deploy/ci/images.sh kafka hivemq                                 need a build (launcher/target/airlog, containers/target/hivemq)
#
# An image that exists is left as it is when its name is asked for with --missing in front.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
root=$here/../..
tag=trixie

fail() {
    echo "images.sh: $*" >&2
    exit 1
}

# The build context without what is not for the image; linked, not copied, where the file system can.
context() {
    context=$(mktemp -d -p "$root/target" "ci-$1.XXXXXX")
    cp -r "$here/images/$1/." "$context"
}

build() {
    local started=$SECONDS
    case $1 in
        base)
            command -v debootstrap >/dev/null || fail "debootstrap is missing (Debian: debootstrap)"
            [ "$(id -u)" -eq 0 ] || fail "debootstrap must be run as root"
            local debian
            debian=$(mktemp -d)
            # Debian's default mirror, or the one that is named.
            debootstrap --variant=minbase trixie "$debian" ${DEBIAN_MIRROR:+"$DEBIAN_MIRROR"} >"$debian.log" 2>&1 \
                || { tail -n 20 "$debian.log" >&2; fail "debootstrap failed"; }
            rm -rf "$debian"/var/cache/apt/archives/*.deb "$debian"/var/lib/apt/lists/*
            tar -C "$debian" --numeric-owner -c . | docker import - "airlog/ci-base:$tag" >/dev/null
            rm -rf "$debian" "$debian.log"
            ;;
        java | timescaledb | prometheus | haproxy)
            context "$1"
            docker build -q -t "airlog/ci-$1:$tag" "$context" >/dev/null
            rm -rf "$context"
            ;;
        kafka)
            [ -d "$root/launcher/target/airlog/lib" ] || fail "launcher/target/airlog is missing: build the project first"
            context kafka
            cp -rl "$root/launcher/target/airlog/lib" "$context/lib"
            docker build -q -t "airlog/ci-kafka:$tag" "$context" >/dev/null
            rm -rf "$context"
            ;;
        hivemq)
            [ -d "$root/containers/target/hivemq" ] || fail "containers/target/hivemq is missing: build the project first"
            context hivemq
            cp -rl "$root/containers/target/hivemq/." "$context/lib"
            docker build -q -t "airlog/ci-hivemq:$tag" "$context" >/dev/null
            rm -rf "$context"
            ;;
        *) fail "no such image: $1" ;;
    esac
    echo "airlog/ci-$1:$tag built in $((SECONDS - started)) s"
}

docker info >/dev/null 2>&1 || fail "no container engine answers"
[ $# -gt 0 ] || fail "which images? base java timescaledb prometheus haproxy kafka hivemq"
mkdir -p "$root/target"
missing=false
for name in "$@"; do
    if [ "$name" = --missing ]; then
        missing=true
    elif ! $missing || ! docker image inspect "airlog/ci-$name:$tag" >/dev/null 2>&1; then
        build "$name"
    fi
done
