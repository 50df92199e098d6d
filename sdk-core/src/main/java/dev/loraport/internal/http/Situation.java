package dev.loraport.internal.http;

/** How an attempt failed; the columns of the retry table are the kinds of operations. */
enum Situation {
  /** No byte of the request reached the server. */
  NOTHING_SENT,
  /** The server refused before it did anything (429, 503). */
  REFUSED,
  /** The server had trouble, and may have acted (408, 425, 500, 502, 504 and the like). */
  TROUBLE,
  /** The connection broke, or a limit passed, before a byte of the answer came. */
  BROKEN,
  /** The connection broke, or a limit passed, within the answer. */
  BROKEN_IN_ANSWER,
  /** Another attempt would end the same way. */
  FINAL
}
