/**
 * The front door: a {@link dev.loraport.ProviderClient} is one account at one provider, {@link
 * dev.loraport.Providers} finds the providers, {@link dev.loraport.ClientConfig} sets them up. What
 * a provider can not do is known before anything is sent: {@link dev.loraport.Capabilities}.
 */
@NullMarked
package dev.loraport;

import org.jspecify.annotations.NullMarked;
