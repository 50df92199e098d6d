package dev.loraport.internal.http;

import java.nio.ByteBuffer;
import java.util.concurrent.Flow;

/** The bytes of a body from a source that never blocks who asks it: it reads on its own thread. */
public interface PromptPublisher extends Flow.Publisher<ByteBuffer> {}
