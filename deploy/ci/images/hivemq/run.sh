#!/bin/bash
# Runs the broker as the official image does, as far as Airlog's image meets it.
set -euo pipefail
home=/opt/hivemq
[ -w "$home" ] || { echo "ERROR! HiveMQ Home Folder Permissions not correct." >&2; exit 1; }
options=(-Djava.net.preferIPv4Stack=true --add-opens java.base/java.lang=ALL-UNNAMED --add-opens java.base/java.nio=ALL-UNNAMED
    --add-opens java.base/sun.nio.ch=ALL-UNNAMED --add-opens jdk.management/com.sun.management.internal=ALL-UNNAMED
    --add-exports java.base/jdk.internal.misc=ALL-UNNAMED -XX:+CrashOnOutOfMemoryError)
if [ "${HIVEMQ_JMX_ENABLED:-true}" = true ]; then
    options+=(-Dcom.sun.management.jmxremote "-Dcom.sun.management.jmxremote.port=${HIVEMQ_JMX_PORT:-9010}"
        -Dcom.sun.management.jmxremote.local.only=false -Dcom.sun.management.jmxremote.authenticate=false
        -Dcom.sun.management.jmxremote.ssl=false)
fi
# shellcheck disable=SC2086 # options, split at blanks
exec java "-Dhivemq.home=$home" "${options[@]}" ${JAVA_OPTS-} -cp "$home/bin/lib/*" com.hivemq.HiveMQServer
