package org.airlog.ingest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private final JavaClasses ours = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.airlog.ingest");

    @Test
    void dependsOnTheModelAndTheConfigurationAlone() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.airlog.broker..", "org.airlog.gateway..", "org.airlog.launcher..", "org.airlog.embedded..")
                .check(ours);
    }

    @Test
    void decidesWithoutClockNetworkFileOrLogger() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "org.airlog.ingest.batch..",
                        "org.airlog.ingest.opensensemap.plan..",
                        "org.airlog.ingest.trim..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.airlog.ingest.kafka..",
                        "org.airlog.ingest.opensensemap",
                        "org.airlog.ingest.timescale..",
                        "org.apache.kafka..",
                        "org.postgresql..",
                        "org.slf4j..",
                        "java.io..",
                        "java.net..",
                        "java.nio.file..",
                        "java.sql..")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(ours);
    }

    @Test
    void keepsKafkaInOnePackage() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.airlog.ingest.kafka..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..")
                .check(ours);
    }

    @Test
    void forwardingKnowsNothingOfTheSink() {
        noClasses()
                .that()
                .resideInAPackage("org.airlog.ingest.opensensemap..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.airlog.ingest", "org.airlog.ingest.timescale..")
                .check(ours);
    }

    @Test
    void keepsHttpInOnePackage() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.airlog.ingest.opensensemap")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net.http..", "com.fasterxml.jackson.databind..")
                .check(ours);
    }

    @Test
    void keepsTheDatabaseInOnePackage() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.airlog.ingest.timescale..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.postgresql..", "java.sql..", "org.flywaydb..")
                .check(ours);
    }
}
