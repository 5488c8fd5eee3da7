package dev.plumbline.bridge;

import dev.plumbline.bridge.jna.LinuxCalls;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of loading the native part, decided once.
 *
 * @param calls null where it could not be loaded
 * @param reason why not, on one line; null where it could
 */
record Linkage(@Nullable LinuxCalls calls, @Nullable String reason) {

    static final Linkage INSTANCE = load();

    private static Linkage load() {
        String renounced = NativeCalls.renounced();
        if (renounced != null) {
            return new Linkage(null, renounced);
        }
        try {
            return new Linkage(new LinuxCalls(), null);
        } catch (LinkageError e) {
            // Every way in which JNA fails to unpack, load or bind its native part is a LinkageError.
            return new Linkage(null, "native calls are not available: " + why(e));
        }
    }

    /** An ExceptionInInitializerError says nothing itself: --illegal-native-access=deny is told by its cause. */
    private static String why(Throwable thrown) {
        Throwable cause = thrown.getCause();
        String message = thrown.getMessage();
        if (message == null) {
            return cause == null ? thrown.getClass().getName() : why(cause);
        }
        return message.lines().findFirst().orElse("");
    }
}
