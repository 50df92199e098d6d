/**
 * Together: the client, what is known of the provider with dates and sources, and the rules for its
 * data sets. Start with {@link dev.loraport.together.TogetherClient}. All else is in packages that
 * are not exported.
 */
@NullMarked
package dev.loraport.together;

import org.jspecify.annotations.NullMarked;
