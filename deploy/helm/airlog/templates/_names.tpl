{{/* Names and labels. */}}

{{- define "airlog.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{- define "airlog.fullname" -}}
{{- $name := include "airlog.name" . -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else if contains $name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "airlog.release.selector" -}}
app.kubernetes.io/name: {{ include "airlog.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{/* Labels of an object that belongs to no role. */}}
{{- define "airlog.labels" -}}
{{ include "airlog.release.selector" . }}
app.kubernetes.io/version: {{ .Values.image.tag | default .Chart.AppVersion | trunc 63 | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/part-of: airlog
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* Of a role: (dict "root" $ "role" "gateway"). */}}
{{- define "airlog.role.selector" -}}
{{ include "airlog.release.selector" .root }}
app.kubernetes.io/component: {{ .role }}
{{- end -}}

{{- define "airlog.role.labels" -}}
{{ include "airlog.labels" .root }}
app.kubernetes.io/component: {{ .role }}
{{- end -}}

{{- define "airlog.role.name" -}}
{{ include "airlog.fullname" .root }}-{{ .role }}
{{- end -}}

{{- define "airlog.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{- .Values.serviceAccount.name | default (include "airlog.fullname" .) -}}
{{- else -}}
{{- .Values.serviceAccount.name | default "default" -}}
{{- end -}}
{{- end -}}

{{- define "airlog.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}
{{- end -}}

{{/* Names of Secrets that exist before the release, or are made by cert-manager. */}}
{{- define "airlog.secret.sealing" -}}
{{ .Values.secrets.sealing.secretName | default (printf "%s-sealing" (include "airlog.fullname" .)) }}
{{- end -}}

{{- define "airlog.secret.principals" -}}
{{ .Values.secrets.principals.secretName | default (printf "%s-principals" (include "airlog.fullname" .)) }}
{{- end -}}

{{- define "airlog.secret.gateway" -}}
{{ .Values.secrets.gateway.secretName | default (printf "%s-gateway" (include "airlog.fullname" .)) }}
{{- end -}}

{{- define "airlog.secret.portal" -}}
{{ .Values.secrets.portal.secretName | default (printf "%s-portal" (include "airlog.fullname" .)) }}
{{- end -}}

{{- define "airlog.secret.brokerTls" -}}
{{ .Values.broker.tls.secretName | default (printf "%s-broker-tls" (include "airlog.fullname" .)) }}
{{- end -}}

{{- define "airlog.secret.gatewayTls" -}}
{{ .Values.gateway.tls.secretName | default (printf "%s-gateway-tls" (include "airlog.fullname" .)) }}
{{- end -}}

{{- define "airlog.secret.authority" -}}
{{ .Values.tls.authority.secretName | default (include "airlog.secret.brokerTls" .) }}
{{- end -}}
