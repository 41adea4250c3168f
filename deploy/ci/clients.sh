#!/usr/bin/env bash
# Drives every interface with the clients that people have (curl, mosquitto_pub, paho-mqtt, msgpack) and compares the rows in SQL.
#
#   deploy/ci/clients.sh                 starts an ./airlog up of its own on free ports
#   AIRLOG_HTTP=… AIRLOG_MQTT=host:port AIRLOG_DATABASE=postgresql://… deploy/ci/clients.sh
#                                        uses one that runs, and was started with --config deploy/ci/clients.properties
#
# Needs curl, openssl, mosquitto_pub, psql and a python3 with paho-mqtt and msgpack. Exit code 0: every row is as expected.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
work=$(mktemp -d)
failures=0
up=

finish() {
    if [ -n "$up" ]; then
        kill "$up" 2>/dev/null || true
        wait "$up" 2>/dev/null || true
    fi
    rm -rf "$work"
}
trap finish EXIT

for command in curl openssl mosquitto_pub psql; do
    command -v "$command" >/dev/null || { echo "clients.sh: $command is missing" >&2; exit 2; }
done
# Debian's packages belong to Debian's python, which need not be the first one on the path.
for python in python3 /usr/bin/python3; do
    "$python" -c 'import msgpack, paho.mqtt.client' 2>/dev/null && break
    python=
done
[ -n "$python" ] || { echo "clients.sh: no python3 has paho-mqtt and msgpack (Debian: python3-paho-mqtt python3-msgpack)" >&2; exit 2; }

if [ -z "${AIRLOG_HTTP:-}" ]; then
    echo "starting ./airlog up ..."
    # Settings of the caller are not meant for this one.
    "$here/../../airlog" up --data-dir "$work/data" --config "$here/clients.properties" \
        --http-port 0 --mqtt-port 0 --kafka-port 0 --database-port 0 >"$work/out" 2>"$work/err" &
    up=$!
    until grep -q ^READY "$work/out"; do
        kill -0 "$up" 2>/dev/null || { cat "$work/err" >&2; exit 1; }
        sleep 1
    done
    ready=$(grep ^READY "$work/out")
    AIRLOG_HTTP=$(sed 's/.* http=\([^ ]*\).*/\1/' <<<"$ready")
    AIRLOG_MQTT=$(sed 's/.* mqtt=mqtt:\/\/\([^ ]*\).*/\1/' <<<"$ready")
    AIRLOG_DATABASE=$(sed 's/.* database=\([^ ]*\).*/\1/' <<<"$ready")
fi
HTTP=$AIRLOG_HTTP
mqtt=(-h "${AIRLOG_MQTT%:*}" -p "${AIRLOG_MQTT##*:}")
now=$(date +%s)

uuid() { cat /proc/sys/kernel/random/uuid; }
sha256() { openssl dgst -sha256 -r | cut -d' ' -f1; }
hmac() { openssl dgst -sha256 -hmac "$1" -r | cut -d' ' -f1; }
readings() { printf '[{"timestamp":%s,"readings":{%s}}]' "$1" "$2"; }
# The SUID that Airlog gives to a device which has none: UUID version 5 of <dialect>/<device id>.
derived() { "$python" -c 'import sys, uuid; print(uuid.uuid5(uuid.UUID("6f1e5a0c-7c0b-4c5e-9d55-3b8f2a64d1e7"), sys.argv[1]))' "$1"; }
register() { curl -sf -X PUT "$HTTP/v1/sensors/$1" -H 'Content-Type: application/json' -d '{"manufacturer":"ci","model":"clients.sh"}'; }
# post PATH CONTENT-TYPE BODY [curl options]: prints the status; the answer's body is in $work/body
post() { curl -s -o "$work/body" -w '%{http_code}' -X POST "$HTTP$1" -H "Content-Type: $2" --data-binary "$3" "${@:4}"; }
sql() { psql "$AIRLOG_DATABASE" -XAtqc "$1"; }

# check NAME EXPECTED ACTUAL
check() {
    if [ "$2" = "$3" ]; then
        printf 'ok    %s\n' "$1"
    else
        printf 'FAIL  %s: expected %s, got %s\n' "$1" "$2" "$3"
        failures=$((failures + 1))
    fi
}
# rows NAME SQL EXPECTED: what was acknowledged is in the table within a minute
rows() {
    local actual='' try
    for try in $(seq 120); do
        actual=$(sql "$2" 2>&1 | tr '\n' ' ' | sed 's/ $//') && [ "$actual" = "$3" ] && break
        sleep 0.5
    done
    check "$1" "$3" "$actual"
}

