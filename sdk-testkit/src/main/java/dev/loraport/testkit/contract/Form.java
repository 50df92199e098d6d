package dev.loraport.testkit.contract;

import dev.loraport.ProviderClient;

/** The forms in which a client can be called; the contract is the same for each. */
enum Form {
  /** Calls that wait. */
  BLOCKING {
    @Override
    ProviderClient of(ProviderClient client) {
      return client;
    }
  },

  /** The same calls by their futures, and streams by their publishers. */
  ASYNC {
    @Override
    ProviderClient of(ProviderClient client) {
      return AsyncForm.of(client);
    }
  };

  /** The client, called in this form. */
  abstract ProviderClient of(ProviderClient client);
}
