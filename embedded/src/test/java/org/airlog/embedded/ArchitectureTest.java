package org.airlog.embedded;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private final JavaClasses ours = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.airlog.embedded");

    @Test
    void knowsNothingOfTheRestOfAirlog() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.airlog.broker..",
                        "org.airlog.configuration..",
                        "org.airlog.gateway..",
                        "org.airlog.ingest..",
                        "org.airlog.launcher..",
                        "org.airlog.observation..")
                .check(ours);
    }

    @Test
    void showsItsUsersTheServersAndWhatTheyAreGiven() {
        classes()
                .that()
                .arePublic()
                .should()
                .beAssignableTo(AutoCloseable.class)
                .orShould()
                .beRecords()
                .orShould()
                // How they choose ports, for whoever starts one again on the same port.
                .haveSimpleName("Ports")
                .check(ours);
    }
}
