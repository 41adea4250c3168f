package org.airlog.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UploadSaltsTest {

    @Test
    void tellsSaltsFromTheirOwners() {
        var salts = UploadSalts.of(Settings.of(
                Map.of(
                        "airlog.upload.salts.shed", "pepper",
                        "airlog.upload.salts.shed.suid", "123e4567-e89b-42d3-a456-426614174000",
                        "airlog.upload.salts.attic", "cumin"),
                List.of()));

        assertThat(salts.salts()).containsExactly(Map.entry("attic", "cumin"), Map.entry("shed", "pepper"));
        assertThat(salts.owners()).containsExactly(Map.entry("shed", "123e4567-e89b-42d3-a456-426614174000"));
        assertThat(salts).asString().doesNotContain("pepper").doesNotContain("cumin");
    }
}
