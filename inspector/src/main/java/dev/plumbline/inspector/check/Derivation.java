package dev.plumbline.inspector.check;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A thing that is derived when it is first asked for, by whoever asks first. It holds its own monitor meanwhile; as nothing
 * is needed to derive itself, neither here nor by way of others, no two threads can wait for each other.
 */
final class Derivation {

    private final String key;
    private volatile @Nullable Object value;
    private boolean deriving;

    Derivation(String key) {
        this.key = key;
    }

    Object value(Supplier<?> derive) {
        Object known = value;
        return known == null ? derivedHere(derive) : known;
    }

    private synchronized Object derivedHere(Supplier<?> derive) {
        Object known = value;
        if (known != null) {
            return known;
        }
        if (deriving) {
            throw new IllegalStateException(key + " is asked for to derive itself");
        }
        deriving = true;
        try {
            Object made = derive.get();
            value = made;
            return made;
        } finally {
            deriving = false;
        }
    }
}
