package org.airlog.launcher.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.ExecutionException;
import org.airlog.configuration.ConfigException;
import org.junit.jupiter.api.Test;

class CommandFailedExceptionTest {

    @Test
    void tellsAFaultOfTheConfigurationAsItIs() {
        var fault = new ConfigException(List.of("airlog.x: is wrong"));

        assertThat(CommandFailedException.of(new ExecutionException(fault)))
                .hasMessage(fault.getMessage())
                .hasCause(fault);
    }

    @Test
    void tellsAnythingElseAsABug() {
        assertThat(CommandFailedException.of(new IllegalStateException("x"))).hasMessageStartingWith("this is a bug");
    }
}
