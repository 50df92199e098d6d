/**
 * What every concern of the fake of Fireworks shares: accounts, clock, ids, the table of routes of
 * both planes, errors of both families, names of resources, lists and masks.
 */
@NullMarked
package dev.loraport.testkit.internal.fireworks.world;

import org.jspecify.annotations.NullMarked;
