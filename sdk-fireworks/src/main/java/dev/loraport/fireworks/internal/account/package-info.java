/** Accounts, their limits and their costs: what only Fireworks has. */
@NullMarked
package dev.loraport.fireworks.internal.account;

import org.jspecify.annotations.NullMarked;
