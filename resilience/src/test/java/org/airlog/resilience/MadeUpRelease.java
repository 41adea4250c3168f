package org.airlog.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import org.airlog.resilience.schedule.Release;

/**
 * A release that is not there yet: this build's distribution with one class exchanged, wherever it lies in it. The class is
 * compiled from its own source after some words of that have been replaced, each of which must be there exactly once.
 */
final class MadeUpRelease {

    private static final Path CODEC = Path.of(
            "..",
            "observation",
            "src",
            "main",
            "java",
            "org",
            "airlog",
            "observation",
            "codec",
            "ObservationRecordCodec.java");
    private static final String CODEC_CLASS = "org/airlog/observation/codec/ObservationRecordCodec.class";
    private static final Pattern OBSERVATION_JAR = Pattern.compile("(?:.*/)?observation-[^/]*\\.jar");

    private final Path distribution;
    private final Path directory;

    private MadeUpRelease(Path distribution, Path directory) {
        this.distribution = distribution;
        this.directory = directory;
    }

    /** Makes {@code release} out of {@code distribution} in {@code directory}, and returns where it is. */
    static Path make(Release release, Path distribution, Path directory) throws IOException {
        var made = new MadeUpRelease(distribution.toAbsolutePath().normalize(), directory.resolve(release.toString()));
        String source = Files.readString(CODEC);
        made.assemble(made.compile(
                switch (release) {
                    case THIS -> source;
                    case LATER -> later(source);
                    case NEXT -> next(source);
                }));
        return made.directory.resolve("airlog");
    }

    /** Elements behind those that are known: of the record, and of each observation. */
    private static String later(String source) {
        String record = replace(source, "packArrayHeader(RECORD_ELEMENTS)", "packArrayHeader(RECORD_ELEMENTS + 1)");
        record = replace(
                record, "return packer.toByteArray();", "packer.packString(\"later\"); return packer.toByteArray();");
        record = replace(record, "packArrayHeader(OBSERVATION_ELEMENTS)", "packArrayHeader(OBSERVATION_ELEMENTS + 1)");
        var position = Pattern.compile("(packBinaryHeader\\(sealed\\.length\\)\\.writePayload\\(sealed\\);\\s*})");
        assertThat(position.matcher(record).results()).hasSize(1);
        return position.matcher(record).replaceFirst("$1 packer.packMapHeader(1).packString(\"a\").packInt(1);");
    }

    /** The number of the next version, and a nil behind it; both versions are read. */
    private static String next(String source) {
        String record = replace(
                source,
                "packArrayHeader(RECORD_ELEMENTS).packInt(VERSION)",
                "packArrayHeader(RECORD_ELEMENTS + 1).packInt(2).packNil()");
        record = replace(record, "new MessagePackReader(bytes)", "new MessagePackReader(asVersion1(bytes))");
        return replace(
                record,
                "private void pack(",
                """
                private static byte[] asVersion1(byte[] bytes) {
                    if (bytes.length < 4 || bytes[1] != 2) {
                        return bytes;
                    }
                    var known = new byte[bytes.length - 1];
                    known[0] = (byte) 0x96;
                    known[1] = 1;
                    System.arraycopy(bytes, 3, known, 2, bytes.length - 3);
                    return known;
                }

                private void pack(""");
    }

    private static String replace(String text, String word, String by) {
        assertThat(text.split(Pattern.quote(word), -1))
                .as("the codec's source has '%s' once", word)
                .hasSize(2);
        return text.replace(word, by);
    }

    private byte[] compile(String source) throws IOException {
        Path classes = Files.createDirectories(directory.resolve("classes"));
        Path file = Files.writeString(
                Files.createDirectories(directory.resolve("source")).resolve("ObservationRecordCodec.java"), source);
        var arguments =
                List.of("--release", "17", "-proc:none", "-d", classes.toString(), "-cp", classPath(), file.toString());
        int result = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "a JDK runs the tests")
                .run(null, null, null, arguments.toArray(String[]::new));
        assertThat(result).as("javac's exit code").isZero();
        return Files.readAllBytes(classes.resolve(CODEC_CLASS));
    }

    private String classPath() throws IOException {
        try (Stream<Path> files = Files.walk(distribution)) {
            return files.map(Path::toString)
                    .filter(name -> name.endsWith(".jar"))
                    .collect(Collectors.joining(File.pathSeparator));
        }
    }

    private void assemble(byte[] codec) throws IOException {
        Path copy = directory.resolve("airlog");
        var exchanged = new ArrayList<String>();
        try (Stream<Path> files = Files.walk(distribution)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = distribution.relativize(file).toString();
                Path target = copy.resolve(name);
                Files.createDirectories(Objects.requireNonNull(target.getParent()));
                if (OBSERVATION_JAR.matcher(name).matches() || name.endsWith("broker-extension.zip")) {
                    try (InputStream in = Files.newInputStream(file)) {
                        Files.write(target, rewritten(in, codec, name, exchanged));
                    }
                } else {
                    Files.createSymbolicLink(target, file);
                }
            }
        }
        assertThat(exchanged).as("where the codec was exchanged").hasSize(2);
    }

    /** An archive in which the codec is exchanged, also in an archive of observations inside it. */
    private static byte[] rewritten(InputStream archive, byte[] codec, String name, List<String> exchanged)
            throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var in = new ZipInputStream(archive);
                var out = new ZipOutputStream(bytes)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                out.putNextEntry(new ZipEntry(entry.getName()));
                byte[] content = in.readAllBytes();
                if (entry.getName().equals(CODEC_CLASS)) {
                    exchanged.add(name);
                    content = codec;
                } else if (OBSERVATION_JAR.matcher(entry.getName()).matches()) {
                    content = rewritten(
                            new ByteArrayInputStream(content), codec, name + "!" + entry.getName(), exchanged);
                }
                out.write(content);
                out.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
