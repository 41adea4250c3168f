package org.airlog.observation;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What this module may know: itself, two formats, and nothing of the world. */
class ArchitectureTest {

    private static final JavaClasses MODULE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.airlog.observation");

    @Test
    void dependsOnItsTwoFormatsAndTheHashesThatJavaLacksAlone() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "org.airlog.observation..",
                        "com.fasterxml.jackson.core..",
                        "org.msgpack..",
                        "org.bouncycastle.jcajce.provider.digest",
                        "org.jspecify..",
                        "java.io",
                        "java.lang..",
                        "java.math",
                        "java.nio",
                        "java.nio.charset",
                        "java.security",
                        "java.time..",
                        "java.util..",
                        "javax.crypto..")
                .check(MODULE);
    }

    @Test
    void touchesNoFileNoThreadAndNoLogger() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.io\\.(File|RandomAccess|Console).*"
                        + "|java\\.lang\\.(Thread|Process|Runtime)|java\\.util\\.(logging|concurrent)\\..*")
                .check(MODULE);
    }

    @Test
    void readsNoClock() {
        noClasses()
                .should()
                .callMethodWhere(target(owner(resideInAPackage("java.time.."))).and(target(name("now"))))
                .orShould()
                .dependOnClassesThat(resideInAPackage("java.time").and(name("java.time.Clock")))
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .check(MODULE);
    }

    @Test
    void keepsTheModelBelowSignaturesAndSealingAndThoseBelowTheCodecs() {
        noClasses()
                .that()
                .resideInAPackage("org.airlog.observation")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.airlog.observation.*..")
                .check(MODULE);
        noClasses()
                .that()
                .resideInAPackage("..observation.signature..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..observation.sealing..", "..observation.codec..")
                .check(MODULE);
        noClasses()
                .that()
                .resideInAPackage("..observation.sealing..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..observation.signature..", "..observation.codec..")
                .check(MODULE);
    }
}
