#!/bin/sh
# Makes a certificate for the brokers and the gateway of deploy/compose.yaml, signed by an authority of this installation that is
# made once: clients are told of FOLDER/authority.pem. To be run again within 397 days, or with more names; running processes see it.
#
#   deploy/certificate.sh FOLDER [HOST…]        names and addresses besides localhost
#
# A certificate of your own goes into the same two files instead: tls.crt (with its chain) and tls.key.
set -eu
folder=${1:?"certificate.sh FOLDER [HOST…]"}
shift
names=DNS:localhost,IP:127.0.0.1,IP:::1,DNS:broker,DNS:gateway
for host in "$@"; do
    case $host in
        *[!0-9.]*) names=$names,DNS:$host ;;
        *) names=$names,IP:$host ;;
    esac
done

# Nobody else passes the folder above. In the container another user reads the files, so they are open below it.
umask 077
mkdir -p "$(dirname "$folder")"
umask 022
mkdir -p "$folder"
key() { openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt; }

authority_key=$(dirname "$folder")/authority-key.pem
if [ ! -e "$folder/authority.pem" ]; then
    (umask 077 && key >"$authority_key")
    openssl req -x509 -new -key "$authority_key" -days 3650 -subj "/CN=Airlog of $(hostname)" \
        -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign -out "$folder/authority.pem"
fi
key >"$folder/tls.key.new"
extensions=$(mktemp)
printf 'subjectAltName=%s\nextendedKeyUsage=serverAuth\nbasicConstraints=critical,CA:FALSE\n' "$names" >"$extensions"
openssl req -new -key "$folder/tls.key.new" -subj /CN=localhost \
    | openssl x509 -req -CA "$folder/authority.pem" -CAkey "$authority_key" -set_serial "0x$(openssl rand -hex 16)" -days 397 \
        -extfile "$extensions" -out "$folder/tls.crt.new" 2>/dev/null
rm "$extensions"
chmod 644 "$folder/tls.key.new" "$folder/tls.crt.new" "$folder/authority.pem"
mv "$folder/tls.crt.new" "$folder/tls.crt"
mv "$folder/tls.key.new" "$folder/tls.key"
