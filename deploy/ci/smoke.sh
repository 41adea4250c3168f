#!/usr/bin/env bash
# Brings deploy/compose.yaml up with the images that were built here, sends one signed reading through it by HTTP and one by MQTT,
# reads them back from the portal, restarts the broker, reads again, and takes everything down, volumes included.
#
#   deploy/ci/smoke.sh [single|cluster]
#
# Needs the images of deploy/ci/images.sh, airlog of deploy/docker/build.sh, docker-compose or docker compose, curl, openssl and
# mosquitto_pub. Grafana, whose image cannot be built from packages, is left out.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
profile=${1:-single}
work=$(mktemp -d)
project=airlog-smoke-$profile

if docker compose version >/dev/null 2>&1; then
    compose=(docker compose)
elif command -v docker-compose >/dev/null; then
    compose=(docker-compose)
else
    echo "smoke.sh: neither docker compose nor docker-compose is there" >&2
    exit 1
fi
compose+=(--project-name "$project" --env-file "$work/.env" -f "$here/../compose.yaml")

export AIRLOG_IMAGE=${AIRLOG_IMAGE:-airlog:latest} KAFKA_IMAGE=airlog/ci-kafka:trixie TIMESCALEDB_IMAGE=airlog/ci-timescaledb:trixie
export PROMETHEUS_IMAGE=airlog/ci-prometheus:trixie HAPROXY_IMAGE=airlog/ci-haproxy:trixie
# Ports that the engine chooses, and a network of its own: another compose may run beside.
export AIRLOG_HTTP_PUBLISH=127.0.0.1:0 AIRLOG_HTTPS_PUBLISH=127.0.0.1:0 AIRLOG_PORTAL_PUBLISH=127.0.0.1:0
export AIRLOG_MQTT_PUBLISH=127.0.0.1:0 AIRLOG_MQTTS_PUBLISH=127.0.0.1:0 PROMETHEUS_PUBLISH=127.0.0.1:0 AIRLOG_SUBNET=172.30.78.0/24

finish() {
    code=$?
    if [ "$code" -ne 0 ]; then
        "${compose[@]}" ps || true
        "${compose[@]}" logs --tail=40 || true
    fi
    "${compose[@]}" down --volumes --timeout 20 >/dev/null 2>&1 || true
    rm -rf "$work"
    exit "$code"
}
trap finish EXIT

say() { printf '%4d s  %s\n' "$SECONDS" "$*"; }
# until_true SECONDS WHAT COMMAND…: until the command succeeds
until_true() {
    local end=$((SECONDS + $1)) what=$2
    shift 2
    until "$@" >/dev/null 2>&1; do
        [ "$SECONDS" -lt "$end" ] || { echo "smoke.sh: not in time: $what" >&2; return 1; }
        sleep 1
    done
}
container() { "${compose[@]}" ps -q "$1"; }
is_healthy() { [ "$(docker inspect -f '{{.State.Health.Status}}' "$(container "$1")")" = healthy ]; }
published() { "${compose[@]}" port "$1" "$2"; }
# Whether a reading of this value is among those of any sensor.
has_reading() {
    local sensor
    for sensor in $(curl -sSf "http://$portal/api/v1/sensors" | grep -o '"id":"[a-z0-9]*"' | cut -d'"' -f4); do
        curl -sSf "http://$portal/api/v1/sensors/$sensor/observations.csv" | grep -q ",$1
\{0,1\}$" && return
    done
    return 1
}

"$here/../secrets.sh" "$profile" "$work"
services=(timescaledb consumer gateway portal prometheus)
case $profile in
    single) brokers=(broker) kafkas=(kafka) door=broker ;;
    cluster) brokers=(broker-1 broker-2 broker-3) kafkas=(kafka-1 kafka-2 kafka-3) door=haproxy services+=(haproxy) ;;
    *) echo "smoke.sh: single or cluster, not $profile" >&2; exit 2 ;;
esac
services+=("${brokers[@]}" "${kafkas[@]}")
"${compose[@]}" up -d "${services[@]}" >"$work/up" 2>&1 || { cat "$work/up"; exit 1; }
say "started"
for service in "${kafkas[@]}" timescaledb "${brokers[@]}" consumer gateway portal prometheus; do
    until_true 180 "$service is healthy" is_healthy "$service"
done
say "healthy"

# By its name, as the certificate has it.
https=https://localhost:$(published gateway 8443 | sed 's/.*://')
mqtts=$(published "$door" 8883 | sed 's/.*://')
portal=$(published portal 8081)
authority=$work/secrets/tls/authority.pem
suid=$(cat /proc/sys/kernel/random/uuid)
now=$(date +%s)
register() {
    curl -sSf --cacert "$authority" -o "$work/secret" -X PUT "$https/v1/sensors/$suid" -H 'Content-Type: application/json' \
        -d '{"manufacturer":"ci","model":"smoke.sh"}'
}
# A device tries again as well, where the answer is that it may: a reading that is stored twice is one row.
until_true 60 "a registration" register
secret=$(cat "$work/secret")
sign() { printf '%s\n%s' "$1" "$2" | openssl dgst -sha256 -hmac "$secret" -r | cut -d' ' -f1; }
topic=v1/sensors/$suid/readings
# Both send $body.
post() {
    curl -sSf --cacert "$authority" -X POST "$https/$topic" -H 'Content-Type: application/json' \
        -H "Authorization: HMAC-SHA256 $(sign "$topic" "$body")" --data-binary "$body"
}
publish() {
    mosquitto_pub -h localhost -p "$mqtts" --cafile "$authority" -V mqttv311 -q 1 \
        -t "$topic/HMAC-SHA256/$(sign "$topic" "$body")" -m "$body"
}

body="[{\"timestamp\":$now,\"readings\":{\"PM2_5\":12.5}}]"
until_true 60 "an acknowledgement by HTTP" post
say "a signed reading by HTTP was acknowledged"
body="[{\"timestamp\":$((now + 1)),\"readings\":{\"PM2_5\":13.5}}]"
until_true 60 "an acknowledgement by MQTT" publish
say "a signed reading by MQTT was acknowledged"
until_true 60 "12.5 in the portal" has_reading 12.5
until_true 60 "13.5 in the portal" has_reading 13.5
say "both are in the portal"
"${compose[@]}" run --rm doctor >"$work/doctor" 2>&1 || { cat "$work/doctor"; exit 1; }
say "the doctor says that all is well"

"${compose[@]}" restart "${brokers[0]}" >/dev/null 2>&1
until_true 120 "${brokers[0]} is healthy again" is_healthy "${brokers[0]}"
until_true 60 "gateway is healthy again" is_healthy gateway
body="[{\"timestamp\":$((now + 2)),\"readings\":{\"PM2_5\":14.5}}]"
until_true 60 "an acknowledgement after the restart" post
until_true 60 "14.5 in the portal" has_reading 14.5
say "a signed reading after the restart of a broker is in the portal"

"${compose[@]}" stop --timeout 30 gateway "${brokers[@]}" consumer portal >/dev/null 2>&1
for service in gateway "${brokers[@]}" consumer portal; do
    code=$(docker inspect -f '{{.State.ExitCode}}' "$("${compose[@]}" ps -q -a "$service" 2>/dev/null || container "$service")")
    [ "$code" = 0 ] || { echo "smoke.sh: $service ended with $code" >&2; exit 1; }
done
say "stopped in order"
