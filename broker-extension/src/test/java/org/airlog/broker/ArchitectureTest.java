package org.airlog.broker;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Which package may know what. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.airlog.broker");

    @Test
    void theDecisionKnowsNothingButValues() {
        check(classes()
                .that()
                .resideInAPackage("org.airlog.broker.intake..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "org.airlog.broker.intake..",
                        "org.airlog.broker.sensor",
                        "org.airlog.configuration",
                        "org.airlog.observation..",
                        "com.fasterxml.jackson.core..",
                        "org.jspecify..",
                        "java.lang..",
                        "java.io",
                        "java.math",
                        "java.net",
                        "java.nio..",
                        "java.time..",
                        "java.util..")));
        check(noClasses()
                .that()
                .resideInAPackage("org.airlog.broker.intake..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.nio.file..", "java.nio.channels..", "org.slf4j.."))
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class));
    }

    @Test
    void hiveMqEndsInItsPackage() {
        check(noClasses()
                .that(resideInAnyPackage(
                        "org.airlog.broker.intake..",
                        "org.airlog.broker.sensor",
                        "org.airlog.broker.kafka",
                        "org.airlog.broker.forwarding",
                        "org.airlog.broker.spool",
                        "org.airlog.broker.management"))
                .should()
                .dependOnClassesThat(resideInAPackage("com.hivemq..")));
    }

    @Test
    void kafkaEndsInItsPackage() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("org.airlog.broker.kafka")
                .should()
                .dependOnClassesThat(resideInAPackage("org.apache.kafka..")));
    }

    @Test
    void theBytesOfTheSpoolAreMadeAndReadWithoutAFile() {
        check(noClasses()
                .that()
                .haveSimpleName("SegmentFormat")
                .or()
                .haveSimpleName("LogRecord")
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.nio.file..", "java.nio.channels..", "org.slf4j..")));
    }

    @Test
    void packagesDependOnEachOtherOneWay() {
        check(slices().matching("org.airlog.broker.(*)..").should().beFreeOfCycles());
    }

    @Test
    void limitsKnowNothingOfWhatIsLimited() {
        check(noClasses()
                .that()
                .resideInAPackage("org.airlog.broker.intake.limit")
                .should()
                .dependOnClassesThat(resideInAPackage("org.airlog.broker.intake")));
    }

    @Test
    void theWiringIsKnownToNobody() {
        check(noClasses()
                .that(resideInAPackage("org.airlog.broker.*"))
                .should()
                .dependOnClassesThat(resideInAPackage("org.airlog.broker")));
    }

    private static void check(ArchRule rule) {
        rule.check(CLASSES);
    }
}
