package dev.plumbline.bridge.attach;

import java.time.Duration;

/**
 * How long and how much, so that no target can hold up or fill the one who asks.
 *
 * @param handshake from the first look at the process until its socket accepts
 * @param reply from a request until the end of its answer
 * @param replyBytes what is kept of an answer; the rest is not read
 */
public record AttachLimits(Duration handshake, Duration reply, int replyBytes) {

    /**
     * Five seconds for a JVM that has to start its listener first, ten for a command that waits for a safepoint, 32 MiB for a
     * table of 65530 mappings (vm.max_map_count).
     */
    public static final AttachLimits DEFAULT =
            new AttachLimits(Duration.ofSeconds(5), Duration.ofSeconds(10), 32 << 20);
}
