package org.airlog.tls;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private final JavaClasses ours = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.airlog.tls");

    @Test
    void dependsOnTheJdkALoggerAndFollowedFilesAlone() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "org.airlog.tls",
                        "org.airlog.files",
                        "java..",
                        "javax..",
                        "org.slf4j..",
                        "org.jspecify..",
                        "org.bouncycastle..")
                .check(ours);
    }

    /** A service has no Bouncy Castle and must not need any. */
    @Test
    void makesCertificatesInOnePlaceAlone() {
        noClasses()
                .that()
                .doNotHaveSimpleName("LocalAuthority")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bouncycastle..")
                .check(ours);
    }
}
