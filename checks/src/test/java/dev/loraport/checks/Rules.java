package dev.loraport.checks;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.SubmissionPublisher;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** The habits that every class of the SDK keeps. */
final class Rules {
  private Rules() {}

  static ArchRule noStandardStreams(DescribedPredicate<JavaClass> programs) {
    return noClasses()
        .that(not(programs))
        .should()
        .accessTargetWhere(
            describe(
                "standard output, standard error or printStackTrace",
                (JavaAccess<?> access) ->
                    (access.getTargetOwner().isEquivalentTo(System.class)
                            && Set.of("out", "err").contains(access.getTarget().getName()))
                        || (access.getTargetOwner().isAssignableTo(Throwable.class)
                            && access.getTarget().getName().equals("printStackTrace")
                            && parameters(access).isEmpty())))
        .because("a library reports through System.Logger");
  }

  static ArchRule noStaticState() {
    return fields()
        .that()
        .areStatic()
        .should()
        .beFinal()
        .because("two clients in one process must not share state");
  }

  static ArchRule nothingOnTheCommonPool() {
    return noClasses()
        .should()
        .accessTargetWhere(describe("work on the common pool", Rules::usesCommonPool))
        .because("the pool belongs to the host; work goes to the executor that was configured");
  }

  static ArchRule nullMarkedPackages() {
    return classes()
        .should(
            new ArchCondition<JavaClass>("live in a package with a @NullMarked package-info") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                  events.add(
                      SimpleConditionEvent.violated(
                          type, type.getPackageName() + " is not marked"));
                }
              }
            });
  }

  /** Neither databind nor internals in what a user can name, in the packages that are exported. */
  static ArchRule cleanPublicSignatures(Set<String> exportedPackages) {
    return classes()
        .that(describe("are exported", type -> exportedPackages.contains(type.getPackageName())))
        .and(describe("can be named by a user", Rules::canBeNamed))
        .should(
            new ArchCondition<JavaClass>("show neither databind nor internals") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                checkSignatures(type, events);
              }
            });
  }

  private static void checkSignatures(JavaClass type, ConditionEvents events) {
    type.getAllRawSuperclasses().forEach(parent -> report(type, "extends", parent, events));
    type.getAllRawInterfaces().forEach(parent -> report(type, "implements", parent, events));
    Stream.concat(type.getAllFields().stream(), type.getAllConstructors().stream())
        .filter(Rules::isSeen)
        .forEach(member -> checkMember(type, member, events));
    type.getAllMethods().stream()
        .filter(Rules::isSeen)
        .forEach(member -> checkMember(type, member, events));
  }

  private static void checkMember(JavaClass type, JavaMember member, ConditionEvents events) {
    if (member.getOwner().isEquivalentTo(Object.class)) {
      return;
    }
    String shown = "shows in " + member.getName();
    if (member instanceof JavaCodeUnit unit) {
      unit.getParameterTypes().forEach(part -> report(type, shown, part, events));
      unit.getExceptionTypes().forEach(part -> report(type, shown, part, events));
      report(type, shown, unit.getReturnType(), events);
    } else if (member instanceof JavaField field) {
      report(type, shown, field.getType(), events);
    }
  }

  private static void report(JavaClass type, String how, JavaType part, ConditionEvents events) {
    for (JavaClass involved : part.getAllInvolvedRawTypes()) {
      String name = involved.getPackageName();
      if (name.startsWith("tools.jackson.databind")
          || name.startsWith("com.fasterxml.jackson.databind")
          || name.startsWith("dev.loraport.internal")) {
        events.add(
            SimpleConditionEvent.violated(
                type, type.getName() + " " + how + " " + involved.getName()));
      }
    }
  }

  private static boolean isSeen(JavaMember member) {
    return member.getModifiers().contains(JavaModifier.PUBLIC)
        || member.getModifiers().contains(JavaModifier.PROTECTED);
  }

  private static boolean canBeNamed(JavaClass type) {
    boolean open =
        type.getModifiers().contains(JavaModifier.PUBLIC)
            || type.getModifiers().contains(JavaModifier.PROTECTED);
    return open && type.getEnclosingClass().map(Rules::canBeNamed).orElse(true);
  }

  private static boolean usesCommonPool(JavaAccess<?> access) {
    if (access.getOrigin().getModifiers().contains(JavaModifier.BRIDGE)) {
      return false; // written by the compiler for a narrower return type
    }
    JavaClass owner = access.getTargetOwner();
    String name = access.getTarget().getName();
    if (owner.isAssignableTo(CompletionStage.class)) {
      boolean asynchronous = name.endsWith("Async") || name.equals("delayedExecutor");
      return asynchronous
          && !takesExecutor(access)
          && access.getTarget() instanceof AccessTarget.CodeUnitAccessTarget;
    }
    if (owner.isEquivalentTo(SubmissionPublisher.class)) {
      return name.equals("<init>") && !takesExecutor(access);
    }
    return name.equals("parallelStream")
        || (name.equals("parallel") && owner.getPackageName().equals("java.util.stream"))
        || (name.startsWith("parallel") && owner.getName().equals("java.util.Arrays"))
        || (name.equals("commonPool") && owner.isEquivalentTo(ForkJoinPool.class));
  }

  private static boolean takesExecutor(JavaAccess<?> access) {
    return parameters(access).stream().anyMatch(type -> type.isAssignableTo(Executor.class));
  }

  private static List<JavaClass> parameters(JavaAccess<?> access) {
    return access.getTarget() instanceof AccessTarget.CodeUnitAccessTarget target
        ? target.getRawParameterTypes()
        : List.of();
  }
}
