package org.airlog.launcher.sensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.launcher.sensors.ProvisionFile.Line;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProvisionFileTest {

    @TempDir
    Path folder;

    @Test
    void readsColumnsInAnyOrderAndTellsTheirLines() throws Exception {
        assertThat(read("\uFEFFModel,SUID,claim_code\n\"Two, big\", a ,12345678\n\n,b\nThree,c,\n"))
                .isEqualTo(List.of(
                        new Line(2, "a", "12345678", "", "Two, big"),
                        new Line(4, "b", "", "", ""),
                        new Line(5, "c", "", "", "Three")));
    }

    @Test
    void anEmptyFileListsNobody() throws Exception {
        assertThat(read("")).isEmpty();
        assertThat(read("suid\n")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "claim_code              | line 1: expected a header",
                "suid,colour             | line 1: expected a header",
                "suid,suid               | line 1: expected a header",
                "suid,model;a,b,c        | line 2: 3 cells under a header of 2",
                "suid,model;a,b;c,\"d     | line 3: this is no line of CSV"
            })
    void tellsTheLineThatIsNoneOfThese(String text, String message) {
        assertThatThrownBy(() -> read(text.strip().replace(';', '\n')))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageStartingWith(message);
    }

    private List<Line> read(String text) throws IOException, CommandFailedException {
        return ProvisionFile.read(Files.writeString(folder.resolve("sensors.csv"), text));
    }
}
