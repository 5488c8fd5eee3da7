package dev.plumbline.inspector.owner;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Divides a total that is known among parts whose shares were counted at another instant, without losing or inventing anything.
 *
 * <p>The rule. Where the counts add up to the total, they are the shares. Where they are more, each share is cut in proportion
 * to its count: what was counted and is gone was gone from where most was. Where they are less, what is missing goes to the
 * parts in proportion to the room they have left: what came since came where there was none. Fractions go to the largest
 * remainders, of equal ones to the first.
 */
public final class Apportion {

    private Apportion() {}

    /**
     * The shares; they add up to the total, none is negative, and none is larger than its room as long as the room suffices.
     *
     * @param total what is to be divided, not negative
     * @param counts what was counted of each part, not negative
     * @param room the most that each part can have; at least its count
     */
    public static long[] exactly(long total, long[] counts, long[] room) {
        long counted = Arrays.stream(counts).sum();
        if (counted >= total) {
            return proportionally(total, counts);
        }
        long[] left = new long[counts.length];
        for (int i = 0; i < left.length; i++) {
            left[i] = room[i] - counts[i];
        }
        long[] added = proportionally(total - counted, left);
        return IntStream.range(0, counts.length)
                .mapToLong(i -> counts[i] + added[i])
                .toArray();
    }

    /** Largest remainders; without any weight, the first part has all. */
    private static long[] proportionally(long total, long[] weights) {
        BigInteger sum = BigInteger.valueOf(Arrays.stream(weights).sum());
        long[] shares = new long[weights.length];
        if (sum.signum() == 0) {
            shares[0] = total;
            return shares;
        }
        BigInteger[] remainders = new BigInteger[weights.length];
        long given = 0;
        for (int i = 0; i < weights.length; i++) {
            BigInteger[] parts = BigInteger.valueOf(weights[i])
                    .multiply(BigInteger.valueOf(total))
                    .divideAndRemainder(sum);
            shares[i] = parts[0].longValueExact();
            remainders[i] = parts[1];
            given += shares[i];
        }
        IntStream.range(0, weights.length)
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> remainders[i]).reversed())
                .limit(total - given)
                .forEach(i -> shares[i]++);
        return shares;
    }
}
