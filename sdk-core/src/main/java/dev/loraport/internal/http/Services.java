package dev.loraport.internal.http;

import dev.loraport.http.Delayer;
import java.util.concurrent.Executor;

/**
 * What the calls of a client share.
 *
 * @param executor where code of the user runs
 * @param workers where the pipeline's own work runs
 * @param signals where the listener is told: on the thread that is there if there is no listener
 * @param timer for limits
 * @param delayer for pauses
 * @param inFlight what is running
 * @param gate the limits on calls
 * @param retries decides on repetitions
 * @param first the outermost step of an attempt's way
 * @param errors reads refusals
 * @param listener is told
 */
record Services(
    Executor executor,
    Executor workers,
    Executor signals,
    Timer timer,
    Delayer delayer,
    InFlight inFlight,
    CallGate gate,
    Retries retries,
    Step first,
    ErrorAnswers errors,
    SafeListener listener) {}
