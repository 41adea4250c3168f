package org.airlog.launcher.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.airlog.observation.Suid;
import org.airlog.observation.signature.Secret;

/** Remembers what is published and registered, and answers as it is told. */
final class RecordingUplink implements Uplink {

    private final Function<Publish, CompletableFuture<Answer>> answers;
    private final List<Publish> publishes = new ArrayList<>();
    private final List<Suid> registered = new ArrayList<>();

    RecordingUplink(Function<Publish, CompletableFuture<Answer>> answers) {
        this.answers = answers;
    }

    static RecordingUplink answering(Answer answer) {
        return new RecordingUplink(publish -> CompletableFuture.completedFuture(answer));
    }

    synchronized List<Publish> publishes() {
        return List.copyOf(publishes);
    }

    synchronized List<Suid> registered() {
        return List.copyOf(registered);
    }

    @Override
    public void open() {}

    @Override
    public synchronized Secret register(Suid suid, String description) {
        registered.add(suid);
        return Secret.ofText("secret-" + registered.size());
    }

    @Override
    public CompletableFuture<Answer> publish(Publish publish) {
        synchronized (this) {
            publishes.add(publish);
        }
        return answers.apply(publish);
    }

    @Override
    public Optional<String> trouble() {
        return Optional.empty();
    }

    @Override
    public void close() {}
}
