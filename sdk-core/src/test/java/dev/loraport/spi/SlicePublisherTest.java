package dev.loraport.spi;

import dev.loraport.ReactiveRules;
import dev.loraport.file.UploadListener;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The body of an upload. */
class SlicePublisherTest {
  static final class Rules extends ReactiveRules.ForPublisher<ByteBuffer> {
    @Override
    public Flow.Publisher<ByteBuffer> createFlowPublisher(long slices) {
      SliceReader.Segment one = new SliceReader.BytesSegment(ByteBuffer.wrap(new byte[] {1}));
      return new SlicedBody(
              "text/plain",
              Collections.nCopies((int) slices, one),
              UploadListener.NONE,
              System::nanoTime)
          .open();
    }

    @Override
    public Flow.Publisher<ByteBuffer> createFailedFlowPublisher() {
      Flow.Publisher<ByteBuffer> taken = createFlowPublisher(1);
      taken.subscribe(new BodyReader(1, slice -> {}));
      return taken;
    }
  }

  @TestFactory
  Stream<DynamicTest> keepsTheRulesOfReactiveStreams() {
    return ReactiveRules.of(Rules::new);
  }
}
