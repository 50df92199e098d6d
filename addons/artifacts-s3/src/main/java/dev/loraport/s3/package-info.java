/**
 * Puts adapters where a provider can fetch them, in any store that speaks S3: the bucket is the
 * user's, an object is there for as long as the provider needs it.
 */
@NullMarked
package dev.loraport.s3;

import org.jspecify.annotations.NullMarked;
