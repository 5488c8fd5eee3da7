package dev.plumbline.agent.inside;

import dev.plumbline.bridge.NativeCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Loads the agent's own copy of JNA and leaves no trace of the loading. JNA takes its instructions from system properties, and sets
 * some: those that the application has for its own JNA are put aside meanwhile, some 100 ms, and put back. The library is
 * unpacked to a folder made for it, and both are removed; the mapping needs no file.
 */
final class LoadedJna {

    /** Unpacks anew, and takes no library of the application's or of the system's. */
    private static final Map<String, String> LOADING =
            Map.of("jna.nounpack", "false", "jna.nosys", "true", "jna.noclasspath", "false");

    private static final String FOLDER = "jna.tmpdir";
    private static final String[] PUT_ASIDE = {
        "jna.boot.library.path",
        "jna.boot.library.name",
        "jnidispatch.preserve",
        "jnidispatch.path",
        "jna.loaded",
        "jna.platform.library.path"
    };

    private LoadedJna() {}

    /** Loads it; says why not, where it cannot be. */
    static Optional<String> load() {
        Map<String, Optional<String>> before = new LinkedHashMap<>();
        LOADING.keySet().forEach(name -> before.put(name, property(name)));
        before.put(FOLDER, property(FOLDER));
        for (String name : PUT_ASIDE) {
            before.put(name, property(name));
        }
        try {
            Path folder = Files.createTempDirectory("plumbline");
            try {
                LOADING.forEach(System::setProperty);
                System.setProperty(FOLDER, folder.toString());
                for (String name : PUT_ASIDE) {
                    System.clearProperty(name);
                }
                return NativeCalls.get().unavailable();
            } finally {
                before.forEach(LoadedJna::restore);
                remove(folder);
            }
        } catch (IOException e) {
            NativeCalls.renounce("there is no folder for JNA's library: " + e);
            return NativeCalls.get().unavailable();
        }
    }

    private static Optional<String> property(String name) {
        return Optional.ofNullable(System.getProperty(name));
    }

    private static void restore(String name, Optional<String> value) {
        if (value.isPresent()) {
            System.setProperty(name, value.get());
        } else {
            System.clearProperty(name);
        }
    }

    private static void remove(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
