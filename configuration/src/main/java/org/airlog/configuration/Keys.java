package org.airlog.configuration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The one list of configuration keys, of all processes: they may share one file, so each must know the others' keys. Those
 * of four subjects lie in classes of their own, {@link LimitKeys}, {@link TlsKeys}, {@link TracingKeys} and {@link LogKeys}.
 *
 * <p>{@code docs/configuration.md} has a row for each; a test holds it to this list.
 */
public final class Keys {

    // Kafka: broker extension and consumer
    public static final Key<String> KAFKA_BOOTSTRAP_SERVERS =
            Key.text("airlog.kafka.bootstrap-servers", "127.0.0.1:9092", "Kafka brokers to start from, host:port, …");
    public static final Key<Integer> KAFKA_PARTITIONS = Key.integer(
            "airlog.kafka.partitions", 12, 1, 1_000, "Partitions of airlog.observations when it is created.");
    public static final Key<Integer> KAFKA_REPLICATION_FACTOR = Key.integer(
            "airlog.kafka.replication-factor",
            1,
            1,
            10,
            "Replicas of topics when they are created; with 3 or more, two must confirm a write.");
    public static final Family KAFKA_CLIENT = new Family(
            "airlog.kafka.client.",
            "<property>",
            "Any property of the Kafka clients, such as security.protocol.",
            true);

    // Sealing: broker extension and consumer
    public static final Key<String> SEALING_KEYS = Key.secret(
            "airlog.sealing.keys",
            null,
            "Keys for secrets and positions at rest, <id>:<64 hex digits>, …; the first one seals.");

    // The spool: broker extension
    public static final Key<Integer> SPOOL_MAX_MIB = Key.integer(
            "airlog.spool.max-mib",
            1_024,
            0,
            1 << 20,
            "Most MiB that accepted publishes may take on the broker's disk while Kafka does not confirm; 0: no spool.");
    public static final Key<Duration> SPOOL_STOP_LIMIT = Key.duration(
            "airlog.spool.stop-limit", "20s", "How long a stopping broker goes on to hand its spool to Kafka.");

