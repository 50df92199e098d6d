package dev.loraport.testkit;

/**
 * A chat request as stubs see it.
 *
 * @param model the model asked for
 * @param lastUserText the text of the last user message, empty when there is none
 * @param json the whole request body
 */
public record ChatCall(String model, String lastUserText, String json) {}
