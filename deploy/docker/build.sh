#!/usr/bin/env bash
# Builds the images from what the build has made (mvn package, or one start of ./airlog): one way for people, tests and CI.
#
#   deploy/docker/build.sh [--base IMAGE] [--hivemq-base IMAGE] [--tag TAG] [airlog] [airlog-hivemq]
#
# Without names both are built. --base: the JRE below airlog (default: see deploy/docker/Dockerfile); --hivemq-base: the HiveMQ
# CE below airlog-hivemq (default: see deploy/docker/hivemq/Dockerfile); --tag: default is the version of the build,
# and latest beside it.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
target=$here/../../launcher/target

fail() {
    echo "build.sh: $*" >&2
    exit 1
}

base='' hivemq_base='' tag='' names=()
while [ $# -gt 0 ]; do
    case $1 in
        --base | --hivemq-base | --tag)
            [ $# -gt 1 ] || fail "$1 wants a value"
            case $1 in
                --base) base=$2 ;;
                --hivemq-base) hivemq_base=$2 ;;
                --tag) tag=$2 ;;
            esac
            shift
            ;;
        airlog | airlog-hivemq) names+=("$1") ;;
        *) fail "unknown word: $1 (see the head of this script)" ;;
    esac
    shift
done
[ "${#names[@]}" -gt 0 ] || names=(airlog airlog-hivemq)
command -v docker >/dev/null || fail "docker is missing"
jars=("$target"/airlog/app/launcher-*.jar)
[ -f "${jars[0]}" ] && [ -d "$target/extension" ] || fail "launcher/target/airlog is missing: mvn package -pl launcher -am"
version=${jars[0]##*/launcher-}
version=${version%.jar}
[ -n "$tag" ] || tag=$version
revision=$(git -C "$here" rev-parse HEAD 2>/dev/null || echo unknown)

# Links, where the system has them: the jars are many.
link() { cp -rl "$1" "$2" 2>/dev/null || cp -r "$1" "$2"; }

context=$(mktemp -d -p "$target" image.XXXXXX)
trap 'rm -rf "$context"' EXIT
for name in "${names[@]}"; do
    rm -rf "${context:?}"/*
    link "$target/extension" "$context/extension"
    options=(--build-arg "VERSION=$version" --build-arg "REVISION=$revision")
    case $name in
        airlog)
            link "$target/airlog" "$context/airlog"
            cp -r "$here/bin" "$here/Dockerfile" "$context"
            [ -z "$base" ] || options+=(--build-arg "BASE_IMAGE=$base")
            ;;
        airlog-hivemq)
            cp -r "$here/hivemq/." "$context"
            [ -z "$hivemq_base" ] || options+=(--build-arg "BASE_IMAGE=$hivemq_base")
            ;;
    esac
    docker build -q -t "$name:$tag" "${options[@]}" "$context" >/dev/null
    # What deploy/compose.yaml takes where nothing else is said.
    [ "$tag" != "$version" ] || docker tag "$name:$tag" "$name:latest"
    echo "$name:$tag"
done
