{{/* Parts of pods. Each takes (dict "root" $ "role" "gateway"), "role" being one of broker, gateway, consumer, portal, doctor. */}}

{{- define "airlog.pod.security" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
    type: RuntimeDefault
{{- end -}}

{{- define "airlog.container.security" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
    drop: [ALL]
{{- end -}}

{{/* Annotations and labels of the pod template. */}}
{{- define "airlog.pod.metadata" -}}
{{- $values := index .root.Values .role -}}
annotations:
    checksum/restart: {{ include "airlog.restart" . }}
    {{- with $values.podAnnotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
labels:
    {{- /* No version of the chart: pods are not replaced for it. */}}
    {{- include "airlog.role.selector" . | nindent 4 }}
    app.kubernetes.io/part-of: airlog
    {{- with .root.Values.commonLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
    {{- with $values.podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end -}}

{{/* Whose the pod is, and where it runs. */}}
{{- define "airlog.pod.place" -}}
{{- $values := index .root.Values .role -}}
serviceAccountName: {{ include "airlog.serviceAccount" .root }}
automountServiceAccountToken: false
{{- /* Kubernetes would set AIRLOG_…_SERVICE_HOST, and a process refuses variables that it does not know. */}}
enableServiceLinks: false
{{- with .root.Values.image.pullSecrets }}
imagePullSecrets:
    {{- range . }}
    - name: {{ . }}
    {{- end }}
{{- end }}
securityContext:
    {{- include "airlog.pod.security" . | nindent 4 }}
{{- with $values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with $values.nodeSelector }}
nodeSelector:
    {{- toYaml . | nindent 4 }}
{{- end }}
{{- with $values.tolerations }}
tolerations:
    {{- toYaml . | nindent 4 }}
{{- end }}
{{- with $values.affinity }}
affinity:
    {{- toYaml . | nindent 4 }}
{{- end }}
topologySpreadConstraints:
{{- if $values.topologySpreadConstraints }}
    {{- toYaml $values.topologySpreadConstraints | nindent 4 }}
{{- else }}
    {{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
    - maxSkew: 1
      topologyKey: {{ . }}
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
          matchLabels:
              {{- include "airlog.role.selector" $ | nindent 14 }}
    {{- end }}
{{- end }}
{{- end -}}

{{/* A container's probes on its management port; a process has three minutes to start. */}}
{{- define "airlog.container.probes" -}}
startupProbe:
    httpGet:
        path: /healthy
        port: management
    periodSeconds: 2
    failureThreshold: 90
livenessProbe:
    httpGet:
        path: /healthy
        port: management
    periodSeconds: 10
    timeoutSeconds: 5
    failureThreshold: 6
readinessProbe:
    httpGet:
        path: /ready
        port: management
    periodSeconds: 5
    timeoutSeconds: 5
    failureThreshold: 3
{{- end -}}

{{/* A variable from a Secret: (list variable secret key). */}}
{{- define "airlog.env.secret" -}}
- name: {{ index . 0 }}
  valueFrom:
      secretKeyRef:
          name: {{ index . 1 }}
          key: {{ index . 2 }}
{{- end -}}

{{/* Who the role is in Kafka. */}}
{{- define "airlog.env.kafka" -}}
{{- $kafka := .root.Values.kafka -}}
{{- $user := index $kafka.users .role -}}
{{- if $user.secretName }}
{{- if include "airlog.kafkaSasl" .root }}
{{- if $user.username }}
{{ include "airlog.env.secret" (list "KAFKA_PASSWORD" $user.secretName $kafka.keys.password) }}
- name: AIRLOG_KAFKA_CLIENT_SASL_JAAS_CONFIG
{{- $module := ternary "plain.PlainLoginModule" "scram.ScramLoginModule" (eq $kafka.saslMechanism "PLAIN") }}
  value: org.apache.kafka.common.security.{{ $module }} required username="{{ $user.username }}" password="$(KAFKA_PASSWORD)";
{{- else }}
{{ include "airlog.env.secret" (list "AIRLOG_KAFKA_CLIENT_SASL_JAAS_CONFIG" $user.secretName $kafka.keys.jaasConfig) }}
{{- end }}
{{- else if eq $kafka.protocol "SSL" }}
{{ include "airlog.env.secret" (list "AIRLOG_KAFKA_CLIENT_SSL_KEYSTORE_CERTIFICATE_CHAIN" $user.secretName $kafka.keys.certificate) }}
{{ include "airlog.env.secret" (list "AIRLOG_KAFKA_CLIENT_SSL_KEYSTORE_KEY" $user.secretName $kafka.keys.privateKey) }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "airlog.env.database" -}}
{{- $database := .root.Values.database -}}
{{- $secret := (index $database.users .role).secretName }}
{{ include "airlog.env.secret" (list "AIRLOG_DATABASE_USER" $secret $database.keys.username) }}
{{ include "airlog.env.secret" (list "AIRLOG_DATABASE_PASSWORD" $secret $database.keys.password) }}
{{- end -}}

{{/* Secrets of a role as variables, and no other role's. */}}
{{- define "airlog.env.secrets" -}}
{{- $root := .root -}}
{{- $role := .role -}}
{{- $secrets := $root.Values.secrets -}}
{{- if has $role (list "broker" "consumer") }}
{{ include "airlog.env.secret" (list "AIRLOG_SEALING_KEYS" (include "airlog.secret.sealing" $root) $secrets.sealing.key) }}
{{- end }}
{{- if eq $role "broker" }}
{{ include "airlog.env.secret" (list "AIRLOG_PRINCIPAL_GATEWAY" (include "airlog.secret.principals" $root) $secrets.principals.gatewayKey) }}
{{- with $secrets.principals.portalKey }}
{{ include "airlog.env.secret" (list "AIRLOG_PRINCIPAL_PORTAL" (include "airlog.secret.principals" $root) .) }}
{{- end }}
{{- end }}
{{- if has $role (list "broker" "portal") }}
{{- with $secrets.principals.operatorKey }}
{{ include "airlog.env.secret" (list "AIRLOG_PRINCIPAL_OPERATOR" (include "airlog.secret.principals" $root) .) }}
{{- end }}
{{- end }}
{{- if eq $role "gateway" }}
{{ include "airlog.env.secret" (list "AIRLOG_GATEWAY_MQTT_PASSWORD" (include "airlog.secret.gateway" $root) $secrets.gateway.key) }}
{{- end }}
{{- if and (eq $role "portal") $secrets.portal.key }}
{{ include "airlog.env.secret" (list "AIRLOG_PORTAL_MQTT_PASSWORD" (include "airlog.secret.portal" $root) $secrets.portal.key) }}
{{- end }}
{{- if and (eq $role "consumer") $secrets.opensensemap.secretName }}
{{ include "airlog.env.secret" (list "AIRLOG_OPENSENSEMAP_PASSWORD" $secrets.opensensemap.secretName $secrets.opensensemap.key) }}
{{- end }}
{{- if has $role (list "broker" "consumer" "portal") }}
{{- include "airlog.env.kafka" . }}
{{- end }}
{{- if has $role (list "consumer" "portal") }}
{{- include "airlog.env.database" . }}
{{- end }}
{{- range $root.Values.secretConfig }}
{{- if has $role .roles }}
{{- $variable := .key | upper | replace "." "_" | replace "-" "_" }}
{{ include "airlog.env.secret" (list $variable .secretName .secretKey) }}
{{- end }}
{{- end }}
{{- end -}}

{{/* All variables of a role. */}}
{{- define "airlog.container.env" -}}
- name: AIRLOG_CONFIG
  value: /etc/airlog/airlog.properties
- name: JDK_JAVA_OPTIONS
  value: {{ (index .root.Values .role).javaOptions | quote }}
{{- /* Before whatever the image presets. */}}
{{- range get (dict "broker" (list "MQTT" "BROKER_MANAGEMENT") "gateway" (list "HTTP" "GATEWAY_MANAGEMENT") "consumer" (list "INGEST_MANAGEMENT") "portal" (list "PORTAL" "PORTAL_MANAGEMENT")) .role }}
- name: AIRLOG_{{ . }}_BIND
  value: {{ $.root.Values.listenAddress | quote }}
{{- end }}
{{- include "airlog.env.secrets" . }}
{{- end -}}

{{/* What a role mounts: lists of volumes as YAML, each {name, path} and its source. */}}
{{- define "airlog.mounted" -}}
{{- $root := .root -}}
{{- $role := .role -}}
{{- $values := $root.Values -}}
{{- if ne $role "doctor" }}
- name: config
  path: /etc/airlog
  source:
      configMap:
          name: {{ include "airlog.fullname" $root }}-config
{{- end }}
- name: tmp
  path: /tmp
  source:
      emptyDir:
          sizeLimit: {{ $values.tmpSize }}
{{- if and $values.tls.enabled (has $role (list "broker" "gateway")) }}
- name: tls
  path: /etc/airlog-tls
  source:
      secret:
          secretName: {{ ternary (include "airlog.secret.brokerTls" $root) (include "airlog.secret.gatewayTls" $root) (eq $role "broker") }}
          defaultMode: 288
          items:
              - {key: tls.crt, path: tls.crt}
              - {key: tls.key, path: tls.key}
{{- end }}
{{- if and (eq $role "broker") (ne $values.broker.tls.clientCertificates "none") }}
- name: devices
  path: /etc/airlog-devices
  source:
      secret:
          secretName: {{ $values.broker.tls.clientAuthoritiesSecret }}
          defaultMode: 288
          items:
              - {key: ca.crt, path: ca.crt}
{{- end }}
{{- if and (include "airlog.hasAuthority" $root) (has $role (list "gateway" "portal" "doctor")) }}
- name: authority
  path: /etc/airlog-authority
  source:
      secret:
          secretName: {{ include "airlog.secret.authority" $root }}
          defaultMode: 288
          items:
              - {key: {{ $values.tls.authority.key }}, path: ca.crt}
{{- end }}
{{- if and (include "airlog.kafkaTls" $root) $values.kafka.authority.secretName (has $role (list "broker" "consumer" "portal")) }}
- name: kafka-authority
  path: /etc/airlog-kafka
  source:
      secret:
          secretName: {{ $values.kafka.authority.secretName }}
          defaultMode: 288
          items:
              - {key: {{ $values.kafka.authority.key }}, path: ca.crt}
{{- end }}
{{- if and (ne $values.database.sslMode "disable") $values.database.authority.secretName (has $role (list "consumer" "portal")) }}
- name: database-authority
  path: /etc/airlog-database
  source:
      secret:
          secretName: {{ $values.database.authority.secretName }}
          defaultMode: 288
          items:
              - {key: {{ $values.database.authority.key }}, path: ca.crt}
{{- end }}
{{- end -}}

{{- define "airlog.pod.volumes" -}}
{{- range include "airlog.mounted" . | fromYamlArray }}
- name: {{ .name }}
  {{- toYaml .source | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "airlog.container.mounts" -}}
{{- range include "airlog.mounted" . | fromYamlArray }}
- name: {{ .name }}
  mountPath: {{ .path }}
  {{- if ne .name "tmp" }}
  readOnly: true
  {{- end }}
{{- end }}
{{- end -}}
