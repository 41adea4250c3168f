{{/* What airlog.properties says. */}}

{{/* "true" where the chart runs the brokers. */}}
{{- define "airlog.runsBrokers" -}}
{{- if eq .Values.broker.kind "hivemq-ce" -}}true{{- end -}}
{{- end -}}

{{/* "true" where gateway and portal reach the broker by TLS. The gateway shows no certificate, so a listener that demands one is not for it. */}}
{{- define "airlog.tlsInside" -}}
{{- if and .Values.tls.enabled (ne .Values.broker.tls.clientCertificates "required") -}}true{{- end -}}
{{- end -}}

{{/* "true" where our own clients are told of an authority. */}}
{{- define "airlog.hasAuthority" -}}
{{- if and .Values.tls.enabled .Values.tls.authority.enabled -}}true{{- end -}}
{{- end -}}

{{/* "true" where Kafka is spoken to by TLS. */}}
{{- define "airlog.kafkaTls" -}}
{{- if has .Values.kafka.protocol (list "SASL_SSL" "SSL") -}}true{{- end -}}
{{- end -}}

{{- define "airlog.kafkaSasl" -}}
{{- if hasPrefix "SASL" .Values.kafka.protocol -}}true{{- end -}}
{{- end -}}

{{- define "airlog.brokerUrl" -}}
{{- $scheme := ternary "mqtts" "mqtt" (eq "true" (include "airlog.tlsInside" .)) -}}
{{- $service := .Values.broker.service -}}
{{- if not (include "airlog.runsBrokers" .) -}}
{{ $scheme }}://{{ .Values.broker.hivemqPlatform.host }}:{{ .Values.broker.hivemqPlatform.port }}
{{- else if eq $scheme "mqtts" -}}
mqtts://{{ include "airlog.fullname" . }}-broker:{{ $service.mqttsPort }}
{{- else if $service.mqttInTheClear -}}
mqtt://{{ include "airlog.fullname" . }}-broker:{{ $service.mqttPort }}
{{- else -}}
mqtt://{{ include "airlog.fullname" . }}-broker-pods:1883
{{- end -}}
{{- end -}}

{{- define "airlog.databaseUrl" -}}
{{- $database := .Values.database -}}
{{- $parameters := dict "sslmode" $database.sslMode -}}
{{- if ne $database.sslMode "disable" -}}
{{- if $database.authority.secretName -}}
{{- $_ := set $parameters "sslrootcert" "/etc/airlog-database/ca.crt" -}}
{{- else if hasPrefix "verify" $database.sslMode -}}
{{- $_ := set $parameters "sslfactory" "org.postgresql.ssl.DefaultJavaSSLFactory" -}}
{{- end -}}
{{- end -}}
{{- $pairs := list -}}
{{- range $name, $value := merge (dict) $database.parameters $parameters -}}
{{- $pairs = append $pairs (printf "%s=%s" $name (urlquery $value)) -}}
{{- end -}}
jdbc:postgresql://{{ $database.host }}:{{ $database.port }}/{{ $database.name }}?{{ join "&" $pairs }}
{{- end -}}

{{/* Whom the portal's page for operators shows, with commas between. Of a Deployment it is whichever pod answers. */}}
{{- define "airlog.watched" -}}
{{- $fullname := include "airlog.fullname" . -}}
{{- $watched := list -}}
{{- if include "airlog.runsBrokers" . -}}
{{- range $ordinal := until (int .Values.broker.replicas) -}}
{{- $watched = append $watched (printf "http://%s-broker-%d.%s-broker-pods:9095" $fullname $ordinal $fullname) -}}
{{- end -}}
{{- else -}}
{{- $watched = concat $watched .Values.broker.hivemqPlatform.watched -}}
{{- end -}}
{{- $watched = append $watched (printf "http://%s-consumer-pods:9096" $fullname) -}}
{{- $watched = append $watched (printf "http://%s-gateway-pods:9097" $fullname) -}}
{{- $watched = append $watched (printf "http://%s-portal-pods:9098" $fullname) -}}
{{- join "," $watched -}}
{{- end -}}

