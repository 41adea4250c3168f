{{/* Parts of NetworkPolicies. */}}

{{/* The pods of roles of this release, as peers: (dict "root" $ "roles" (list …)). */}}
{{- define "airlog.peers" -}}
{{- range .roles }}
- podSelector:
      matchLabels:
          {{- include "airlog.role.selector" (dict "root" $.root "role" .) | nindent 10 }}
{{- end }}
{{- end -}}

{{/* Ports as a policy has them: a list of numbers. */}}
{{- define "airlog.policy.ports" -}}
{{- range . }}
- {protocol: TCP, port: {{ . }}}
{{- end }}
{{- end -}}

{{/* Who may look at a management port. */}}
{{- define "airlog.policy.management" -}}
- from:
      {{- include "airlog.peers" (dict "root" .root "roles" (list "portal" "doctor")) | nindent 6 }}
      {{- with .root.Values.networkPolicy.metricsFrom }}
      {{- toYaml . | nindent 6 }}
      {{- end }}
  ports:
      {{- include "airlog.policy.ports" (list .port) | nindent 6 }}
{{- end -}}

{{/* Who may reach what the world may reach: (dict "root" $ "ports" (list …)). */}}
{{- define "airlog.policy.public" -}}
- ports:
      {{- include "airlog.policy.ports" .ports | nindent 6 }}
  {{- with .root.Values.networkPolicy.publicFrom }}
  from:
      {{- toYaml . | nindent 6 }}
  {{- end }}
{{- end -}}

{{- define "airlog.policy.dns" -}}
- ports:
      - {protocol: UDP, port: 53}
      - {protocol: TCP, port: 53}
  {{- with .Values.networkPolicy.dnsTo }}
  to:
      {{- toYaml . | nindent 6 }}
  {{- end }}
{{- end -}}

{{/* To somebody else's pods or hosts: (dict "ports" (list …) "to" peers). */}}
{{- define "airlog.policy.out" -}}
- ports:
      {{- include "airlog.policy.ports" .ports | nindent 6 }}
  {{- with .to }}
  to:
      {{- toYaml . | nindent 6 }}
  {{- end }}
{{- end -}}

{{- define "airlog.policy.kafka" -}}
{{- $ports := list -}}
{{- range splitList "," .Values.kafka.bootstrapServers -}}
{{- $ports = append $ports (regexFind "[0-9]+$" (trim .)) -}}
{{- end -}}
{{- include "airlog.policy.out" (dict "ports" (uniq $ports) "to" .Values.networkPolicy.kafkaTo) -}}
{{- end -}}

{{- define "airlog.policy.database" -}}
{{- include "airlog.policy.out" (dict "ports" (list .Values.database.port) "to" .Values.networkPolicy.databaseTo) -}}
{{- end -}}

{{/* To the broker, by the port on which it listens. */}}
{{- define "airlog.policy.broker" -}}
{{- if include "airlog.runsBrokers" . -}}
- to:
      {{- include "airlog.peers" (dict "root" . "roles" (list "broker")) | nindent 6 }}
  ports:
      {{- include "airlog.policy.ports" (list (ternary 8883 1883 (eq "true" (include "airlog.tlsInside" .)))) | nindent 6 }}
{{- else -}}
{{- include "airlog.policy.out" (dict "ports" (list .Values.broker.hivemqPlatform.port) "to" .Values.broker.hivemqPlatform.networkPolicyTo) -}}
{{- end -}}
{{- end -}}

{{/* To whom traces go, where config names somebody. */}}
{{- define "airlog.policy.traces" -}}
{{- with index .Values.config "airlog.tracing.endpoint" -}}
{{- $host := (urlParse .).host -}}
{{- $port := regexFind "[0-9]+$" (regexFind ":[0-9]+$" $host) | default (ternary "443" "80" (hasPrefix "https" .)) -}}
{{- include "airlog.policy.out" (dict "ports" (list $port) "to" list) -}}
{{- end -}}
{{- end -}}

{{/* To management ports of processes: the release's own, and those of a HiveMQ Platform that are watched. */}}
{{- define "airlog.policy.watched" -}}
- to:
      {{- include "airlog.peers" (dict "root" . "roles" (list "broker" "consumer" "gateway" "portal")) | nindent 6 }}
  ports:
      {{- include "airlog.policy.ports" (list 9095 9096 9097 9098) | nindent 6 }}
{{- if not (include "airlog.runsBrokers" .) }}
{{- $ports := list }}
{{- range .Values.broker.hivemqPlatform.watched }}
{{- $ports = append $ports (regexFind ":[0-9]+$" (urlParse .).host | trimPrefix ":" | default "80") }}
{{- end }}
{{- if $ports }}
{{ include "airlog.policy.out" (dict "ports" (uniq $ports) "to" .Values.broker.hivemqPlatform.networkPolicyTo) }}
{{- end }}
{{- end }}
{{- end -}}
