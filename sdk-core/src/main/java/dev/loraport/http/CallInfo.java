package dev.loraport.http;

/**
 * What a listener and an interceptor are told about a call.
 *
 * @param provider the provider, such as {@code together}
 * @param operation the operation, such as {@code jobs.create}
 * @param callId a number that is unique within the process
 * @param attempt which attempt it is, from 1
 */
public record CallInfo(String provider, String operation, long callId, int attempt) {}
