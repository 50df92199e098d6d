package dev.loraport.spi;

/** Streams of the providers, recorded in shape, with values of our own. */
final class Transcripts {
  private Transcripts() {}

  static final String TOGETHER_TEXT =
      """
      data: {"id":"o4","object":"chat.completion.chunk","created":1777360420,"choices":[{"index":0,"role":"assistant","text":"Li","logprobs":null,"finish_reason":null,"seed":null,"delta":{"token_id":43,"role":"assistant","content":"Li","tool_calls":null}}],"model":"m/l","usage":null}

      data: {"id":"o4","object":"chat.completion.chunk","created":1777360420,"choices":[{"index":0,"role":"assistant","text":"má.","logprobs":-0.5,"finish_reason":null,"seed":null,"delta":{"token_id":8032,"role":"assistant","content":"má.","tool_calls":null}}],"model":"m/l","usage":null}

      data: {"id":"o4","object":"chat.completion.chunk","created":1777360420,"choices":[{"index":0,"role":"assistant","text":"","logprobs":null,"finish_reason":"stop","seed":15924764223251450000,"delta":{"token_id":128009,"role":"assistant","content":"","tool_calls":null}}],"model":"m/l","usage":{"prompt_tokens":21,"completion_tokens":3,"total_tokens":24,"cached_tokens":0}}

      data: [DONE]

      """;

  static final String TOGETHER_TOOLS =
      """
      data: {"id":"o5","object":"chat.completion.chunk","created":1777360430,"choices":[{"index":0,"finish_reason":null,"delta":{"role":"assistant","content":"","tool_calls":[{"index":0,"id":"call_a1","type":"function","function":{"name":"get_weather","arguments":""}}]}}],"model":"m/q","usage":null}

      data: {"id":"o5","object":"chat.completion.chunk","created":1777360430,"choices":[{"index":0,"finish_reason":"tool_calls","delta":{"role":"assistant","content":"","tool_calls":[{"index":0,"function":{"arguments":"{\\"city\\":\\"Oslo\\"}"}}]}}],"model":"m/q","usage":null}

      data: {"id":"o5","object":"chat.completion.chunk","created":1777360430,"choices":[{"index":0,"finish_reason":"tool_calls","seed":4201,"delta":{"role":"assistant","content":""}}],"model":"m/q","usage":{"prompt_tokens":160,"completion_tokens":18,"total_tokens":178}}

      data: [DONE]

      """;

  static final String TOGETHER_PLAIN =
      """
      data: {"id":"o6","object":"completion.chunk","created":1777360440,"token":{"id":11,"text":" up","logprob":-0.5,"special":false},"choices":[{"index":0,"text":" up","delta":{}}],"finish_reason":null,"usage":null}

      data: {"id":"o6","object":"completion.chunk","created":1777360440,"token":{"id":12,"text":"on","logprob":-0.25,"special":false},"choices":[{"index":0,"text":"on","delta":{"role":"assistant"}}],"finish_reason":null,"seed":15924764223251450000,"usage":null}

      data: {"id":"o6","object":"completion.chunk","created":1777360440,"choices":[],"finish_reason":"length","usage":{"prompt_tokens":4,"completion_tokens":2,"total_tokens":6}}

      data: [DONE]

      """;

  static final String FIREWORKS =
      """
      data: {"id":"9b","object":"chat.completion.chunk","created":1784674800,"model":"accounts/a/models/m","choices":[{"index":0,"delta":{"role":"assistant"},"finish_reason":null}]}

      data: {"id":"9b","object":"chat.completion.chunk","created":1784674800,"model":"accounts/a/models/m","choices":[{"index":0,"delta":{"content":"Open Settings"},"finish_reason":null}]}

      data: {"id":"9b","object":"chat.completion.chunk","created":1784674800,"model":"accounts/a/models/m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":24,"completion_tokens":12,"total_tokens":36},"perf_metrics":{"prompt-tokens":"24"}}

      data: [DONE]

      """;

  /** With {@code return_token_ids} and {@code raw_output}. */
  static final String FIREWORKS_TOKENS =
      """
      data: {"id":"9c","object":"chat.completion.chunk","created":1784674800,"model":"accounts/a/models/m","choices":[{"index":0,"delta":{"role":"assistant"},"finish_reason":null}]}

      data: {"id":"9c","object":"chat.completion.chunk","created":1784674800,"model":"accounts/a/models/m","choices":[{"index":0,"delta":{"content":"Open"},"finish_reason":null,"logprobs":{"content":[{"token":"Open","logprob":-0.5,"token_id":7,"top_logprobs":[]}]},"token_ids":[7],"raw_output":{"prompt_fragments":["Hi"],"prompt_token_ids":[1,2],"completion":"Open","completion_token_ids":[7],"images":["x"]}}]}

      data: {"id":"9c","object":"chat.completion.chunk","created":1784674800,"model":"accounts/a/models/m","choices":[{"index":0,"delta":{"content":" it"},"finish_reason":null,"logprobs":{"content":[{"token":" it","logprob":-1.5,"token_id":7,"top_logprobs":[]}]},"token_ids":[7],"raw_output":{"prompt_fragments":["Hi"],"prompt_token_ids":[1,2],"completion":" it","completion_token_ids":[7],"images":["x"]}}]}

      data: {"id":"9c","object":"chat.completion.chunk","created":1784674800,"model":"accounts/a/models/m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":2,"completion_tokens":2,"total_tokens":4},"prompt_token_ids":[1,2]}

      data: [DONE]

      """;

