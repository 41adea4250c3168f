package org.airlog.portal;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private final JavaClasses ours = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.airlog.portal");

    @Test
    void whatNeedsNoServerIsPure() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "org.airlog.portal.api",
                        "org.airlog.portal.download",
                        "org.airlog.portal.file",
                        "org.airlog.portal.web",
                        "org.airlog.portal.quality",
                        "org.airlog.portal.client",
                        "org.airlog.portal.letters",
                        "org.airlog.portal.watch",
                        "org.airlog.portal.operator")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.airlog.portal",
                        "org.airlog.portal.http..",
                        "org.airlog.portal.page..",
                        "org.airlog.portal.timescale..",
                        "org.airlog.portal.kafka..",
                        "org.airlog.portal.management..",
                        "org.apache.kafka..",
                        "org.airlog.portal.mqtt..",
                        "com.hivemq..",
                        "org.airlog.configuration..",
                        "io.javalin..",
                        "jakarta..",
                        "org.eclipse.jetty..",
                        "io.micrometer..",
                        "org.slf4j..",
                        "java.sql..",
                        "java.net.http..",
                        "java.nio.file..")
                .check(ours);
    }

    @Test
    void qualityKnowsNothingOfWhoAsks() {
        noClasses()
                .that()
                .resideInAPackage("org.airlog.portal.quality")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.airlog.portal.client")
                .check(ours);
    }

    @Test
    void pagesKnowNeitherHttpNorTheDatabase() {
        noClasses()
                .that()
                .resideInAPackage("org.airlog.portal.page")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.airlog.portal",
                        "org.airlog.portal.http..",
                        "org.airlog.portal.timescale..",
                        "io.javalin..",
                        "jakarta..",
                        "org.eclipse.jetty..",
                        "org.slf4j..",
                        "java.sql..",
                        "java.util.concurrent..")
                .check(ours);
    }

    @Test
    void typesOfTheHttpServerStayInHttp() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.airlog.portal.http..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.javalin..", "jakarta..", "org.eclipse.jetty..")
                .check(ours);
    }

    @Test
    void typesOfTheDatabaseStayInTimescale() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.airlog.portal.timescale..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "org.postgresql..", "com.zaxxer..")
                .check(ours);
    }

    @Test
    void typesOfKafkaStayInKafka() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.airlog.portal.kafka..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..")
                .check(ours);
    }

    @Test
    void typesOfMqttStayInMqtt() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.airlog.portal.mqtt")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.hivemq..")
                .check(ours);
    }

    @Test
    void knowsNoOtherService() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.airlog.broker..", "org.airlog.gateway..", "org.airlog.ingest..")
                .check(ours);
    }
}
