package dev.bifrost.child;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.concurrent.TimeUnit;

/** What each package may see, and what only one class may touch. */
@AnalyzeClasses(
    packages = "dev.bifrost.child",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule packagesAreSeenOnlyFromAbove =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("dev.bifrost.child..")
          .layer("root")
          .definedBy("dev.bifrost.child")
          .layer("stdio")
          .definedBy("dev.bifrost.child.stdio")
          .layer("context")
          .definedBy("dev.bifrost.child.context")
          .layer("lifecycle")
          .definedBy("dev.bifrost.child.lifecycle")
          .layer("usage")
          .definedBy("dev.bifrost.child.usage")
          .layer("testing")
          .definedBy("dev.bifrost.child.testing")
          .whereLayer("testing")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("root")
          .mayOnlyBeAccessedByLayers("testing")
          .whereLayer("usage")
          .mayOnlyBeAccessedByLayers("root")
          .whereLayer("context")
          .mayOnlyBeAccessedByLayers("root", "testing")
          .whereLayer("lifecycle")
          .mayOnlyBeAccessedByLayers("root", "testing")
          .whereLayer("stdio")
          .mayOnlyBeAccessedByLayers("root", "lifecycle", "testing");

  @ArchTest
  static final ArchRule thereAreNoCycles =
      slices().matching("dev.bifrost.child.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyTheMainClassEndsTheProcess =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(ChildMain.class.getName())
          .should()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "halt", int.class);

  @ArchTest
  static final ArchRule onlyTheMainClassAndTheTestingPackageTouchTheStandardStreams =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(ChildMain.class.getName())
          .and()
          .resideOutsideOfPackage("dev.bifrost.child.testing")
          .should()
          .accessField(System.class, "in")
          .orShould()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .callMethod(System.class, "getenv");

  @ArchTest
  static final ArchRule onlyContextsKnowLettuceAndNetty =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.bifrost.child.context")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.lettuce..", "io.netty..", "reactor..");

  @ArchTest
  static final ArchRule nobodySleeps =
      noClasses()
          .should()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .callMethod(Thread.class, "sleep", long.class, int.class)
          .orShould()
          .callMethod(TimeUnit.class, "sleep", long.class);

  @ArchTest
  static final ArchRule junitStaysInTheTestingPackage =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.bifrost.child.testing")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.junit..");
}
