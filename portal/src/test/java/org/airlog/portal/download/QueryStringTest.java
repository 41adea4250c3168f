package org.airlog.portal.download;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QueryStringTest {

    @Test
    void readsTheFirstOfSeveralValues() {
        var query = new QueryString("cols=a%2Cb&number=1&number=2&empty=&flag&=nameless&plus=a+b");

        assertThat(query.first("cols")).contains("a,b");
        assertThat(query.first("number")).contains("1");
        assertThat(query.first("empty")).contains("");
        assertThat(query.first("flag")).contains("");
        assertThat(query.first("plus")).contains("a b");
        assertThat(query.first("absent")).isEmpty();
    }

    @Test
    void takesWhatIsNotEncodedForItself() {
        assertThat(new QueryString("cols=100%&number=%zz").first("cols")).contains("100%");
        assertThat(new QueryString("cols=100%&number=%zz").first("number")).contains("%zz");
    }

    @Test
    void replacesAParameterAndLeavesTheOthersAsTheyWereSent() {
        var query = new QueryString("format=html&cols=a%2Cb&&form%61t=csv&min_a=1");

        assertThat(query.without("format").with("format", "json").raw()).isEqualTo("cols=a%2Cb&min_a=1&format=json");
        assertThat(new QueryString("").with("format", "csv").raw()).isEqualTo("format=csv");
    }
}
