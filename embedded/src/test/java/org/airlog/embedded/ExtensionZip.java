package org.airlog.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.airlog.embedded.extension.LetsInWhoIsConfigured;

/** Packs {@link LetsInWhoIsConfigured} as the real extension is packed. */
final class ExtensionZip {

    static final String NAME = "airlog-broker-extension";

    private ExtensionZip() {}

    /** With that content as its {@code conf/airlog.properties}, if any. */
    static Path write(Path zip, String jarName, Optional<String> properties) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            put(
                    out,
                    NAME + "/hivemq-extension.xml",
                    """
                    <hivemq-extension>
                        <id>airlog-broker-extension</id>
                        <name>Test</name>
                        <version>1</version>
                        <priority>1</priority>
                        <start-priority>1000</start-priority>
                        <author>Airlog</author>
                    </hivemq-extension>
                    """
                            .getBytes(StandardCharsets.UTF_8));
            if (properties.isPresent()) {
                put(out, NAME + "/conf/airlog.properties", properties.get().getBytes(StandardCharsets.UTF_8));
            }
            out.putNextEntry(new ZipEntry(NAME + "/" + jarName));
            JarOutputStream jar = new JarOutputStream(out);
            put(
                    jar,
                    "META-INF/services/com.hivemq.extension.sdk.api.ExtensionMain",
                    LetsInWhoIsConfigured.class.getName().getBytes(StandardCharsets.UTF_8));
            String classFile = LetsInWhoIsConfigured.class.getName().replace('.', '/') + ".class";
            try (InputStream in = ExtensionZip.class.getClassLoader().getResourceAsStream(classFile)) {
                if (in == null) {
                    throw new IOException("no " + classFile);
                }
                put(jar, classFile, in.readAllBytes());
            }
            jar.finish();
            out.closeEntry();
        }
        return zip;
    }

    private static void put(ZipOutputStream out, String name, byte[] content) throws IOException {
        out.putNextEntry(new ZipEntry(name));
        out.write(content);
        out.closeEntry();
    }
}
