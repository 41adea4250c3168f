/*
 * The bridge that people write between Mosquitto and PostgreSQL, made as fast as a small one can be: it subscribes with
 * QoS 1, and every COPY takes all rows that came while the one before was written. In C, because in Python (paho,
 * psycopg) the bridge itself is what is measured.
 *
 * It is NOT safe, and shows what safety is compared to: Mosquitto acknowledges to the sensor before this program has the
 * publish, and libmosquitto acknowledges to Mosquitto before the row is written. What is in Mosquitto's memory and in
 * this program's is lost when either dies. A row that is there already ends it.
 *
 * How many rows are committed stands in table bridge (rows), one row, in the rows' own transaction: so that whoever waits
 * for them need not count the table again and again.
 *
 * Arguments: port of Mosquitto, URL of the database (Airlog's tables, and bridge). Ends on SIGTERM, all rows written; with
 * 1 on any fault.
 */
#include <cjson/cJSON.h>
#include <endian.h>
#include <libpq-fe.h>
#include <mosquitto.h>
#include <pthread.h>
#include <search.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define COLUMNS 10
#define BUFFER_BYTES (256 << 20)
#define ROW_BYTES (2 + 12 + 8 + 12 + 6 + COLUMNS * 12)
#define SENSORS 2000000
#define SECONDS_TO_2000 946684800.0

static const char *readings[COLUMNS] = {"CO", "PB", "NO2", "O3", "PM10", "PM2_5", "SO2", "TEMP", "HUM", "PRES"};
static struct buffer { char *bytes; size_t length; long rows; } filling, writing;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static volatile sig_atomic_t is_stopping;
static PGconn *sensors;

static void fail(const char *what, const char *why) {
    fprintf(stderr, "bridge: %s: %s\n", what, why);
    exit(1);
}

static void check(PGconn *connection, PGresult *result, ExecStatusType expected) {
    if (PQresultStatus(result) != expected) fail("database", PQerrorMessage(connection));
    PQclear(result);
}

static PGconn *connect_to(const char *url) {
    PGconn *connection = PQconnectdb(url);
    if (PQstatus(connection) != CONNECTION_OK) fail("database", PQerrorMessage(connection));
    return connection;
}

static void put16(uint16_t value) {
    value = htobe16(value);
    memcpy(filling.bytes + filling.length, &value, 2);
    filling.length += 2;
}

static void put32(uint32_t value) {
    value = htobe32(value);
    memcpy(filling.bytes + filling.length, &value, 4);
    filling.length += 4;
}

static void put64(uint64_t value) {
    put32(8);
    value = htobe64(value);
    memcpy(filling.bytes + filling.length, &value, 8);
    filling.length += 8;
}

/* The sensor's number; one that is new gets its row in the table first. */
static uint32_t sensor_id(const char *suid) {
    ENTRY *known = hsearch((ENTRY){.key = (char *) suid}, FIND);
    if (known == NULL) {
        PGresult *result = PQexecParams(
            sensors,
            "INSERT INTO sensor (suid, trust, public_id, first_seen) VALUES ($1::uuid, 'rogue', $1, now())"
            " ON CONFLICT (suid, registration) DO UPDATE SET first_seen = sensor.first_seen RETURNING id",
            1, NULL, &suid, NULL, NULL, 0);
        if (PQresultStatus(result) != PGRES_TUPLES_OK) fail("sensor", PQerrorMessage(sensors));
        known = hsearch((ENTRY){.key = strdup(suid), .data = (void *) strtoul(PQgetvalue(result, 0, 0), NULL, 10)}, ENTER);
        if (known == NULL) fail("sensor", "too many");
        PQclear(result);
    }
    return (uint32_t) (uintptr_t) known->data;
}

/* One row of COPY's binary format. */
static void put_row(uint32_t sensor, int64_t received, const cJSON *observation) {
    const cJSON *timestamp = cJSON_GetObjectItemCaseSensitive(observation, "timestamp");
    if (!cJSON_IsNumber(timestamp)) fail("payload", "no timestamp");
    const cJSON *values[COLUMNS] = {NULL};
    const cJSON *reading;
    cJSON_ArrayForEach(reading, cJSON_GetObjectItemCaseSensitive(observation, "readings")) {
        int column = 0;
        while (column < COLUMNS && strcmp(reading->string, readings[column]) != 0) column++;
        if (column == COLUMNS || !cJSON_IsNumber(reading)) fail("unknown reading", reading->string);
        values[column] = reading;
    }
    filling.rows++;
    put16(4 + COLUMNS);
    put64((int64_t) ((timestamp->valuedouble - SECONDS_TO_2000) * 1e6 + 0.5));
    put32(4);
    put32(sensor);
    put64(received);
    put32(2);
    put16(0);
    for (int column = 0; column < COLUMNS; column++) {
        if (values[column] == NULL) {
            put32(UINT32_MAX);
        } else {
            uint64_t bits;
            memcpy(&bits, &values[column]->valuedouble, 8);
            put64(bits);
        }
    }
}

