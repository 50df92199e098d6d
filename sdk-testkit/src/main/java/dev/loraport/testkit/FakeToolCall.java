package dev.loraport.testkit;

/**
 * The call of a tool that a model of a fake asks for.
 *
 * @param name the name of the function
 * @param arguments its arguments as JSON text, or what a model wrote in its place
 */
public record FakeToolCall(String name, String arguments) {}
