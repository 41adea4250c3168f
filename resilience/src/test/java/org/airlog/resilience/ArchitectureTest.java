package org.airlog.resilience;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private final JavaClasses ours = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.airlog.resilience");

    @Test
    void hasNoCyclesBetweenPackages() {
        slices().matching("org.airlog.resilience.(*)..")
                .should()
                .beFreeOfCycles()
                .check(ours);
    }

    @Test
    void checksAndSchedulesWithoutClockNetworkOrFiles() {
        noClasses()
                .that()
                .resideInAnyPackage("..resilience.check..", "..resilience.schedule..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.io..", "java.net..", "java.nio..", "java.sql..", "org.apache.kafka..", "org.slf4j..")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .check(ours);
    }

    @Test
    void sharesNoCodeWithWhatItTests() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.airlog.broker..",
                        "org.airlog.gateway..",
                        "org.airlog.ingest..",
                        "org.airlog.launcher..",
                        "org.airlog.portal..")
                .check(ours);
    }

    @Test
    void publishesLikeDevicesThatKnowNothingOfTheSite() {
        noClasses()
                .that()
                .resideInAPackage("..resilience.load..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..resilience.site..", "..resilience.schedule..", "org.airlog.embedded..")
                .check(ours);
    }
}
