package org.airlog.portal.watch;

/**
 * What a process has answered on one of its paths for operators.
 *
 * @param status of HTTP
 * @param text the whole body
 */
public record Reply(int status, String text) {}
