#!/bin/sh
# Makes the secrets of deploy/compose.yaml, once: the file .env, which only its owner reads, and a certificate for this machine
# (deploy/certificate.sh), beside the compose file or in the folder that is named. What is there already is never changed: a new
# sealing key over old data would lock every sensor out.
#
#   deploy/secrets.sh [single|cluster] [FOLDER]
#
# Needs openssl, docker and the image airlog (AIRLOG_IMAGE, default airlog:latest), which makes the bcrypt hashes.
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
profile=${1:-single}
folder=$(cd "${2:-$here}" && pwd -P)
file=$folder/.env
image=${AIRLOG_IMAGE:-airlog:latest}

case $profile in
    single | cluster) ;;
    *) echo "secrets.sh: single or cluster, not $profile" >&2; exit 2 ;;
esac
if [ -e "$file" ]; then
    echo "secrets.sh: $file is there already, and stays as it is" >&2
    exit 1
fi

random() { od -An -N"$1" -tx1 /dev/urandom | tr -d ' \n'; }
hash() { printf '%s\n' "$1" | docker run --rm --interactive --network none "$image" password --cost 10; }

gateway=$(random 24)
portal=$(random 24)
operator=$(random 24)
gateway_hash=$(hash "$gateway")
portal_hash=$(hash "$portal")
operator_hash=$(hash "$operator")
umask 077
"$here/certificate.sh" "$folder/secrets/tls"
# Read by another user in the container, and by nobody else outside: the folder above lets nobody pass.
(
    umask 022
    mkdir -p "$folder/secrets/config"
    cat >"$folder/secrets/config/airlog.properties" <<'PROPERTIES'
# Configuration of all processes, by the keys of docs/configuration.md. Those that are marked there as Reloaded count within
# seconds of a change, others after a restart. What deploy/compose.yaml sets goes before what stands here.
PROPERTIES
)
# Under another name until it is whole. Single quotes: a hash has dollars in it.
cat >"$file.new" <<ENV
# Made by deploy/secrets.sh. Keep a copy elsewhere: without the sealing key the sensors' secrets and positions cannot be read.
COMPOSE_PROFILES=$profile
AIRLOG_CONFIG_FOLDER='$folder/secrets/config'
AIRLOG_TLS_FOLDER='$folder/secrets/tls'
AIRLOG_TLS_CERTIFICATE=/etc/airlog/tls/tls.crt
AIRLOG_TLS_PRIVATE_KEY=/etc/airlog/tls/tls.key
AIRLOG_TLS_AUTHORITIES=/etc/airlog/tls/authority.pem
AIRLOG_SEALING_KEYS='k1:$(random 32)'
AIRLOG_DATABASE_PASSWORD='$(random 24)'
AIRLOG_GATEWAY_MQTT_PASSWORD='$gateway'
AIRLOG_PRINCIPAL_GATEWAY='$gateway_hash'
AIRLOG_PORTAL_MQTT_PASSWORD='$portal'
AIRLOG_PRINCIPAL_PORTAL='$portal_hash'
# For people: the user 'operator' of the portal's page and of airlog sensors and airlog keys.
AIRLOG_OPERATOR_MQTT_PASSWORD='$operator'
AIRLOG_PRINCIPAL_OPERATOR='$operator_hash'
# For people: the user 'admin' of Grafana.
GRAFANA_ADMIN_PASSWORD='$(random 16)'
ENV
mv "$file.new" "$file"
echo "secrets.sh: wrote $file; keep a copy of it elsewhere"
