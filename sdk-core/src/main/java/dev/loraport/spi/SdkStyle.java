package dev.loraport.spi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.immutables.value.Value;

/**
 * The house style of value types: a hidden implementation, JDK collections only, masked secrets.
 *
 * <p>It is put beside {@code @Value.Immutable} and is gone after compilation, so that a program
 * that uses the values does not need the annotations of Immutables.
 */
// visibilityString, not visibility: an enum constant in the class file would make javac and javadoc
// of a user warn that they cannot find it.
//
// Two settings keep the jar a fifth smaller. copy: the implementation is hidden and its copying
// methods
// with it; a changed copy is made with builder().from(value). unsafeDefaultAndDerived: a default
// must
// not ask for another attribute, it may not have been set yet.
@Value.Style(
    defaults = @Value.Immutable(copy = false),
    unsafeDefaultAndDerived = true,
    visibilityString = "PACKAGE",
    overshadowImplementation = true,
    jdkOnly = true,
    redactedMask = "***",
    allowedClasspathAnnotations = {Override.class})
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.TYPE)
public @interface SdkStyle {}
