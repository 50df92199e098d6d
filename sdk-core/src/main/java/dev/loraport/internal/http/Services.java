package dev.loraport.internal.http;

import dev.loraport.http.Delayer;
import java.util.concurrent.Executor;

/**
 * What the calls of a client share.
 *
 * @param executor where code of the user runs
 * @param workers where the pipeline's own work runs
 * @param signals where a call goes on after an answer: on the thread that is there, unless code of
 *     the user is run on the way, as a listener's or a delayer's
 * @param timer for limits
 * @param delayer for pauses; what waits for them goes on on the workers
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
