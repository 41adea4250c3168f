package org.airlog.portal.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EntityTagsTest {

    @Test
    void findsATagInAList() {
        assertThat(EntityTags.isNamed("\"a\"", "\"a\"")).isTrue();
        assertThat(EntityTags.isNamed("\"b\", W/\"a\"", "\"a\"")).isTrue();
        assertThat(EntityTags.isNamed("\"a\"", "W/\"a\"")).isTrue();
        assertThat(EntityTags.isNamed("*", "\"a\"")).isTrue();
    }

    @Test
    void knowsNoOther() {
        assertThat(EntityTags.isNamed(null, "\"a\"")).isFalse();
        assertThat(EntityTags.isNamed("", "\"a\"")).isFalse();
        assertThat(EntityTags.isNamed("\"b\"", "\"a\"")).isFalse();
        assertThat(EntityTags.isNamed("a", "\"a\"")).isFalse();
    }
}