  static final String FIREWORKS_TOOLS =
      """
      data: {"id":"9d","object":"chat.completion.chunk","created":1784674801,"model":"accounts/a/models/m","choices":[{"index":0,"delta":{"role":"assistant"},"finish_reason":null}]}

      data: {"id":"9d","object":"chat.completion.chunk","created":1784674801,"model":"accounts/a/models/m","choices":[{"index":0,"delta":{"tool_calls":[{"id":"call_a","type":"function","index":0,"function":{"name":"get_weather","arguments":"{\\"city\\":"}}]},"finish_reason":null}]}

      data: {"id":"9d","object":"chat.completion.chunk","created":1784674801,"model":"accounts/a/models/m","choices":[{"index":0,"delta":{"tool_calls":[{"function":{"arguments":"\\"Oslo\\"}"}}]},"finish_reason":null}]}

      data: {"id":"9d","object":"chat.completion.chunk","created":1784674801,"model":"accounts/a/models/m","choices":[{"index":0,"delta":{"tool_calls":[{"id":"call_b","type":"function","index":1,"function":{"name":"get_time","arguments":"{}"}}]},"finish_reason":null}]}

      data: {"id":"9d","object":"chat.completion.chunk","created":1784674801,"model":"accounts/a/models/m","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":24,"completion_tokens":9,"total_tokens":33}}

      data: [DONE]

      """;

  static final String NEBIUS =
      """
      : keep-alive

      data: {"id":"c1","object":"chat.completion.chunk","created":1765431413,"model":"o/g","choices":[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}]}

      data: {"id":"c1","object":"chat.completion.chunk","created":1765431413,"model":"o/g","choices":[{"index":0,"delta":{"reasoning_content":"User greets.","reasoning":"User greets."},"logprobs":null,"finish_reason":null}]}

      data: {"id":"c1","object":"chat.completion.chunk","created":1765431413,"model":"o/g","choices":[{"index":0,"delta":{"content":"Hello!"},"logprobs":{"content":[{"token":"Hello"}]},"finish_reason":null}]}

      data: {"id":"c1","object":"chat.completion.chunk","created":1765431413,"model":"o/g","choices":[{"index":0,"delta":{},"logprobs":{"content":[{"token":"!"}]},"finish_reason":"stop","stop_reason":7}]}

      data: {"id":"c1","object":"chat.completion.chunk","created":1765431413,"model":"o/g","choices":[],"usage":{"prompt_tokens":70,"completion_tokens":18,"total_tokens":88}}

      data: [DONE]

      """;

  static final String NEBIUS_TOOLS =
      """
      data: {"id":"c2","object":"chat.completion.chunk","created":1765431414,"model":"o/g","choices":[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}]}

      data: {"id":"c2","object":"chat.completion.chunk","created":1765431414,"model":"o/g","choices":[{"index":0,"delta":{"reasoning_content":"Two places."},"logprobs":null,"finish_reason":null}]}

      data: {"id":"c2","object":"chat.completion.chunk","created":1765431414,"model":"o/g","choices":[{"index":0,"delta":{"tool_calls":[{"id":"chatcmpl-tool-a1","type":"function","index":0,"function":{"name":"get_weather","arguments":""}},{"id":"chatcmpl-tool-b2","type":"function","index":1,"function":{"name":"get_weather","arguments":""}}]},"logprobs":null,"finish_reason":null}]}

      data: {"id":"c2","object":"chat.completion.chunk","created":1765431414,"model":"o/g","choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"function":{"arguments":"{\\"city\\":\\"Lima\\"}"}},{"index":0,"function":{"arguments":"{\\"city\\":\\"Oslo\\"}"}}]},"logprobs":null,"finish_reason":null}]}

      data: {"id":"c2","object":"chat.completion.chunk","created":1765431414,"model":"o/g","choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"tool_calls","stop_reason":null}]}

      data: {"id":"c2","object":"chat.completion.chunk","created":1765431414,"model":"o/g","choices":[],"usage":{"prompt_tokens":70,"completion_tokens":18,"total_tokens":88}}

      data: [DONE]

      """;
}
