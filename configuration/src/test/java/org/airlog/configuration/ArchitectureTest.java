package org.airlog.configuration;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Configuration knows the JDK and nothing else: it runs inside HiveMQ's class loader as well as in our own processes. */
class ArchitectureTest {

    @Test
    void dependsOnTheJdkAlone() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "org.airlog.configuration",
                        "org.jspecify..",
                        "java.io",
                        "java.lang..",
                        "java.nio.charset",
                        "java.nio.file",
                        "java.time..",
                        "java.util..")
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("org.airlog.configuration"));
    }
}
