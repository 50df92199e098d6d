package dev.loraport.benchmarks.dataset;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * A chat file of any length, made as it is read: questions and answers of one to six turns, in
 * prose, lists and code, one row in twenty in Russian or Chinese. No row is like another.
 */
final class ChatRows extends InputStream {
  private static final String[] WORDS =
      ("the of and a to in is you that it he was for on are as with his they I at be this have from or one"
              + " had by word but not what all were we when your can said there use an each which she do"
              + " how their if will up other about out many then them these so some her would make like"
              + " him into time has look two more write go see number no way could people my than first"
              + " water been call who oil its now find long down day did get come made may part question"
              + " function database training gradient schema adapter deployment temperature parameters")
          .split(" ");
  private static final String[] RUSSIAN =
      "что как это модель данные вопрос ответ можно если обучение хорошо другой время".split(" ");
  private static final String[] CHINESE = "我们 可以 使用 模型 训练 数据 问题 回答 时间 一个 因为 所以 非常 重要".split(" ");
  private static final String CODE =
      "```python\\ndef area(width, height):\\n    if width < 0:\\n        raise ValueError(\\\"width\\\")\\n"
          + "    return width * height\\n```";

  private final Random random = new Random(42);
  private final long bytes;
  private long made;
  private long rows;
  private byte[] row = {};
  private int at;

  /** Makes rows until there are that many bytes or a row more. */
  ChatRows(long bytes) {
    this.bytes = bytes;
  }

  /** How many rows were made so far. */
  long rows() {
    return rows;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    int copied = 0;
    while (copied < length) {
      if (at == row.length && !next()) {
        break;
      }
      int size = Math.min(length - copied, row.length - at);
      System.arraycopy(row, at, into, offset + copied, size);
      at += size;
      copied += size;
    }
    return copied == 0 && length > 0 ? -1 : copied;
  }

  private boolean next() {
    if (made >= bytes) {
      return false;
    }
    row = row().getBytes(StandardCharsets.UTF_8);
    at = 0;
    made += row.length;
    rows++;
    return true;
  }

  private String row() {
    String[] words = random.nextInt(20) > 0 ? WORDS : random.nextBoolean() ? RUSSIAN : CHINESE;
    StringBuilder text = new StringBuilder("{\"messages\": [");
    message(text, "system", "You are assistant number " + rows + ", and you answer briefly.");
    for (int turn = 1 + random.nextInt(6); turn > 0; turn--) {
      text.append(", ");
      message(text, "user", prose(words, 4 + random.nextInt(40)));
      text.append(", ");
      String answer = prose(words, 10 + random.nextInt(150));
      message(text, "assistant", random.nextInt(8) == 0 ? answer + "\\n\\n" + CODE : answer);
    }
    return text.append("]}\n").toString();
  }

  private static void message(StringBuilder text, String role, String content) {
    text.append("{\"role\": \"").append(role).append("\", \"content\": \"").append(content);
    text.append("\"}");
  }

  private String prose(String[] words, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(words[random.nextInt(words.length)]);
      switch (random.nextInt(24)) {
        case 0 -> text.append(". ");
        case 1 -> text.append(", ");
        case 2 -> text.append("\\n- ");
        case 3 -> text.append(' ').append(random.nextInt(1000)).append(' ');
        case 4 -> text.append(" \\\"so\\\" ");
        default -> text.append(' ');
      }
    }
    return text.append('.').toString();
  }
}
