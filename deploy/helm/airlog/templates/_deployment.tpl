{{/*
A Deployment of a role that keeps nothing: (dict "root" $ "role" … "ports" {name: number} "scaled" bool "maxSurge" … "maxUnavailable" …
"grace" seconds). It takes no traffic for 5 s before it stops.
*/}}
{{- define "airlog.deployment" -}}
{{- $values := index .root.Values .role -}}
apiVersion: apps/v1
kind: Deployment
metadata:
    name: {{ include "airlog.role.name" . }}
    labels:
        {{- include "airlog.role.labels" . | nindent 8 }}
spec:
    {{- if not .scaled }}
    replicas: {{ $values.replicas }}
    {{- end }}
    revisionHistoryLimit: 5
    minReadySeconds: 5
    strategy:
        type: RollingUpdate
        rollingUpdate:
            maxSurge: {{ .maxSurge }}
            maxUnavailable: {{ .maxUnavailable }}
    selector:
        matchLabels:
            {{- include "airlog.role.selector" . | nindent 12 }}
    template:
        metadata:
            {{- include "airlog.pod.metadata" . | nindent 12 }}
        spec:
            {{- include "airlog.pod.place" . | nindent 12 }}
            terminationGracePeriodSeconds: {{ .grace }}
            containers:
                - name: {{ .role }}
                  image: {{ include "airlog.image" .root }}
                  imagePullPolicy: {{ .root.Values.image.pullPolicy }}
                  args: [{{ .role }}]
                  env:
                      {{- include "airlog.container.env" . | nindent 22 }}
                  ports:
                      {{- range $name, $number := .ports }}
                      - {name: {{ $name }}, containerPort: {{ $number }}}
                      {{- end }}
                  {{- include "airlog.container.probes" . | nindent 18 }}
                  lifecycle:
                      preStop:
                          sleep:
                              seconds: 5
                  resources:
                      {{- toYaml $values.resources | nindent 22 }}
                  securityContext:
                      {{- include "airlog.container.security" . | nindent 22 }}
                  volumeMounts:
                      {{- include "airlog.container.mounts" . | trim | nindent 22 }}
            volumes:
                {{- include "airlog.pod.volumes" . | trim | nindent 16 }}
{{- end -}}