    // The door
    public static final Key<Path> BROKER_DATA_DIR = Key.path(
            "airlog.broker.data-dir", "data", "Where the extension keeps its registry snapshot; from its own folder.");
    public static final Key<String> BROKER_MANAGEMENT_BIND = Key.text(
            "airlog.broker.management-bind", "127.0.0.1", "Address of the extension's /healthy, /ready and /metrics.");
    public static final Key<Integer> BROKER_MANAGEMENT_PORT =
            Key.integer("airlog.broker.management-port", 9095, 0, 65_535, "Port of the same; 0 takes any free one.");
    public static final Key<String> MQTT_BIND = Key.text(
            "airlog.mqtt.bind", "127.0.0.1", "Address of the broker's MQTT listeners, where airlog starts the broker.");
    public static final Key<Integer> MQTT_PORT =
            Key.integer("airlog.mqtt.port", 1883, 0, 65_535, "Its port for MQTT; 0 takes any free one.");
    public static final Key<String> PRINCIPAL_GATEWAY =
            Key.secret("airlog.principal.gateway", null, "bcrypt hash of the password of the MQTT user 'gateway'.");
    public static final Key<String> PRINCIPAL_PORTAL =
            Key.secret("airlog.principal.portal", null, "bcrypt hash of the password of the MQTT user 'portal'.");
    public static final Key<String> PRINCIPAL_OPERATOR = Key.secret(
            "airlog.principal.operator",
            null,
            "bcrypt hash of the password of the user 'operator', of the broker and of the portal's page for operators.");
    public static final Family PRINCIPAL_OPERATORS = new Family(
            "airlog.principal.operators.",
            "<name>",
            "bcrypt hash of the password of <name>, another operator; see airlog password.",
            true);
    public static final Key<String> OPERATOR_MQTT_USER = Key.text(
            "airlog.operator.mqtt-user", "operator", "MQTT user of the commands airlog sensors and airlog keys.");
    public static final Key<String> OPERATOR_MQTT_PASSWORD =
            Key.secret("airlog.operator.mqtt-password", null, "Password of that user.");
    public static final Key<Boolean> ROGUE_ENABLED =
            Key.bool("airlog.rogue.enabled", true, "Whether sensors that nobody registered may publish unsigned.");
    public static final Key<String> REGISTRATION_POLICY = Key.choice(
            "airlog.registration.policy",
            "open",
            List.of("open", "signed", "provisioned"),
            "Who may register: open (anybody, also again), signed (again only with the current secret or after a release),"
                    + " provisioned (only SUIDs that an operator has listed, with their claim code).");
    public static final Key<Integer> REGISTRATION_SECRET_BYTES =
            Key.integer("airlog.registration.secret-bytes", 32, 16, 256, "Random bytes of a new secret, sent as hex.");
    public static final Key<Duration> ROTATION_OVERLAP = Key.duration(
            "airlog.registration.rotation-overlap",
            "24h",
            "How long a rotated secret still signs beside its successor; it ends when the successor has first signed.");
    public static final Key<List<String>> SIGNATURE_ACCEPTED =
            Key.list("airlog.signature.accepted", "OpenSmogHash, HMAC-SHA256", "Signature schemes that are accepted.");
    public static final Key<Duration> SIGNATURE_MAX_AGE =
            Key.duration("airlog.signature.max-age", "5m", "Oldest time in a signature that carries one.");
    public static final Key<Boolean> SIGNATURE_REQUIRES_TLS =
            Key.bool("airlog.signature.requires-tls", true, "Whether signed readings demand TLS (or loopback).");
    public static final Key<Duration> CLOCK_MAX_AGE =
            Key.duration("airlog.clock.max-age", "400d", "Oldest plausible time of an observation.");
    public static final Key<Duration> CLOCK_MAX_AHEAD =
            Key.duration("airlog.clock.max-ahead", "5m", "How far in the future an observation's time may lie.");
    public static final Key<Boolean> PAYLOAD_ALL_OR_NOTHING = Key.bool(
            "airlog.payload.all-or-nothing", false, "Whether one refused observation refuses its whole payload.");

    // Uploads
    public static final Key<Boolean> UPLOAD_REQUIRES_AUTH = Key.bool(
                    "airlog.upload.requires-auth", false, "Whether POST /upload needs a matching salted hash.")
            .reloaded();
    public static final Key<String> UPLOAD_DEFAULT_SUID = Key.text(
            "airlog.upload.default-suid", "00000000-0000-8000-8000-000000000001", "SUID of uploads that name none.");
    public static final Family UPLOAD_SALTS = new Family(
                    "airlog.upload.salts.",
                    "<name>",
                    "A salt for salted hashes; <name>.suid gives its uploads a SUID.",
                    true)
            .reloaded();

    // Firmware dialects: broker extension
    public static final Key<List<String>> DIALECTS_ENABLED = Key.list(
                    "airlog.dialects.enabled",
                    "airrohr, sensor-community, opensensemap, airgradient, tasmota",
                    "Firmware dialects that are accepted.")
            .reloaded();
    public static final Key<String> DIALECTS_BASIC_AUTH = Key.secret(
                    "airlog.dialects.basic-auth",
                    null,
                    "<user>:<password> that airRohr devices must send by HTTP Basic; unset, none is asked for.")
            .reloaded();
    public static final Family DIALECT_SUIDS = new Family(
                    "airlog.dialects.suids.",
                    "<dialect>.<device id>",
                    "SUID of a dialect's device; without it the SUID is derived from the device id.",
                    false)
            .reloaded();
    public static final Family OPENSENSEMAP_BOXES = new Family(
                    "airlog.dialects.opensensemap.boxes.",
                    "<box id>.<sensor id>",
                    "What a sensor of a senseBox measures, such as PM10; <box id>.token is the access token that the box must send.",
                    true)
            .reloaded();