echo "== OpenSmog"
suid=$(uuid) secret=
secret=$(register "$suid")
check "registration gives 64 upper-case hex digits" yes "$([[ $secret =~ ^[0-9A-F]{64}$ ]] && echo yes || echo "$secret")"
topic=v1/sensors/$suid/readings
body=$(readings "$now" '"PM2_5":1.5,"TEMP":8.25')
check "curl, OpenSmogHash" 200 "$(post "/$topic" application/json "$body" -H "Authorization: OpenSmogHash $(printf '%s%s' "$body" "$secret" | sha256)")"
body=$(readings $((now + 1)) '"PM2_5":2.5')
check "curl, HMAC-SHA256" 200 "$(post "/$topic" application/json "$body" -H "Authorization: HMAC-SHA256 $(printf '%s\n%s' "$topic" "$body" | hmac "$secret")")"
body=$(readings $((now + 2)) '"PM2_5":3.5')
mosquitto_pub "${mqtt[@]}" -V mqttv5 -q 1 -t "$topic" -m "$body" \
    -D publish user-property Authorization "HMAC-SHA256 $(printf '%s\n%s\n%s' "$topic" "$now" "$body" | hmac "$secret");t=$now"
body=$(readings $((now + 3)) '"PM2_5":4.5')
mosquitto_pub "${mqtt[@]}" -V mqttv311 -q 1 -t "$topic/HMAC-SHA256/$(printf '%s\n%s' "$topic" "$body" | hmac "$secret")" -m "$body"
SUID=$suid SECRET=$secret NOW=$now AT=$AIRLOG_MQTT HTTP=$HTTP "$python" - <<'PYTHON'
import hashlib, hmac, os, urllib.request
import msgpack
import paho.mqtt.client as mqtt
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

suid, secret, now = os.environ["SUID"], os.environ["SECRET"].encode(), int(os.environ["NOW"])
host, port = os.environ["AT"].rsplit(":", 1)
topic = f"v1/sensors/{suid}/readings"


def sign(payload):
    return "HMAC-SHA256 " + hmac.new(secret, topic.encode() + b"\n" + payload, hashlib.sha256).hexdigest()


packed = msgpack.packb([{"timestamp": now + 4, "readings": {"PM2_5": 5.5}}])
urllib.request.urlopen(urllib.request.Request(
    os.environ["HTTP"] + "/" + topic, data=packed,
    headers={"Content-Type": "application/msgpack", "Authorization": sign(packed)}))

versions = getattr(mqtt, "CallbackAPIVersion", None)
client = mqtt.Client(*([versions.VERSION2] if versions else []), protocol=mqtt.MQTTv5)
client.connect(host, int(port))
client.loop_start()
packed = msgpack.packb([{"timestamp": now + 5, "readings": {"PM25": 6.5, "press": 1013.25}}])
properties = Properties(PacketTypes.PUBLISH)
properties.ContentType = "application/msgpack"
properties.UserProperty = ("Authorization", sign(packed))
sent = client.publish(topic, packed, qos=1, properties=properties)
sent.wait_for_publish(20)
assert sent.is_published()
client.disconnect()
client.loop_stop()
PYTHON
rows "six signed readings by six ways" \
    "SELECT count(*), sum(pm2_5), max(temp), max(pres), min(trust), max(generation) FROM observations WHERE suid = '$suid'" "6|24|8.25|1013.25|signed|1"

