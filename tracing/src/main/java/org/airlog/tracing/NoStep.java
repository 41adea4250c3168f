package org.airlog.tracing;

import org.airlog.observation.TraceContext;
import org.jspecify.annotations.Nullable;

/** The step of what is not traced. */
enum NoStep implements Step {
    NONE;

    @Override
    public boolean isTraced() {
        return false;
    }

    @Override
    public Step child(String name, Kind kind) {
        return this;
    }

    @Override
    public Step set(String name, String value) {
        return this;
    }

    @Override
    public Step set(String name, long value) {
        return this;
    }

    @Override
    public void failed(String type) {}

    @Override
    public void end() {}

    @Override
    public @Nullable TraceContext context() {
        return null;
    }

    @Override
    public void enter() {}

    @Override
    public void leave() {}
}