    // HTTP gateway
    public static final Key<String> HTTP_BIND =
            Key.text("airlog.http.bind", "127.0.0.1", "Address of the HTTP gateway.");
    public static final Key<Integer> HTTP_PORT =
            Key.integer("airlog.http.port", 8080, 0, 65_535, "Port of the HTTP gateway; 0 takes any free one.");
    public static final Key<List<String>> HTTP_TRUSTED_PROXIES = Key.list(
            "airlog.http.trusted-proxies",
            "",
            "Addresses or CIDR blocks of proxies whose word on client address and TLS is believed.");
    public static final Key<Integer> HTTP_MAX_REQUESTS = Key.integer(
            "airlog.http.max-requests",
            1_024,
            1,
            100_000,
            "Most requests that the gateway works on at once; each may hold a payload in memory.");
    public static final Key<String> GATEWAY_MQTT_URL =
            Key.text("airlog.gateway.mqtt-url", "mqtt://127.0.0.1:1883", "Broker of the gateway: mqtt:// or mqtts://.");
    public static final Key<String> GATEWAY_MQTT_PASSWORD =
            Key.secret("airlog.gateway.mqtt-password", null, "Password of the MQTT user 'gateway'.");
    public static final Key<Integer> GATEWAY_CLIENTS = Key.integer(
            "airlog.gateway.clients",
            128,
            1,
            1_024,
            "MQTT clients of the gateway, hence publishes under way at once: the broker decides on one of each at a time.");
    public static final Key<Duration> GATEWAY_TIMEOUT = Key.duration(
            "airlog.gateway.timeout", "20s", "How long a request waits for the broker's answer before 503.");
    public static final Key<String> GATEWAY_MANAGEMENT_BIND = Key.text(
            "airlog.gateway.management-bind", "127.0.0.1", "Address of the gateway's /healthy, /ready and /metrics.");
    public static final Key<Integer> GATEWAY_MANAGEMENT_PORT =
            Key.integer("airlog.gateway.management-port", 9097, 0, 65_535, "Port of the same; 0 takes any free one.");

    // Consumer
    public static final Key<String> DATABASE_URL =
            Key.text("airlog.database.url", "jdbc:postgresql://127.0.0.1:5432/airlog", "JDBC URL of the database.");
    public static final Key<String> DATABASE_USER = Key.text("airlog.database.user", "airlog", "Its user.");
    public static final Key<String> DATABASE_PASSWORD =
            Key.secret("airlog.database.password", null, "Its user's password.");
    public static final Key<Duration> DATABASE_RETENTION = Key.text(
                    "airlog.database.retention",
                    null,
                    "How long rows and their positions are kept, at least 1d; hours, days and newest readings stay. Unset: for"
                            + " ever.")
            .as(Durations::parse);
    public static final Key<Duration> DATABASE_COMPRESS_AFTER = Key.duration(
            "airlog.database.compress-after",
            "30d",
            "Age at which rows are compressed, where TimescaleDB is there under its community licence; 0d: never.");
    public static final Key<Integer> INGEST_BATCH_RECORDS =
            Key.integer("airlog.ingest.batch-records", 20_000, 1, 100_000, "Most Kafka records in one transaction.");

    public static final Key<String> INGEST_MANAGEMENT_BIND = Key.text(
            "airlog.ingest.management-bind", "127.0.0.1", "Address of the consumer's /healthy, /ready and /metrics.");
    public static final Key<Integer> INGEST_MANAGEMENT_PORT =
            Key.integer("airlog.ingest.management-port", 9096, 0, 65_535, "Port of the same; 0 takes any free one.");
    public static final Key<Duration> INGEST_LOG_RETENTION = Key.duration(
            "airlog.ingest.log-retention",
            "7d",
            "How long what has been stored and forwarded stays in Kafka; what has not stays for ever.");
    public static final Key<String> INGEST_LATER_VERSIONS = Key.choice(
            "airlog.ingest.later-versions",
            "wait",
            List.of("wait", "park"),
            "What becomes of records of a later version than this release reads: wait (for a release that reads them) or park.");

