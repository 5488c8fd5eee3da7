package dev.plumbline.inspector.check.map;

import dev.plumbline.bridge.KernelFiles;
import dev.plumbline.inspector.check.ProcessView;
import dev.plumbline.inspector.observed.Auxv;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** What a process is called and since when it runs. */
final class Identity {

    private static final String BOOT_TIME = "btime ";

    private Identity() {}

    /** The command line; arguments are separated by blanks, and what does not print is left to the reports. */
    static String command(ProcessView process) {
        String line = process.host()
                .files()
                .read(process.path("cmdline"))
                .content()
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8)
                        .replace('\0', ' ')
                        .strip())
                .orElse("");
        return line.isEmpty() ? "[" + process.comm() + "]" : line;
    }

    /** {@code btime} of proc/stat, in seconds, and the ticks after it (AT_CLKTCK a second); proc_stat(5), proc_pid_stat(5). */
    static Optional<Instant> startTime(ProcessView process) {
        OptionalLong ticksPerSecond =
                process.auxv().intact().map(Auxv::clockTicks).orElse(OptionalLong.empty());
        Optional<Long> bootSeconds = bootSeconds(process.host().files());
        if (bootSeconds.isEmpty() || ticksPerSecond.isEmpty() || ticksPerSecond.getAsLong() <= 0) {
            return Optional.empty();
        }
        long millis = process.startTimeTicks() * 1000 / ticksPerSecond.getAsLong();
        return Optional.of(Instant.ofEpochSecond(bootSeconds.get()).plus(Duration.ofMillis(millis)));
    }

    private static Optional<Long> bootSeconds(KernelFiles files) {
        return files.read("proc/stat").content().stream()
                .flatMap(bytes -> new String(bytes, StandardCharsets.ISO_8859_1).lines())
                .filter(line -> line.startsWith(BOOT_TIME))
                .map(line -> line.substring(BOOT_TIME.length()).strip())
                .filter(seconds -> seconds.matches("[0-9]{1,12}"))
                .map(Long::parseLong)
                .findFirst();
    }
}
