package dev.bifrost.supervisor;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.time.Instant;

/** The table of packages: who may see whom, who may touch what. */
@AnalyzeClasses(
    packages = "dev.bifrost.supervisor",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

  private static final String US = "dev.bifrost.supervisor.";
  private static final String PROTOCOL = "dev.bifrost.protocol..";
  private static final String LETTUCE = "io.lettuce..";
  private static final String[] FACES = {
    US + "cli..", US + "client..", US + "config..", US + "http.."
  };

  @ArchTest static final ArchRule execution = mayOnlySee("execution");
  @ArchTest static final ArchRule admission = mayOnlySee("admission", "execution");
  @ArchTest static final ArchRule time = mayOnlySee("time");
  @ArchTest static final ArchRule process = mayOnlySee("process", "time");
  @ArchTest static final ArchRule pool = mayOnlySee("pool", "process", "time");
  @ArchTest static final ArchRule redis = mayOnlySee("redis");
  @ArchTest static final ArchRule intake = mayOnlySee("intake", "execution", "redis", "time");

  @ArchTest static final ArchRule doctor = mayOnlySee("doctor", "config");

  @ArchTest static final ArchRule recurring = mayOnlySee("recurring", "redis");

  @ArchTest
  static final ArchRule settlement = mayOnlySee("settlement", "execution", "gate", "redis", "time");

  @ArchTest static final ArchRule control = mayOnlySee("control", "redis");

  @ArchTest static final ArchRule gate = mayOnlySee("gate", "execution", "intake", "redis");

  @ArchTest
  static final ArchRule client = mayOnlySee("client", "audit", "gate", "redis", "settlement");

  @ArchTest
  static final ArchRule http =
      mayOnlySee("http", "client", "config", "health", "metrics", "observe", "redis", "settlement");

  @ArchTest
  static final ArchRule health =
      mayOnlySee("health", "client", "execution", "observe", "redis", "time");

  @ArchTest
  static final ArchRule metrics =
      mayOnlySee("metrics", "client", "execution", "observe", "pool", "process", "redis", "time");

  @ArchTest
  static final ArchRule audit =
      mayOnlySee("audit", "execution", "observe", "pool", "process", "redis", "time");

  @ArchTest
  static final ArchRule onlyOnePlaceTouchesTheMetricsLibrary =
      noClasses()
          .that()
          .resideOutsideOfPackage(US + "metrics..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.micrometer..", "io.prometheus..");

  @ArchTest
  static final ArchRule onlyTheHttpInterfaceTouchesItsServer =
      noClasses()
          .that()
          .resideOutsideOfPackage(US + "http..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.netty.handler..", "io.netty.channel..", "io.netty.buffer..");

  @ArchTest static final ArchRule observe = mayOnlySee("observe", "execution", "pool", "process");

  @ArchTest
  static final ArchRule dispatch =
      mayOnlySee(
          "dispatch",
          "execution",
          "admission",
          "intake",
          "settlement",
          "pool",
          "process",
          "observe",
          "time");

  @ArchTest
  static final ArchRule fault =
      mayOnlySee(
          "fault", "dispatch", "execution", "intake", "settlement", "pool", "process", "observe");

  @ArchTest
  static final ArchRule onlyTheCompositionRootSeesFaults =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.bifrost.supervisor", US + "fault..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(US + "fault..");

  @ArchTest
  static final ArchRule onlyTheRedisSideTouchesLettuce =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              US + "redis..",
              US + "intake..",
              US + "gate..",
              US + "recurring..",
              US + "settlement..",
              US + "client..",
              US + "audit..",
              US + "cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(LETTUCE);

  @ArchTest
  static final ArchRule onlyOnePlaceReadsCronExpressions =
      noClasses()
          .that()
          .resideOutsideOfPackages(US + "recurring..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.cronutils..");

  @ArchTest
  static final ArchRule onlyTheFacesTouchJackson =
      noClasses()
          .that()
          .resideOutsideOfPackages(FACES)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("tools.jackson..", "com.fasterxml.jackson..");

  @ArchTest
  static final ArchRule onlyProcessTouchesProcesses =
      noClasses()
          .that()
          .resideOutsideOfPackages(US + "process..")
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(Process.class, ProcessBuilder.class)
          .because(
              "isolation is one package's business; ProcessHandle.current() tells our own pid");

  @ArchTest
  static final ArchRule nobodySleeps =
      noClasses().should().callMethod(Thread.class, "sleep", long.class);

  @ArchTest
  static final ArchRule thereIsOneClock =
      noClasses()
          .that()
          .resideOutsideOfPackages(US + "time..", US + "cli..")
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

  @ArchTest
  static final ArchRule onlyTheMainClassExits =
      noClasses()
          .that()
          .haveSimpleNameNotEndingWith("Main")
          .and()
          .resideOutsideOfPackage(US + "fault..")
          .should()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "halt", int.class);

  @ArchTest
  static final ArchRule onlyTheCommandLinePrints =
      noClasses()
          .that()
          .resideOutsideOfPackages(US + "cli..")
          .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS);

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching(US + "(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule nobodySeesTheChild =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.bifrost.child..", "dev.bifrost.engine..");

  private static ArchRule mayOnlySee(String self, String... others) {
    String[] ours = new String[others.length + 1];
    ours[0] = US + self + "..";
    for (int i = 0; i < others.length; i++) {
      ours[i + 1] = US + others[i] + "..";
    }
    return classes()
        .that()
        .resideInAPackage(US + self + "..")
        .should()
        .onlyDependOnClassesThat(
            DescribedPredicate.or(
                JavaClass.Predicates.resideInAnyPackage(ours),
                JavaClass.Predicates.resideInAPackage(PROTOCOL),
                JavaClass.Predicates.resideOutsideOfPackage("dev.bifrost..")));
  }
}
