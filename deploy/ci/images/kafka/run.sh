#!/bin/bash
# Formats the log on the first start, then is the broker. KAFKA_SOME_SETTING becomes some.setting; __ stands for _, ___ for -.
set -euo pipefail

: "${CLUSTER_ID:?CLUSTER_ID must be set}"
properties=/opt/kafka/config/server.properties
echo "log.dirs=/var/lib/kafka/data" >"$properties"
while IFS= read -r -d '' variable; do
    name=${variable%%=*}
    case $name in
        KAFKA_HEAP_OPTS | KAFKA_OPTS) continue ;;
        KAFKA_*) ;;
        *) continue ;;
    esac
    key=$(sed -e 's/^KAFKA_//' -e 's/___/-/g' -e 's/__/\x01/g' -e 's/_/./g' -e 's/\x01/_/g' <<<"$name" | tr '[:upper:]' '[:lower:]')
    echo "$key=${variable#*=}" >>"$properties"
done < <(env -0)

# shellcheck disable=SC2206 # options, split at blanks
options=(-XX:+ExitOnOutOfMemoryError ${KAFKA_HEAP_OPTS:--Xmx512m} ${KAFKA_OPTS-}
    -Dlogback.configurationFile=/opt/kafka/logback.xml --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
    -cp "/opt/kafka/libs/*")
java "${options[@]}" kafka.tools.StorageTool format --ignore-formatted --cluster-id "$CLUSTER_ID" --config "$properties" >/dev/null
exec java "${options[@]}" kafka.Kafka "$properties"
