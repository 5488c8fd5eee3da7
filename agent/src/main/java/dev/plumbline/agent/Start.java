package dev.plumbline.agent;

import java.util.function.Consumer;

/** What {@link PlumbAgent} starts where Java is new enough; known to it by name. */
public final class Start implements Consumer<String> {

    /** Called by name. */
    public Start() {}

    /** @param arguments the agent's, as the JVM passes them on */
    @Override
    public void accept(String arguments) {
        Errand.start(Arguments.parse(arguments));
    }
}
