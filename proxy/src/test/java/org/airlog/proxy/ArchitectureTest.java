package org.airlog.proxy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private final JavaClasses ours = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.airlog.proxy");

    /** Nothing that looks an address up among it. */
    @Test
    void dependsOnTheJdksValuesAndAParserOfAddressesAlone() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("org.airlog.proxy", "java.lang..", "java.util..", "inet.ipaddr..", "org.jspecify..")
                .check(ours);
    }
}
