package dev.plumbline.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where benchmarks ran. */
final class Machine {

    private Machine() {}

    static String describe() throws IOException {
        return "processor: %s, %d available%ncaches: L2 %s, L3 %s%nkernel: %s%nJava: %s %s%n"
                .formatted(
                        model(),
                        Runtime.getRuntime().availableProcessors(),
                        cache(2),
                        cache(3),
                        System.getProperty("os.version"),
                        System.getProperty("java.vm.name"),
                        System.getProperty("java.runtime.version"));
    }

    private static String model() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            Optional<String> model =
                    lines.filter(line -> line.startsWith("model name")).findFirst();
            return model.map(line -> line.replaceFirst(".*:\\s*", "")).orElse("not named in /proc/cpuinfo");
        }
    }

    private static String cache(int index) throws IOException {
        Path size = Path.of("/sys/devices/system/cpu/cpu0/cache/index" + index + "/size");
        return Files.isReadable(size) ? Files.readString(size).strip() : "not told";
    }
}
