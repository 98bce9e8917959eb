package dev.bifrost;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;

/** Which package may see what, and what nobody does. */
@AnalyzeClasses(packages = "dev.bifrost", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

  @ArchTest
  static final ArchRule protocolSeesTheJdkAndJackson =
      classes()
          .that()
          .resideInAPackage("dev.bifrost.protocol")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.bifrost.protocol", "java..", "tools.jackson..", "org.jspecify..");

  @ArchTest
  static final ArchRule workflowSeesTheJdkAndSlf4j =
      classes()
          .that()
          .resideInAPackage("dev.bifrost.workflow")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("dev.bifrost.workflow", "java..", "org.slf4j..", "org.jspecify..");

  @ArchTest
  static final ArchRule engineSeesNothingElseOfOurs =
      classes()
          .that()
          .resideInAPackage("dev.bifrost.engine")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.bifrost.engine",
              "dev.bifrost.protocol",
              "dev.bifrost.workflow",
              "java..",
              "javax.net.ssl..",
              "javax.tools..",
              "tools.jackson..",
              "org.objectweb.asm..",
              "org.slf4j..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.bifrost.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule nobodySleeps =
      noClasses().should().callMethod(Thread.class, "sleep", long.class);

  @ArchTest
  static final ArchRule nobodyEndsTheJvm =
      noClasses()
          .should()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "halt", int.class);

  @ArchTest
  static final ArchRule onlyTheLogReadsTheClock =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("dev.bifrost.engine.LogBook")
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Clock.class);

  @ArchTest
  static final ArchRule onlyTheCommandAndTheAuditTouchProcesses =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("dev.bifrost.engine.CommandProcess")
          .and()
          .doNotHaveFullyQualifiedName("dev.bifrost.engine.LeftProcesses")
          .should()
          .dependOnClassesThat()
          .haveNameMatching("java\\.lang\\.Process.*");

  @ArchTest
  static final ArchRule nobodyPrintsAndOnlyTheAuditGivesTheStreamsBack =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("dev.bifrost.engine.GlobalState")
          .should(com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS);
}