{{/* The keys that follow from other values, as YAML. */}}
{{- define "airlog.derived" -}}
{{- $values := .Values -}}
airlog.kafka.bootstrap-servers: {{ $values.kafka.bootstrapServers | quote }}
airlog.kafka.replication-factor: {{ $values.kafka.replicationFactor | int64 | quote }}
airlog.kafka.partitions: {{ $values.kafka.partitions | int64 | quote }}
airlog.kafka.client.security.protocol: {{ $values.kafka.protocol | quote }}
{{- if include "airlog.kafkaSasl" . }}
airlog.kafka.client.sasl.mechanism: {{ $values.kafka.saslMechanism | quote }}
{{- end }}
{{- if include "airlog.kafkaTls" . }}
{{- if $values.kafka.authority.secretName }}
airlog.kafka.client.ssl.truststore.type: PEM
airlog.kafka.client.ssl.truststore.location: /etc/airlog-kafka/ca.crt
{{- end }}
{{- end }}
{{- if eq $values.kafka.protocol "SSL" }}
airlog.kafka.client.ssl.keystore.type: PEM
{{- end }}
airlog.spool.max-mib: {{ $values.broker.spool.maxMib | int64 | quote }}
airlog.spool.stop-limit: {{ printf "%ds" ($values.broker.spool.stopLimitSeconds | int64) | quote }}
airlog.broker.management-bind: {{ $values.listenAddress | quote }}
airlog.broker.management-port: "9095"
airlog.mqtt.bind: {{ $values.listenAddress | quote }}
airlog.mqtt.port: "1883"
airlog.mqtts.port: "8883"
airlog.http.bind: {{ $values.listenAddress | quote }}
airlog.http.port: "8080"
airlog.https.port: "8443"
airlog.gateway.management-bind: {{ $values.listenAddress | quote }}
airlog.gateway.management-port: "9097"
airlog.gateway.mqtt-url: {{ include "airlog.brokerUrl" . | quote }}
airlog.ingest.management-bind: {{ $values.listenAddress | quote }}
airlog.ingest.management-port: "9096"
airlog.portal.bind: {{ $values.listenAddress | quote }}
airlog.portal.port: "8081"
airlog.portal.management-bind: {{ $values.listenAddress | quote }}
airlog.portal.management-port: "9098"
airlog.portal.mqtt-url: {{ include "airlog.brokerUrl" . | quote }}
airlog.portal.watched: {{ include "airlog.watched" . | quote }}
airlog.database.url: {{ include "airlog.databaseUrl" . | quote }}
{{- if $values.tls.enabled }}
airlog.tls.certificate: /etc/airlog-tls/tls.crt
airlog.tls.private-key: /etc/airlog-tls/tls.key
airlog.tls.client-certificates: {{ $values.broker.tls.clientCertificates | quote }}
{{- if ne $values.broker.tls.clientCertificates "none" }}
airlog.tls.client-authorities: /etc/airlog-devices/ca.crt
{{- end }}
{{- end }}
{{- if include "airlog.hasAuthority" . }}
airlog.tls.authorities: /etc/airlog-authority/ca.crt
{{- end }}
{{- end -}}

{{/* All of airlog.properties, as YAML: text by key. Fails where `config` sets what follows from other values. */}}
{{- define "airlog.settings" -}}
{{- $settings := include "airlog.derived" . | fromYaml -}}
{{- range $key, $value := .Values.config -}}
{{- if hasKey $settings $key -}}
{{- fail (printf "config.%s: the chart sets this key from other values, see values.yaml" $key) -}}
{{- end -}}
{{- if kindIs "float64" $value -}}
{{- $value = int64 $value -}}
{{- end -}}
{{- $_ := set $settings $key (toString $value) -}}
{{- end -}}
{{- toYaml $settings -}}
{{- end -}}

{{/* A value as a properties file has it. */}}
{{- define "airlog.escape" -}}
{{- . | replace "\\" "\\\\" | replace "\n" "\\n" -}}
{{- end -}}