    // openSenseMap forwarding: consumer
    public static final Key<String> OPENSENSEMAP_API =
            Key.text("airlog.opensensemap.api", "https://api.opensensemap.org", "API of the openSenseMap.");
    public static final Key<String> OPENSENSEMAP_EMAIL = Key.text(
            "airlog.opensensemap.email",
            null,
            "Account to which uploads are forwarded, by e-mail address or user name; unset, nothing is forwarded.");
    public static final Key<String> OPENSENSEMAP_PASSWORD =
            Key.secret("airlog.opensensemap.password", null, "Its password.");
    public static final Key<String> OPENSENSEMAP_NAME = Key.text(
            "airlog.opensensemap.name", "airlog", "What boxes that are created are named after, and their group tag.");
    public static final Key<String> OPENSENSEMAP_DEFAULT_BOX =
            Key.text("airlog.opensensemap.default-box", "generic", "Box of uploads without a column box.");

    // Portal
    public static final Key<String> PORTAL_BIND =
            Key.text("airlog.portal.bind", "127.0.0.1", "Address of the portal as a process of its own.");
    public static final Key<Integer> PORTAL_PORT =
            Key.integer("airlog.portal.port", 8081, 0, 65_535, "Its port; 0 takes any free one.");
    public static final Key<String> PORTAL_MANAGEMENT_BIND = Key.text(
            "airlog.portal.management-bind",
            "127.0.0.1",
            "Address of /healthy, /ready and /metrics of the portal as a process of its own.");
    public static final Key<Integer> PORTAL_MANAGEMENT_PORT =
            Key.integer("airlog.portal.management-port", 9098, 0, 65_535, "Port of the same; 0 takes any free one.");
    public static final Key<String> PORTAL_TILES = Key.text(
            "airlog.portal.tiles",
            "",
            "URL of map tiles with {z}, {x} and {y}, a foreign host that browsers then ask; none: the map that is built in.");
    public static final Key<String> PORTAL_TILES_ATTRIBUTION =
            Key.text("airlog.portal.tiles-attribution", "", "Whom the map names as the author of its tiles.");
    public static final Key<String> PORTAL_GEOCODER = Key.text(
            "airlog.portal.geocoder",
            "",
            "URL of a search like Nominatim's, such as https://nominatim.example/search, which then learns the addresses that are looked up; none: addresses cannot be looked up.");
    public static final Key<String> PORTAL_MQTT_URL = Key.text(
            "airlog.portal.mqtt-url",
            "mqtt://127.0.0.1:1883",
            "Broker that the portal asks to release and revoke sensors: mqtt:// or mqtts://.");
    public static final Key<String> PORTAL_MQTT_PASSWORD = Key.secret(
            "airlog.portal.mqtt-password",
            null,
            "Password of the MQTT user 'portal'; unset, operators cannot release or revoke by the portal.");
    public static final Key<String> PORTAL_WATCHED = Key.text(
            "airlog.portal.watched",
            "",
            "Processes whose state the operator's view shows, by the addresses of their management ports with commas between, such as http://127.0.0.1:9095,http://127.0.0.1:9096.");
    public static final Key<Boolean> DOWNLOAD_REQUIRES_AUTH = Key.bool(
                    "airlog.download.requires-auth",
                    false,
                    "Whether GET /download needs a matching salted hash of path?query.")
            .reloaded();
    public static final Key<Integer> DOWNLOAD_MAX_ROWS = Key.integer(
                    "airlog.download.max-rows", 1_000, 1, 100_000, "Most rows of one GET /download.")
            .reloaded();
    public static final Key<Boolean> UPLOAD_HELP =
            Key.bool("airlog.upload.help", true, "Whether GET /uploadhelp is served.");