good=$(readings $((now + 6)) '"PM2_5":7.5')
hash=$(printf '%s%s' "$good" "$secret" | sha256)
check "no signature" 403 "$(post "/$topic" application/json "$good")"
check "one byte flipped" 401 "$(post "/$topic" application/json "${good/7.5/7.6}" -H "Authorization: OpenSmogHash $hash")"
check "rogue path of a registered SUID" 403 "$(post "/rogue/$topic" application/json "$good")"
check "not JSON" 400 "$(post "/$topic" application/json 'pm=7' -H "Authorization: OpenSmogHash $(printf 'pm=7%s' "$secret" | sha256)")"
check "not a UUID" 400 "$(post "/v1/sensors/balcony/readings" application/json "$good")"
answer=$(mosquitto_pub "${mqtt[@]}" -d -V mqttv5 -q 1 -t "$topic" -m "$good" 2>&1 || true)
check "no signature, MQTT 5: PUBACK 0x87" yes "$(grep -q 'RC:135' <<<"$answer" && echo yes || echo "$answer")"
again=$(register "$suid")
body=$(readings $((now + 7)) '"PM2_5":8.5')
check "the old secret has stopped" 401 "$(post "/$topic" application/json "$body" -H "Authorization: OpenSmogHash $(printf '%s%s' "$body" "$secret" | sha256)")"
check "the new one counts" 200 "$(post "/$topic" application/json "$body" -H "Authorization: OpenSmogHash $(printf '%s%s' "$body" "$again" | sha256)")"
rows "nothing of what was refused; the old readings stay with the old generation" \
    "SELECT generation, count(*) FROM observations WHERE suid = '$suid' GROUP BY 1 ORDER BY 1" "1|6 2|1"
rogue=$(uuid)
check "rogue" 200 "$(post "/rogue/v1/sensors/$rogue/readings" application/json "$(readings "$now" '"HUM":51')")"
check "a header of who never registered is ignored" 200 "$(post "/v1/sensors/$rogue/readings" application/json "$(readings $((now + 1)) '"HUM":52')" -H "Authorization: OpenSmogHash $hash")"
rows "rogue rows" "SELECT count(*), sum(hum), min(trust) FROM observations WHERE suid = '$rogue'" "2|103|rogue"

echo "== co2logserver"
garden=aaaaaaaa-0000-4000-8000-00000000000a
salted() { printf '%s%s' "$1" my-super-secret-psk | openssl dgst "-$2" -r | cut -d' ' -f1; }
body="{\"time_utc\":[$now,$((now + 1))],\"co2\":[1223,2351],\"note\":[\"a\",null]}"
check "JSON, SHA-256" 200 "$(post /upload application/json "$body" -H "Content-SHA256-Salted: $(salted "$body" sha256)")"
check "saved-in-db" '{"saved-in-db":2}' "$(cat "$work/body")"
body=$(printf 'time_utc,co2\n%s,1224\n' $((now + 2)))
check "CSV, MD5" 200 "$(post /upload 'text/csv; charset=utf-8' "$body" -H "content-md5-salted: $(salted "$body" md5)")"
body="time_utc=$((now + 3))&co2=1225&time_utc=$((now + 4))&co2=1226"
check "form, SHA-512" 200 "$(post /upload application/x-www-form-urlencoded "$body" -H "Content-SHA512-Salted: $(salted "$body" sha512)")"
NOW=$now HTTP=$HTTP "$python" - <<'PYTHON'
import hashlib, os, urllib.request
import msgpack

body = msgpack.packb({"time_utc": [int(os.environ["NOW"]) + 5], "co2": [1227.5]})
headers = {
    "Content-Type": "application/msgpack",
    "Content-BLAKE2B-Salted": hashlib.blake2b(body + b"my-super-secret-psk").hexdigest(),
    "Content-BLAKE2S-Salted": hashlib.blake2s(body + b"my-super-secret-psk").hexdigest(),
}
urllib.request.urlopen(urllib.request.Request(os.environ["HTTP"] + "/upload", data=body, headers=headers))
PYTHON
rows "rows of the salt's SUID" "SELECT count(*), sum(co2), min(trust) FROM observations WHERE suid = '$garden'" "6|8476.5|legacy"
rows "text is kept" "SELECT extra ->> 'note' FROM observations WHERE suid = '$garden' AND extra ? 'note'" "a"
named=$(uuid)
check "?suid=" 200 "$(post "/upload?suid=$named" application/json "{\"lat\":[48.52],\"lon\":[9.06],\"co2\":[400.5]}")"
rows "server time, position kept apart" \
    "SELECT clock, co2, (extra - 'matched_checksums' - 'failed_checksums') FROM observations WHERE suid = '$named'" "1|400.5|"
check "malformed" 400 "$(post /upload application/json '{"co2":[1')"
check "unknown content type" 400 "$(post /upload text/plain 'co2')"

