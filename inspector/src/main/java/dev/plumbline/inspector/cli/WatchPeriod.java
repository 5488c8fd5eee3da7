package dev.plumbline.inspector.cli;

import java.math.BigDecimal;
import java.time.Duration;

/** How often something is read that is watched. */
final class WatchPeriod {

    private static final BigDecimal SHORTEST = new BigDecimal("0.1");
    private static final BigDecimal LONGEST = new BigDecimal(86400);

    private WatchPeriod() {}

    /**
     * Seconds, also parts of them.
     *
     * @throws Failure if it is no number from 0.1 to 86400
     */
    static Duration of(String seconds) throws Failure {
        if (seconds.matches("[0-9]{0,6}(\\.[0-9]{0,6})?") && seconds.matches(".*[0-9].*")) {
            BigDecimal number = new BigDecimal(seconds);
            if (number.compareTo(SHORTEST) >= 0 && number.compareTo(LONGEST) <= 0) {
                return Duration.ofMillis(number.movePointRight(3).longValue());
            }
        }
        throw Failure.wrongUsage("--watch takes seconds from 0.1 to 86400, not \"" + seconds + "\"");
    }
}
