package dev.loraport.testkit.internal.fireworks.job;

import tools.jackson.databind.node.ObjectNode;

/**
 * What a request for a job comes to once it has been found valid.
 *
 * @param request the body without secrets, with the name of the output model filled in
 * @param base the full name of the base model
 * @param rank the rank of the adapter, 0 for full parameters
 * @param output the full name of the model to be made
 * @param epochs passes over the data
 * @param tokens about how many tokens one epoch has
 * @param cost USD as the provider's estimate has it
 */
record Plan(
    ObjectNode request,
    String base,
    int rank,
    String output,
    int epochs,
    long tokens,
    double cost) {}
