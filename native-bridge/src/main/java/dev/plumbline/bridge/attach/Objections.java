package dev.plumbline.bridge.attach;

import java.nio.file.Path;
import java.util.Optional;

/** Why one does not talk to a process, or does not signal it. */
final class Objections {

    private Objections() {}

    static Optional<AttachAnswer<Path>> toTalkingTo(JvmProcess process) {
        if (process.machine() == JvmProcess.Machine.OPENJ9) {
            return refusal("it is an OpenJ9 JVM, whose attach mechanism is another", "read it from outside");
        }
        if (process.machine() == JvmProcess.Machine.NONE) {
            return refusal("it maps no libjvm.so, so it is not a HotSpot JVM", "give the pid of a JVM");
        }
        if (process.attachDisabled()) {
            return refusal(
                    "it was started with -XX:+DisableAttachMechanism", "start it without, or read it from outside");
        }
        return switch (process.state()) {
            case 'T', 't' -> refusal("it is stopped (state " + process.state() + ")", "let it go on (kill -CONT)");
            case 'Z', 'X' -> refusal("it has ended", "look for its present pid");
            default -> Optional.empty();
        };
    }

    static Optional<AttachAnswer<Path>> toSignalling(JvmProcess process) {
        return process.handlesQuit()
                ? Optional.empty()
                : refusal(
                        "it does not listen and has no handler for SIGQUIT, which would end it",
                        "wait until it has started, or start it without -Xrs");
    }

    private static Optional<AttachAnswer<Path>> refusal(String reason, String remedy) {
        return Optional.of(new AttachAnswer.Refused<>(reason, remedy));
    }
}
