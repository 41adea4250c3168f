package org.airlog.tracing;

import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private final JavaClasses ours = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.airlog.tracing");

    @Test
    void showsNothingOfOpenTelemetry() {
        methods()
                .that()
                .areDeclaredInClassesThat()
                .haveModifier(PUBLIC)
                .and()
                .arePublic()
                .should()
                .notHaveRawReturnType(com.tngtech.archunit.base.DescribedPredicate.describe(
                        "of OpenTelemetry", type -> type.getPackageName().startsWith("io.opentelemetry")))
                .check(ours);
        ArchRuleDefinition.noClasses()
                .that()
                .haveSimpleName("Step")
                .or()
                .haveSimpleName("NoStep")
                .or()
                .haveSimpleName("Sampling")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.opentelemetry..")
                .check(ours);
    }

    @Test
    void knowsNoneOfThoseThatItServes() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "org.airlog.tracing",
                        "org.airlog.configuration",
                        "org.airlog.observation",
                        "io.opentelemetry..",
                        "io.micrometer.core..",
                        "io.prometheus.metrics.tracer.common",
                        "org.jspecify..",
                        "org.slf4j..",
                        "java..")
                .check(ours);
    }
}
