package org.airlog.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private final JavaClasses ours = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.airlog.bench");

    @Test
    void knowsOfAirlogWhatASensorKnows() {
        noClasses()
                .should()
                .dependOnClassesThat(
                        com.tngtech.archunit.base.DescribedPredicate.describe("are of other parts", type -> {
                            String name = type.getPackageName();
                            return name.startsWith("org.airlog.")
                                    && !name.startsWith("org.airlog.bench")
                                    && !name.startsWith("org.airlog.observation");
                        }))
                .check(ours);
    }

    @Test
    void saysWhatIsSentWithoutANetwork() {
        classes()
                .that()
                .resideInAPackage("..bench.load..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java.lang..",
                        "java.time..",
                        "java.util..",
                        "org.HdrHistogram..",
                        "org.airlog.bench.load..",
                        "org.airlog.observation..",
                        "org.jspecify..")
                .check(ours);
    }
}