{{/*
What makes a pod of a role start anew when it changes: the settings that the role reads, but for those that processes read again by
themselves, which reach them by the mounted folder. (dict "root" $ "role" "gateway")
*/}}
{{- define "airlog.restart" -}}
{{- $readers := dict
    "broker" (list "broker")
    "spool" (list "broker")
    "mqtt" (list "broker")
    "mqtts" (list "broker")
    "registration" (list "broker")
    "signature" (list "broker")
    "clock" (list "broker")
    "rogue" (list "broker")
    "gateway" (list "gateway")
    "https" (list "gateway")
    "http" (list "gateway" "portal")
    "ingest" (list "consumer")
    "opensensemap" (list "consumer")
    "database" (list "consumer" "portal")
    "portal" (list "portal")
    "download" (list "portal")
    "kafka" (list "broker" "consumer" "portal")
    "tls" (list "broker" "gateway" "portal") -}}
{{- $role := .role -}}
{{- $fixed := dict -}}
{{- range $key, $value := include "airlog.settings" .root | fromYaml -}}
{{- $part := index (splitList "." $key) 1 -}}
{{- if and (has $role (get $readers $part | default (list $role))) (not (regexMatch "^airlog\\.(limits\\..*|dialects\\..*|log\\.levels\\..*|upload\\.(salts\\..*|requires-auth)|download\\.(requires-auth|max-rows))$" $key)) -}}
{{- $_ := set $fixed $key $value -}}
{{- end -}}
{{- end -}}
{{- toJson $fixed | sha256sum -}}
{{- end -}}

{{/* What cannot be said by the schema. */}}
{{- define "airlog.check" -}}
{{- $values := .Values -}}
{{- if and (not (include "airlog.tlsInside" .)) (not $values.tls.acceptPlaintext) -}}
{{- if $values.tls.enabled -}}
{{- fail "broker.tls.clientCertificates: the gateway shows no certificate, so with `required` it speaks to the broker in the clear; set tls.acceptPlaintext where the network between them is safe" -}}
{{- else -}}
{{- fail "tls.enabled is false: gateway and portal would send their passwords in the clear; set tls.acceptPlaintext where the network between them is safe" -}}
{{- end -}}
{{- end -}}
{{- if and (ne $values.broker.tls.clientCertificates "none") (not $values.broker.tls.clientAuthoritiesSecret) -}}
{{- fail "broker.tls.clientAuthoritiesSecret: needed where clientCertificates is not none" -}}
{{- end -}}
{{- if and (eq $values.broker.kind "hivemq-platform") (not $values.broker.hivemqPlatform.host) -}}
{{- fail "broker.hivemqPlatform.host: needed with broker.kind hivemq-platform" -}}
{{- end -}}
{{- if and (eq $values.broker.kind "hivemq-platform") $values.tls.enabled $values.tls.authority.enabled (not $values.tls.authority.secretName) -}}
{{- fail "tls.authority: with broker.kind hivemq-platform name the Secret with its authority, or set tls.authority.enabled to false" -}}
{{- end -}}
{{- if and (include "airlog.runsBrokers" .) (not $values.tls.enabled) (not $values.broker.service.mqttInTheClear) -}}
{{- fail "broker.service.mqttInTheClear: without TLS it is the only way in for devices; set it" -}}
{{- end -}}
{{- if and $values.broker.tlsRoute.enabled (not $values.tls.enabled) -}}
{{- fail "broker.tlsRoute: needs tls.enabled" -}}
{{- end -}}
{{- if and $values.broker.tcpRoute.enabled (not $values.broker.service.mqttInTheClear) -}}
{{- fail "broker.tcpRoute: needs broker.service.mqttInTheClear" -}}
{{- end -}}
{{- if and (eq $values.gateway.ingress.backendPort "https") (not $values.tls.enabled) -}}
{{- fail "gateway.ingress.backendPort: https needs tls.enabled" -}}
{{- end -}}
{{- if gt (int $values.consumer.keda.maxReplicas) (int $values.kafka.partitions) -}}
{{- fail "consumer.keda.maxReplicas: more consumers than kafka.partitions have nothing to do" -}}
{{- end -}}
{{- end -}}
