package org.airlog.management;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private final JavaClasses ours = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.airlog.management");

    /** The extension carries it into a broker: nothing of any service and no server but the JDK's. */
    @Test
    void dependsOnTheJdkAMeterLibraryAndWhatItTellsOfAlone() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "org.airlog.management",
                        "org.airlog.configuration.reload",
                        "org.airlog.tls",
                        "org.airlog.tracing",
                        "java..",
                        "com.sun.net.httpserver",
                        "io.micrometer..",
                        "io.prometheus.metrics..",
                        "org.jspecify..")
                .check(ours);
    }
}
