package org.airlog.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private final JavaClasses ours = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.airlog.gateway");

    @Test
    void uploadAndProxyArePure() {
        noClasses()
                .that()
                .resideInAPackage("org.airlog.gateway.upload")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.airlog.gateway",
                        "org.airlog.gateway.http..",
                        "org.airlog.gateway.mqtt..",
                        "org.airlog.configuration..",
                        "io.javalin..",
                        "jakarta..",
                        "org.eclipse.jetty..",
                        "com.hivemq..",
                        "io.micrometer..",
                        "org.slf4j..",
                        "java.net..",
                        "java.nio.file..",
                        "java.util.concurrent..",
                        "java.time..")
                .check(ours);
    }

    @Test
    void typesOfTheMqttClientStayInMqtt() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.airlog.gateway.mqtt..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.hivemq..")
                .check(ours);
    }

    @Test
    void typesOfTheHttpServerStayInHttp() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.airlog.gateway.http..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.javalin..", "jakarta..", "org.eclipse.jetty..")
                .check(ours);
    }

    @Test
    void mqttKnowsNothingOfHttp() {
        noClasses()
                .that()
                .resideInAPackage("org.airlog.gateway.mqtt..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.airlog.gateway.http..")
                .check(ours);
    }
}
