/** The registry of the second API: its models, their files, and uploads to them. */
@NullMarked
package dev.loraport.together.internal.registry;

import org.jspecify.annotations.NullMarked;
