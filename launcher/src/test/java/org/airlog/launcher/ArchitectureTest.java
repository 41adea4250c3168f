package org.airlog.launcher;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private final JavaClasses ours = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.airlog.launcher");

    @Test
    void hasNoCyclesBetweenPackages() {
        slices().matching("org.airlog.launcher.(*)..").should().beFreeOfCycles().check(ours);
    }

    @Test
    void replaysLikeASensorThatKnowsNothingOfTheServices() {
        noClasses()
                .that()
                .resideInAPackage("..launcher.replay..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.airlog.broker..",
                        "org.airlog.configuration..",
                        "org.airlog.embedded..",
                        "org.airlog.gateway..",
                        "org.airlog.ingest..",
                        "java.sql..")
                .check(ours);
    }

    @Test
    void parsesOptionsInCommandsAlone() {
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Command")
                .and()
                .resideOutsideOfPackage("org.airlog.launcher")
                .and()
                .areTopLevelClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .check(ours);
    }
}