echo "== download"
check "CSV" 200 "$(curl -s -o "$work/body" -w '%{http_code}' "$HTTP/download?format=csv&cols=co2&min_co2=2351&max_co2=2351")"
check "its rows" "co2 2351" "$(tr -d '\r' <"$work/body" | sed 's/\.0$//' | tr '\n' ' ' | sed 's/ $//')"
check "JSON" 200 "$(curl -s -o "$work/body" -w '%{http_code}' "$HTTP/download?format=json&cols=co2&order_by=co2,desc&number=2")"
check "its columns" 2351 "$("$python" -c 'import json, sys; print(int(max(json.load(open(sys.argv[1]))["co2"])))' "$work/body")"
check "HTML" 200 "$(curl -s -o "$work/body" -w '%{http_code}' "$HTTP/download")"
check "no SUID and no position in it" 0 "$(grep -ciE "$garden|$named|48\.52" "$work/body" || true)"
check "upload help" 200 "$(curl -s -o /dev/null -w '%{http_code}' "$HTTP/uploadhelp")"

echo "== dialects"
box=5f2b56f4263635001c1dd1fd
token=(-H 'Authorization: tokenOfTheBox')
values='"sensordatavalues":[{"value_type":"SDS_P1","value":" 12.30"},{"value_type":"SDS_P2","value":"6.70"},{"value_type":"BME280_pressure","value":"98765.31"}]'
check "airRohr" 200 "$(post /legacy/airrohr application/json "{\"esp8266id\":\"$now\",\"software_version\":\"NRZ-2020-129\",$values}")"
rows "airRohr row" "SELECT pm10, pm2_5, round(pres::numeric, 4), trust, clock FROM observations WHERE suid = '$(derived "airrohr/esp8266-$now")'" "12.3|6.7|987.6531|legacy|1"
check "sensor.community push" 201 "$(post /v1/push-sensor-data/ application/json '{"software_version":"NRZ-2020-129","sensordatavalues":[{"value_type":"P1","value":"3.00"}]}' -H "X-Sensor: esp8266-$now-2" -H 'X-PIN: 1')"
check "openSenseMap, CSV" 201 "$(post "/boxes/$box/data" text/csv "$(printf '5f2b56f4263635001c1dd204, 1.25\n')" "${token[@]}")"
check "its answer" '"Measurements saved in box"' "$(cat "$work/body")"
check "openSenseMap, JSON array" 201 "$(post "/boxes/$box/data" application/json '[{"sensor":"5f2b56f4263635001c1dd204","value":"2.25"}]' "${token[@]}")"
check "openSenseMap, JSON object" 201 "$(post "/boxes/$box/data" application/json '{"5f2b56f4263635001c1dd203":"3.25"}' "${token[@]}")"
check "openSenseMap, no token" 403 "$(post "/boxes/$box/data" text/csv '5f2b56f4263635001c1dd204,9' )"
check "openSenseMap, luftdaten" 201 "$(post "/boxes/ffffffffffffffff$((now % 100000000))/data?luftdaten=1" application/json "{\"esp8266id\":\"$now\",$values}")"
rows "openSenseMap rows" "SELECT count(*), sum(pm10), sum(pm2_5) FROM observations WHERE suid = '$(derived "opensensemap/$box")'" "3|3.5|3.25"
mosquitto_pub "${mqtt[@]}" -V mqttv311 -q 0 -t "airgradient/readings/$now" -m '{"wifi":-52,"rco2":447,"pm02":7,"pm10":8,"atmp":25.87,"atmpCompensated":24.5,"rhum":43}'
rows "AirGradient row" "SELECT pm2_5, pm10, temp, hum, co2 FROM observations WHERE suid = '$(derived "airgradient/$now")'" "7|8|24.5|43|447"
mosquitto_pub "${mqtt[@]}" -V mqttv311 -q 0 --will-topic "tele/plug$now/LWT" --will-payload Offline --will-retain -t "tele/plug$now/SENSOR" \
    -m '{"Time":"2018-03-02T18:25:03","SDS0X1":{"PM2.5":1.2,"PM10":3.4},"AM2301":{"Temperature":50.0,"Humidity":32.4},"TempUnit":"F"}'
rows "Tasmota row" "SELECT pm2_5, pm10, temp, hum FROM observations WHERE suid = '$(derived "tasmota/plug$now")'" "1.2|3.4|10|32.4"

if [ "$failures" -gt 0 ]; then
    echo "$failures checks failed"
    exit 1
fi
echo "every row is as expected"
