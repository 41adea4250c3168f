package org.airlog.configuration;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Configuration knows the JDK and little else: it runs inside HiveMQ's class loader as well as in our own processes. */
class ArchitectureTest {

    private final JavaClasses ours = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.airlog.configuration");

    @Test
    void keysAndSettingsDependOnTheJdkAlone() {
        classes()
                .that()
                .resideInAPackage("org.airlog.configuration")
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
                .check(ours);
    }

    /** What changes is decided from values alone. */
    @Test
    void aChangeDependsOnTheJdkAndKeysAlone() {
        classes()
                .that()
                .haveSimpleName("Change")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("org.airlog.configuration..", "org.jspecify..", "java.lang..", "java.util..")
                .check(ours);
    }

    /** Where they are not on the class path, whoever names them cannot be loaded. */
    @Test
    void logbackEndsInOneClass() {
        noClasses()
                .that()
                .doNotHaveSimpleName("LogbackLevels")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ch.qos.logback..")
                .check(ours);
    }
}