    public static final Family APPS = new Family(
            "airlog.apps.",
            "<app id>",
            "Secret of an app that may ask for the air at a position by POST /v1/token and GET /v1/quality.",
            true);

    private static final List<Key<?>> OWN = List.of(
            KAFKA_BOOTSTRAP_SERVERS,
            KAFKA_PARTITIONS,
            KAFKA_REPLICATION_FACTOR,
            SEALING_KEYS,
            SPOOL_MAX_MIB,
            SPOOL_STOP_LIMIT,
            BROKER_DATA_DIR,
            BROKER_MANAGEMENT_BIND,
            BROKER_MANAGEMENT_PORT,
            MQTT_BIND,
            MQTT_PORT,
            PRINCIPAL_GATEWAY,
            PRINCIPAL_PORTAL,
            PRINCIPAL_OPERATOR,
            OPERATOR_MQTT_USER,
            OPERATOR_MQTT_PASSWORD,
            ROGUE_ENABLED,
            REGISTRATION_POLICY,
            REGISTRATION_SECRET_BYTES,
            ROTATION_OVERLAP,
            SIGNATURE_ACCEPTED,
            SIGNATURE_MAX_AGE,
            SIGNATURE_REQUIRES_TLS,
            CLOCK_MAX_AGE,
            CLOCK_MAX_AHEAD,
            PAYLOAD_ALL_OR_NOTHING,
            UPLOAD_REQUIRES_AUTH,
            UPLOAD_DEFAULT_SUID,
            DIALECTS_ENABLED,
            DIALECTS_BASIC_AUTH,
            HTTP_BIND,
            HTTP_PORT,
            HTTP_TRUSTED_PROXIES,
            HTTP_MAX_REQUESTS,
            GATEWAY_MQTT_URL,
            GATEWAY_MQTT_PASSWORD,
            GATEWAY_CLIENTS,
            GATEWAY_TIMEOUT,
            GATEWAY_MANAGEMENT_BIND,
            GATEWAY_MANAGEMENT_PORT,
            DATABASE_URL,
            DATABASE_USER,
            DATABASE_PASSWORD,
            DATABASE_RETENTION,
            DATABASE_COMPRESS_AFTER,
            INGEST_BATCH_RECORDS,
            INGEST_MANAGEMENT_BIND,
            INGEST_MANAGEMENT_PORT,
            INGEST_LOG_RETENTION,
            INGEST_LATER_VERSIONS,
            OPENSENSEMAP_API,
            OPENSENSEMAP_EMAIL,
            OPENSENSEMAP_PASSWORD,
            OPENSENSEMAP_NAME,
            OPENSENSEMAP_DEFAULT_BOX,
            PORTAL_BIND,
            PORTAL_PORT,
            PORTAL_MANAGEMENT_BIND,
            PORTAL_MANAGEMENT_PORT,
            PORTAL_TILES,
            PORTAL_TILES_ATTRIBUTION,
            PORTAL_GEOCODER,
            PORTAL_MQTT_URL,
            PORTAL_MQTT_PASSWORD,
            PORTAL_WATCHED,
            DOWNLOAD_REQUIRES_AUTH,
            DOWNLOAD_MAX_ROWS,
            UPLOAD_HELP);

    /** Every key. */
    public static final List<Key<?>> ALL = Stream.of(OWN, LimitKeys.ALL, TlsKeys.ALL, TracingKeys.ALL, LogKeys.ALL)
            .flatMap(List::stream)
            .toList();

    /** Every family of keys. */
    public static final List<Family> FAMILIES = List.of(
            KAFKA_CLIENT, PRINCIPAL_OPERATORS, UPLOAD_SALTS, DIALECT_SUIDS, OPENSENSEMAP_BOXES, APPS, LogKeys.LEVELS);

    private Keys() {}
}
