package org.airlog.portal.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebFilesTest {

    private final WebFiles files = new WebFiles();

    @ParameterizedTest
    @CsvSource({
        "/, text/html; charset=utf-8",
        "/lib/leaflet/leaflet-src.esm.js, text/javascript; charset=utf-8",
        "/lib/leaflet/leaflet.css, text/css; charset=utf-8",
        "/lib/leaflet/images/layers.png, image/png",
        "/lib/echarts/echarts.esm.min.mjs, text/javascript; charset=utf-8"
    })
    void findsThePageAndItsLibraries(String path, String contentType) {
        assertThat(files.find(path)).get().extracting(WebFile::contentType).isEqualTo(contentType);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/index.html",
                "/app/",
                "/app",
                "/app/../index.html",
                "/app/..%2findex.html",
                "/app//index.html",
                "/app/WebFiles.class",
                "/lib/leaflet/",
                "/lib/leaflet/images",
                "/lib/leaflet/../package.json",
                "/lib/leaflet/.hidden.js",
                "/lib/other/x.js",
                "/org/airlog/portal/page/style.css"
            })
    void findsNothingElse(String path) {
        assertThat(files.find(path)).isEmpty();
    }

    @Test
    void compressesTextAndLeavesPicturesAsTheyAre() throws IOException {
        WebFile script = files.find("/lib/leaflet/leaflet-src.esm.js").orElseThrow();
        WebFile picture = files.find("/lib/leaflet/images/layers.png").orElseThrow();

        assertThat(new GZIPInputStream(new ByteArrayInputStream(script.gzip().bytes())).readAllBytes())
                .isEqualTo(script.plain().bytes());
        assertThat(script.gzip().length()).isLessThan(script.plain().length() / 3);
        assertThat(picture.isCompressed()).isFalse();
    }

    @Test
    void givesEachContentAndFormATagOfItsOwn() {
        WebFile page = files.find("/").orElseThrow();
        WebFile script = files.find("/lib/leaflet/leaflet-src.esm.js").orElseThrow();

        assertThat(page.etag(false)).matches("\"[A-Za-z0-9_-]{22}\"").isNotEqualTo(script.etag(false));
        assertThat(script.etag(true)).isNotEqualTo(script.etag(false));
        assertThat(files.find("/").orElseThrow().etag(false)).isEqualTo(page.etag(false));
    }
}