static void on_message(struct mosquitto *client, void *unused, const struct mosquitto_message *message) {
    (void) client, (void) unused;
    char suid[37] = "";
    if (sscanf(message->topic, "v1/sensors/%36[^/]/readings", suid) != 1) fail("topic", message->topic);
    cJSON *observations = cJSON_ParseWithLength(message->payload, message->payloadlen);
    if (!cJSON_IsArray(observations)) fail("payload", "not an array");
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    int64_t received = (now.tv_sec - (int64_t) SECONDS_TO_2000) * 1000000 + now.tv_nsec / 1000;
    uint32_t sensor = sensor_id(suid);
    size_t needed = (size_t) cJSON_GetArraySize(observations) * ROW_BYTES;

    pthread_mutex_lock(&lock);
    while (filling.length + needed > BUFFER_BYTES) pthread_cond_wait(&changed, &lock);
    const cJSON *observation;
    cJSON_ArrayForEach(observation, observations) put_row(sensor, received, observation);
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
    cJSON_Delete(observations);
}

/* Writes what has come, one transaction after the other. */
static void *write_rows(void *url) {
    static const char header[19] = "PGCOPY\n\377\r\n\0";
    PGconn *connection = connect_to(url);
    for (;;) {
        pthread_mutex_lock(&lock);
        while (filling.length == 0 && !is_stopping) pthread_cond_wait(&changed, &lock);
        struct buffer full = filling;
        filling = (struct buffer){writing.bytes, 0, 0};
        writing = full;
        pthread_cond_broadcast(&changed);
        pthread_mutex_unlock(&lock);
        if (full.length == 0) return NULL;
        check(connection, PQexec(connection, "BEGIN"), PGRES_COMMAND_OK);
        check(connection, PQexec(connection, "COPY observation (time, sensor_id, received_at, clock, co, pb, no2, o3,"
            " pm10, pm2_5, so2, temp, hum, pres) FROM STDIN (FORMAT binary)"), PGRES_COPY_IN);
        if (PQputCopyData(connection, header, sizeof header) != 1
            || PQputCopyData(connection, full.bytes, (int) full.length) != 1
            || PQputCopyData(connection, "\377\377", 2) != 1
            || PQputCopyEnd(connection, NULL) != 1) fail("COPY", PQerrorMessage(connection));
        check(connection, PQgetResult(connection), PGRES_COMMAND_OK);
        while (PQgetResult(connection) != NULL) continue;
        char commit[80];
        snprintf(commit, sizeof commit, "UPDATE bridge SET rows = rows + %ld; COMMIT", full.rows);
        check(connection, PQexec(connection, commit), PGRES_COMMAND_OK);
    }
}

static void on_connect(struct mosquitto *client, void *unused, int code) {
    (void) unused;
    if (code != 0 || mosquitto_subscribe(client, NULL, "v1/sensors/+/readings", 1) != MOSQ_ERR_SUCCESS)
        fail("Mosquitto", mosquitto_connack_string(code));
}

static void on_subscribe(struct mosquitto *client, void *unused, int id, int count, const int *qos) {
    (void) client, (void) unused, (void) id;
    if (count != 1 || qos[0] != 1) fail("Mosquitto", "refused the subscription");
    puts("READY");
    fflush(stdout);
}

static void stop(int signal) {
    (void) signal;
    is_stopping = 1;
}

int main(int count, char **arguments) {
    if (count != 3) fail("usage", "bridge PORT DATABASE-URL");
    filling.bytes = malloc(BUFFER_BYTES);
    writing.bytes = malloc(BUFFER_BYTES);
    if (filling.bytes == NULL || writing.bytes == NULL || !hcreate(SENSORS)) fail("memory", "not enough");
    sensors = connect_to(arguments[2]);
    signal(SIGTERM, stop);
    pthread_t writer;
    pthread_create(&writer, NULL, write_rows, arguments[2]);

    mosquitto_lib_init();
    struct mosquitto *client = mosquitto_new("bridge", false, NULL);
    mosquitto_connect_callback_set(client, on_connect);
    mosquitto_subscribe_callback_set(client, on_subscribe);
    mosquitto_message_callback_set(client, on_message);
    mosquitto_int_option(client, MOSQ_OPT_TCP_NODELAY, 1);
    int result = mosquitto_connect(client, "127.0.0.1", atoi(arguments[1]), 60);
    while (result == MOSQ_ERR_SUCCESS && !is_stopping) result = mosquitto_loop(client, 100, 1);
    if (!is_stopping) fail("Mosquitto", mosquitto_strerror(result));

    pthread_mutex_lock(&lock);
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
    pthread_join(writer, NULL);
    return 0;
}
